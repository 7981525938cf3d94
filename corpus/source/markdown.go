package source

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"infoseek/internal/article"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"go.yaml.in/yaml/v3"
)

// markdown is CommonMark with GitHub's tables, strikethrough and bare links. Its output is read, not shown, so the HTML in it may stay.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(html.WithUnsafe()))

// matter is what the block of YAML at the top of a file says.
type matter struct {
	Title     string `yaml:"title"`
	Canonical string `yaml:"canonical_url"`
	Language  string `yaml:"lang"`
	Tags      any    `yaml:"tags"`
	Kinds     any    `yaml:"categories"`
}

// frontMatter cuts off the block of YAML between lines of three dashes. What can't be read says nothing.
func frontMatter(body []byte) (m matter, rest []byte) {
	body = bytes.TrimPrefix(body, bom)
	rest, ok := bytes.CutPrefix(body, []byte("---\n"))
	if !ok {
		rest, ok = bytes.CutPrefix(body, []byte("---\r\n"))
	}
	end := bytes.Index(rest, []byte("\n---"))
	const longest = 64 << 10
	if !ok || end < 0 || end > longest {
		return m, body
	}
	block := rest[:end]
	rest = rest[end+1:]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[i+1:]
	} else {
		rest = nil
	}
	if bytes.ContainsAny(block, "&*") || yaml.Unmarshal(block, &m) != nil { // no anchors: they can be made to grow without end
		return matter{}, rest
	}
	return m, rest
}

// labels are the strings of a value that is one or a list of them.
func labels(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}

var (
	headingLine = regexp.MustCompile(`(?m)^(?:#[ \t]+(.+?)[ \t#]*|(\S.*)\r?\n=+[ \t]*)\r?$`)
	linkMarkup  = regexp.MustCompile("!?\\[([^\\]]*)\\]\\([^)]*\\)|[`*]")
	wikiLink    = regexp.MustCompile(`\[\[([^\[\]|#\n]+)(?:#[^\[\]|\n]*)?(?:\|([^\[\]\n]+))?\]\]`)
)

// firstHeading is the first heading of the first level within the top of a file.
func firstHeading(body []byte) string {
	const farthest = 8 << 10
	m := headingLine.FindSubmatch(body[:min(len(body), farthest)])
	if m == nil {
		return ""
	}
	return oneLine(linkMarkup.ReplaceAllString(strings.ToValidUTF8(string(m[1])+string(m[2]), "\uFFFD"), "$1"))
}

// What is read of Markdown: goldmark takes time that grows with the square, or more, of the marks in a paragraph, of lists in one another, and of footnotes.
const (
	mostMarkdown  = 8 << 20 // bytes of a file
	mostMarks     = 1 << 14 // between two empty lines
	mostNested    = 1 << 10 // bytes of marks of lists and quotes that a line begins with
	mostFootnotes = 1 << 12
)

var errTangled = fmt.Errorf("it has over %d bytes, %d footnotes, %d marks without an empty line, or lists too deep in one another", mostMarkdown, mostFootnotes, mostMarks)

// tangled says whether a file would take too much time.
func tangled(body []byte) bool {
	if len(body) > mostMarkdown || bytes.Count(body, []byte("[^")) > mostFootnotes {
		return true
	}
	marks := 0
	for line := range bytes.Lines(body) {
		words := bytes.TrimSpace(line)
		if len(words) == 0 {
			marks = 0
		}
		for _, c := range words {
			if strings.IndexByte("*_~[]()<>`!|:", c) >= 0 {
				marks++
			}
		}
		if nested := len(words) - len(bytes.TrimLeft(words, " \t>-+*.)0123456789")); nested > mostNested || marks > mostMarks {
			return true
		}
	}
	return false
}

// markdownPage reads a file of Markdown. Links in double brackets lead to the file of that name.
func markdownPage(body []byte) (*article.Page, error) {
	meta, rest := frontMatter(body)
	if tangled(rest) {
		return nil, errTangled
	}
	rest = bytes.ToValidUTF8(rest, []byte("\uFFFD"))
	rest = wikiLink.ReplaceAllFunc(rest, func(link []byte) []byte {
		m := wikiLink.FindSubmatch(link)
		shown := m[1]
		if len(m[2]) > 0 {
			shown = m[2]
		}
		return []byte("[" + string(shown) + "](<" + strings.ReplaceAll(strings.TrimSpace(string(m[1])), " ", "-") + ">)")
	})
	var out strings.Builder
	if err := markdown.Convert(rest, &out); err != nil {
		return nil, err
	}
	p, err := article.ParseWhole(out.String())
	if err != nil {
		return nil, err
	}
	p.Canonical, p.Categories = meta.Canonical, append(labels(meta.Kinds), labels(meta.Tags)...)
	p.Language = meta.Language
	return p, nil
}
