package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// quantities begin a noun phrase of which each member is meant, when some are named behind "including".
var quantities = text.WordSet("many several various numerous")

// including reads "affected many countries, including Serbia and Hungary": what is said of the many is said of each that is named.
func (r *reading) including(s sentence, verb int) error {
	at := 0
	for i := verb + 2; i < len(s.tokens) && at == 0; i++ {
		if w := s.tokens[i].lower; w == "including" || w == "such" && i+1 < len(s.tokens) && s.tokens[i+1].lower == "as" {
			at = i
		}
	}
	if at == 0 {
		return nil
	}
	many := verb + 1
	for many < at && !quantities[s.tokens[many].lower] {
		many++
	}
	if many == at || !governs(s.tokens[verb:many]) || !plainBetween(s.tokens[many:at]) || !pluralMany(s, many, at) {
		return nil
	}
	p, ok := r.predicate(s, opening{at: verb}, many)
	if !ok || copulas[p] || auxes[p] || !sound(p) || !ownsObject(p) && !distributed[p] || pointsElsewhere(p) {
		return nil
	}
	from := at + 1
	if s.tokens[at].lower == "such" {
		from++
	}
	for k, m := range r.mentions {
		first, last := s.at(m.Span.Start), s.at(m.Span.End)
		if first < from || last <= first {
			continue
		}
		if !plainList(s, from, first) {
			return nil
		}
		if len(m.Pages) != 1 || m.Pages[0] == r.page.Num || !s.tokens[first].upper || !listItem(s, first, from) || !r.endsItem(s, last, k) {
			continue
		}
		c, ok, err := r.valueClaim(label{phrase: p}, m)
		if err != nil {
			return err
		}
		if target, err := r.pages.Page(r.ctx, m.Pages[0]); err != nil {
			return err
		} else if !ok || !objectFits(c, target) || !r.ofSort(s, many, at, target) {
			continue
		}
		c.Evidence = s.span
		if s.tokens[first-1].lower == "the" {
			c.Shown = "the " + c.Shown
		}
		r.add(c)
	}
	return nil
}

// distributed are phrases, beside those that are whole with their object, that hold of each of what they hold of.
var distributed = text.WordSet("affected influenced inspired hit struck sank taught starred-in appeared-in")

// pluralMany reports whether the noun phrase that begins with the quantity at token i has a plural noun before the aside at token end.
func pluralMany(s sentence, i, end int) bool {
	for k := i + 1; k < end; k++ {
		t := s.tokens[k]
		if t.upper && !Nationality(t.lower) || t.gap != "" && t.gap != "-" || prepositions[t.lower] {
			return false
		}
		if strings.HasSuffix(t.lower, "s") && (k+1 == end || prepositions[s.tokens[k+1].lower] || s.tokens[k+1].gap == ",") {
			return true
		}
	}
	return false
}

// ofSort reports whether the plural noun of the many between tokens i and end can be told of target: its own noun, or one that says little.
func (r *reading) ofSort(s sentence, i, end int, target infoseek.Page) bool {
	for _, t := range s.tokens[i+1 : end] {
		w := strings.TrimSuffix(t.lower, "s")
		if strings.HasSuffix(t.lower, "ies") {
			w = strings.TrimSuffix(t.lower, "ies") + "y"
		}
		if w == target.Noun || w == "nation" && wholes[target.Noun] || w == "country" && wholes[target.Noun] || w == "place" && target.Classes == infoseek.Place {
			return true
		}
	}
	return false
}

// listItem reports whether the name at token i is the first behind from, or follows a comma or "and".
func listItem(s sentence, i, from int) bool {
	if i == from || i == from+1 && s.tokens[from].lower == "the" {
		return true
	}
	return beginsItem(s, i)
}
