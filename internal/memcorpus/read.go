package memcorpus

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
)

// readText finds sentences, links and mentions of all pages.
func (c *Corpus) readText() {
	n := len(c.pages)
	c.sentences, c.out, c.in = make([][]infoseek.Span, n), make([][]infoseek.Link, n), make([][]infoseek.Link, n)
	c.mentions = make([][]infoseek.Mention, n)
	for i := range c.pages {
		c.sentences[i] = sentences(c.pages[i].Text)
		c.readLinks(infoseek.PageNum(i))
	}
	if !slices.ContainsFunc(c.pages, func(p Page) bool { return p.Text != "" }) {
		return
	}
	owners := map[string][]infoseek.PageNum{}
	var names []string
	for i := range c.names {
		for _, name := range c.names[i] {
			if len(owners[name.Text]) == 0 {
				names = append(names, name.Text)
			}
			if pages := owners[name.Text]; !slices.Contains(pages, infoseek.PageNum(i)) {
				owners[name.Text] = append(pages, infoseek.PageNum(i))
			}
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return len(b) - len(a) })
	for i := range c.pages {
		c.readMentions(infoseek.PageNum(i), names, owners)
	}
}

func (c *Corpus) readLinks(n infoseek.PageNum) {
	p := c.pages[n]
	for _, title := range p.Links {
		to, ok := c.byTitle[titleKey(title)]
		if !ok {
			panic(fmt.Sprintf("memcorpus: page %q links to %q, which is no page", p.Title, title))
		}
		l := infoseek.Link{From: n, To: to, Anchor: infoseek.Span{Start: -1, End: -1}}
		if at := find(p.Text, title, 0); at >= 0 {
			l.Anchor = infoseek.Span{Start: at, End: at + len(title)}
			l.Sentence = around(c.sentences[n], l.Anchor)
		}
		c.out[n] = append(c.out[n], l)
	}
	slices.SortStableFunc(c.out[n], func(a, b infoseek.Link) int { return int(uint(a.Anchor.Start)>>1) - int(uint(b.Anchor.Start)>>1) })
	for _, l := range c.out[n] {
		c.in[l.To] = append(c.in[l.To], l)
	}
}

// readMentions takes longer names first, so that what overlaps them is left out.
func (c *Corpus) readMentions(n infoseek.PageNum, names []string, owners map[string][]infoseek.PageNum) {
	text := c.pages[n].Text
	taken := make([]bool, len(text))
	for _, name := range names {
		for at := find(text, name, 0); at >= 0; at = find(text, name, at+1) {
			if slices.Contains(taken[at:at+len(name)], true) {
				continue
			}
			for i := range len(name) {
				taken[at+i] = true
			}
			m := infoseek.Mention{Span: infoseek.Span{Start: at, End: at + len(name)}, Pages: owners[name]}
			for _, l := range c.out[n] {
				if l.Anchor == m.Span {
					m.Linked, m.Pages = true, []infoseek.PageNum{l.To}
				}
			}
			c.mentions[n] = append(c.mentions[n], m)
		}
	}
	slices.SortFunc(c.mentions[n], func(a, b infoseek.Mention) int { return a.Span.Start - b.Span.Start })
}

// find returns the first word-aligned occurrence of name in text at or after from, -1 if there is none.
func find(text, name string, from int) int {
	for name != "" && from <= len(text) {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return -1
		}
		at := from + i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(name):])
		if !wordRune(before) && !wordRune(after) {
			return at
		}
		from = at + 1
	}
	return -1
}

func wordRune(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// sentences end at a line break, or at ". ".
func sentences(text string) []infoseek.Span {
	var spans []infoseek.Span
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != '\n' && !strings.HasPrefix(text[i:], ". ") {
			continue
		}
		end := i
		if i < len(text) && text[i] == '.' {
			end++
		}
		if end > start {
			spans = append(spans, infoseek.Span{Start: start, End: end})
		}
		start = end + 1
	}
	return spans
}

func around(sentences []infoseek.Span, s infoseek.Span) infoseek.Span {
	for _, sentence := range sentences {
		if sentence.Start <= s.Start && s.End <= sentence.End {
			return sentence
		}
	}
	return infoseek.Span{}
}

// titleKey is the form under which titles are compared.
func titleKey(title string) string {
	title = strings.ReplaceAll(title, "_", " ")
	r, size := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(r)) + title[size:]
}
