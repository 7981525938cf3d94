package wikitext

import (
	"strings"
)

// section is a section being read.
type section struct {
	level int
	start int // len(out) before its heading
	end   int // and behind it
	links int // recorded before it
}

func (p *parser) startSection(r region, level int) {
	if p.mute > 0 && level > p.mute {
		return
	}
	p.writeEarly()
	p.mute, p.bold, p.broken = 0, -1, true
	p.dropEmpty(level)
	s := section{level: level, start: len(p.out), links: len(p.links)}
	p.brk(paragraph)
	p.flush()
	start := len(p.out)
	p.flat = true
	p.inline(&r, false)
	p.flat = false
	if omitted(string(p.out[start:])) {
		p.out, p.links, p.mute = p.out[:s.start], p.links[:s.links], level
	} else {
		s.end = len(p.out)
		p.sections = append(p.sections, s)
		p.headings = append(p.headings, span(start, s.end))
	}
	p.brk(paragraph)
}

// dropEmpty takes back the headings at the end of the text that have nothing below them, now that a heading of the given level, or the end of the page, is next.
func (p *parser) dropEmpty(level int) {
	for n := len(p.sections) - 1; n >= 0; n-- {
		s := p.sections[n]
		if s.end != len(p.out) || s.level < level {
			return
		}
		p.out = p.out[:s.start]
		p.links = append(p.links[:s.links], withoutPlace(p.links[s.links:])...)
		p.sections, p.headings = p.sections[:n], p.headings[:n]
	}
}

// withoutPlace keeps the links that don't stand in the text.
func withoutPlace(links []Link) []Link {
	var kept []Link
	for _, l := range links {
		if l.Anchor == nowhere {
			kept = append(kept, l)
		}
	}
	return kept
}

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
