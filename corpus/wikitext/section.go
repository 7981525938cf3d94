package wikitext

import "strings"

// omittedSections hold references or pictures and no text of the page's own. "See also" stays, as a list; so does "Bibliography", which is often the list of an author's works.
var omittedSections = map[string]bool{
	"references": true, "external links": true, "external link": true, "further reading": true, "notes": true, "footnotes": true, "sources": true, "gallery": true,
	"notes and references": true, "references and notes": true, "citations": true, "works cited": true, "notes and citations": true, "footnotes and references": true,
	"references and further reading": true, "explanatory notes": true, "general references": true, "image gallery": true, "cited sources": true, "citations and notes": true,
	"references and sources": true, "sources and references": true, "notes and sources": true, "further reading and references": true, "references and external links": true,
	"external links and references": true, "sources and further reading": true, "bibliography and references": true, "references and bibliography": true,
}

func omitted(heading string) bool {
	heading = strings.ReplaceAll(heading, string(rune(hole)), "")
	return omittedSections[strings.ToLower(strings.TrimSpace(heading))]
}
