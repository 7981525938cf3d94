package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// situating are the words that may stand between the names of what a place is in.
var situating = text.WordSet("in on at along of the a an and just southern northern eastern western central north south east west southeast southwest northeast northwest city town county state province region district coast shore bank banks edge foot side part island located situated")

// places reads in what a place lies from the sentence that defines it: "is a cathedral on Ludgate Hill, in the City of London, England" is in England.
func (r *reading) places(s sentence, verb int) error {
	if r.page.Classes&infoseek.Place == 0 && !r.lies() || !copulas[s.tokens[verb].lower] || !r.named || r.topic.noun == "" {
		return nil
	}
	from := 0
	for i := verb + 1; i < len(s.tokens) && i < verb+maxKind && from == 0; i++ {
		t := s.tokens[i]
		if prepositions[t.lower] || banned[t.lower] || t.gap != "" && t.gap != "-" && t.gap != "," {
			return nil
		}
		if t.lower == r.topic.noun {
			from = i + 1
		}
	}
	if from == 0 || from >= len(s.tokens) || !within[s.tokens[from].lower] && !still[s.tokens[from].lower] && s.tokens[from].lower != "on" {
		return nil
	}
	for _, m := range r.mentions {
		first, last := s.at(m.Span.Start), s.at(m.Span.End)
		if first < from || last <= first {
			continue
		}
		if !situated(s, from, first) {
			return nil
		}
		if !r.liesInside(s, first, last) {
			continue
		}
		c, ok, err := r.valueClaim(label{phrase: s.tokens[verb].lower + " in", to: infoseek.Place}, m)
		if err != nil {
			return err
		}
		if away, err := r.elsewhereIn(s, m); err != nil {
			return err
		} else if ok && !away && !r.anotherKind(s, m) && !r.said(s, c.Object) {
			c.Evidence = s.span
			article := first - 1
			for article > from && directions[s.tokens[article].lower] {
				article--
			}
			if s.tokens[article].lower == "the" && s.tokens[first].gap == "" {
				c.Shown = "the " + c.Shown
			}
			r.add(c)
		}
	}
	return nil
}

// lies reports whether the topic, of which no class is known, is of a kind that lies somewhere.
func (r *reading) lies() bool {
	return r.page.Classes == 0 && (places[r.topic.noun] || sites[r.topic.noun])
}

// sites are nouns, beside those of places, of what lies where it was built or grew.
var sites = text.WordSet(`neighborhood neighbourhood suburb hamlet commune township parish borough school college university academy stadium arena hotel museum church cathedral castle palace bridge library hospital
	prison abbey temple monastery airport station mansion house building tower skyscraper park garden zoo lake mountain hill valley reservoir dam mine cemetery monument theatre theater mall lighthouse fort fortress`)

// said reports whether a claim was read from the sentence already that ends in n.
func (r *reading) said(s sentence, n infoseek.PageNum) bool {
	return slices.ContainsFunc(r.claims, func(c Claim) bool { return c.Kind == ToEntity && c.Object == n && c.Evidence == s.span })
}

// situated reports whether tokens [from, to) are nothing but names of places and the words between them.
func situated(s sentence, from, to int) bool {
	for _, t := range s.tokens[from:to] {
		if !t.upper && !situating[t.lower] || t.lower == "and" || strings.Trim(t.gap, ", -") != "" {
			return false
		}
	}
	return true
}

// liesInside reports whether the name of tokens [first, last) is that of what a place is in: behind "in", or behind another name and a comma; and whole.
func (r *reading) liesInside(s sentence, first, last int) bool {
	gap, t, ok := s.next(last)
	if ok && gap == "" && (t.upper || t.lower == "and" || t.lower == "or" || !prepositions[t.lower] && !restricting[t.lower] && !participle(t.lower)) || gap == "-" || ok && gap == "" && t.lower == "of" {
		return false
	}
	before := first - 1
	if s.tokens[first].gap == "," {
		return s.tokens[before].upper && !inList(s, last)
	}
	for before > 0 && s.tokens[before+1].gap == "" && (directions[s.tokens[before].lower] || s.tokens[before].lower == "the" || s.tokens[before].lower == "central") {
		before--
	}
	return s.tokens[before].lower == "in" && s.tokens[before+1].gap == ""
}

// bearings reads of a place what it lies north or south of: "located west of the Cook Islands, north of Tonga".
func (r *reading) bearings(s sentence, verb int) error {
	w := s.tokens[verb].lower
	if r.page.Classes&infoseek.Place == 0 || !copulas[w] && w != "lies" && w != "stands" {
		return nil
	}
	for _, m := range r.mentions {
		first, last := s.at(m.Span.Start), s.at(m.Span.End)
		at := first - 1
		if at > verb && s.tokens[at].lower == "the" && s.tokens[first].gap == "" {
			at--
		}
		if at-1 <= verb || last <= first || s.tokens[at].lower != "of" || !directions[s.tokens[at-1].lower] || strings.HasSuffix(s.tokens[at-1].lower, "ern") || s.tokens[at-1].upper || s.tokens[at].gap != "" {
			continue
		}
		dir := at - 1
		if !bearingBegins(s, verb, dir) || !plainBetween(s.tokens[verb:first]) {
			continue
		}
		if gap, t, ok := s.next(last); ok && gap == "" && !prepositions[t.lower] && t.lower != "and" || gap == "-" || ok && gap == "," && t.upper {
			continue
		}
		is := "lies "
		if w == "was" || r.past() {
			is = "lay "
		}
		c, ok, err := r.valueClaim(label{phrase: is + s.tokens[dir].lower + " of", to: infoseek.Place}, m)
		if err != nil {
			return err
		}
		if ok && !r.anotherKind(s, m) {
			c.Evidence = s.span
			if s.tokens[first-1].lower == "the" {
				c.Shown = "the " + c.Shown
			}
			r.add(c)
		}
	}
	return nil
}

// bearingBegins reports whether the direction at token i is said of the topic: it stands behind a comma, "and", "located" or the verb, or behind a distance.
func bearingBegins(s sentence, verb, i int) bool {
	t := s.tokens[i]
	prev := s.tokens[i-1]
	if t.gap == "," || t.gap == "" && (prev.lower == "and" || prev.lower == "located" || prev.lower == "situated" || prev.lower == "just" || prev.lower == "directly" || prev.lower == "immediately" || i-1 == verb) {
		return true
	}
	switch prev.lower {
	case "kilometres", "kilometers", "km", "miles", "mi", "metres", "m":
		return t.gap == "" || strings.HasSuffix(t.gap, ")")
	}
	return false
}
