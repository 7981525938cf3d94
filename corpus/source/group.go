package source

import (
	"iter"
	"slices"
	"strings"

	"infoseek"
)

// grouped merges the records that share a title, in order of first appearance. Errors pass through at once; records come when the input has ended.
func grouped(in iter.Seq2[Record, error]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		var groups []*group
		byTitle := map[string]*group{}
		for rec, err := range in {
			if err != nil {
				if !yield(Record{}, err) {
					return
				}
				continue
			}
			g := byTitle[rec.Title]
			if g == nil {
				g = &group{first: rec}
				byTitle[rec.Title], groups = g, append(groups, g)
				continue
			}
			g.rest = append(g.rest, rec)
		}
		for _, g := range groups {
			if !yield(g.merge(), nil) {
				return
			}
		}
	}
}

// group is the records of one title.
type group struct {
	first Record
	rest  []Record
}

func (g *group) merge() Record {
	if len(g.rest) == 0 {
		return g.first
	}
	rec := g.first
	rec.Links, rec.Headings, rec.Facts, rec.Categories = slices.Clone(rec.Links), slices.Clone(rec.Headings), slices.Clone(rec.Facts), slices.Clone(rec.Categories)
	var text strings.Builder
	text.WriteString(rec.Text)
	for _, r := range g.rest {
		rec.append(&text, r)
	}
	rec.Text = text.String()
	return rec
}

// append adds another record's text and what stands in it. A redirect among the merged adds nothing.
func (r *Record) append(text *strings.Builder, o Record) {
	if text.Len() > 0 && o.Text != "" {
		text.WriteString("\n\n")
	}
	base := text.Len()
	text.WriteString(o.Text)
	for _, h := range o.Headings {
		r.Headings = append(r.Headings, infoseek.Span{Start: h.Start + base, End: h.End + base})
	}
	for _, l := range o.Links {
		if l.Anchor.Start >= 0 {
			l.Anchor.Start, l.Anchor.End = l.Anchor.Start+base, l.Anchor.End+base
		}
		r.Links = append(r.Links, l)
	}
	r.addCategories(o.Categories)
	r.Facts = append(r.Facts, o.Facts...)
	if o.Text != "" {
		r.Redirect = ""
	}
}
