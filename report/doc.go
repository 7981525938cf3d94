// Package report shows a run to a person: Render draws all of it as one self-contained HTML page, Show prints one question in a terminal. It computes nothing that a certificate
// says and judges nothing; it must not know how questions are made or where a run lies on disk.
//
// Everything that comes from a corpus or a model is untrusted text. On the page it passes through html/template or, in the embedded JSON, becomes text nodes only; a content
// security policy allows the page's own script and style and nothing else. In the terminal control characters are taken out.
package report
