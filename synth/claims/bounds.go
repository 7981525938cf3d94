package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// bordering are the participles and verbs of what lies around a place; its list may go on over several directions, each with a "by" of its own.
var (
	bounded   = text.WordSet("bordered bounded surrounded flanked")
	neighbour = map[string]string{"borders": "borders", "adjoins": "adjoins", "bordering": "borders", "adjoining": "adjoins"}
	sides     = text.WordSet("and the by to on in its with side sides both also while")
)

// bounds reads all names of "is bordered to the north by Spain and France, to the east by Italy and to the south by the sea", and returns where in the text the list begins; the end of the
// sentence if there is none.
func (r *reading) bounds(s sentence, verb int) (from int, err error) {
	if r.page.Classes&infoseek.Place == 0 && r.page.Classes != 0 {
		return s.span.End, nil
	}
	at, phrase := boundary(s, verb)
	for _, v := range r.verbs {
		if at < 0 {
			at, phrase = boundary(s, v.at)
			if at >= 0 && bounded[s.tokens[v.at].lower] {
				phrase = v.prefix + s.tokens[v.at].lower + " by"
			}
		}
	}
	if at < 0 || phrase == "" || at >= len(s.tokens) {
		return s.span.End, nil
	}
	before := len(r.claims)
	for k, m := range r.mentions {
		if len(m.Pages) != 1 || m.Pages[0] == r.page.Num || strings.ContainsAny(r.text[m.Span.Start:m.Span.End], "()\n") {
			continue
		}
		first, last := s.at(m.Span.Start), s.at(m.Span.End)
		if first < at || last <= first || !s.tokens[first].upper {
			continue
		}
		if !plainList(s, at, first) {
			break
		}
		if !beginsItem(s, first) || !r.endsItem(s, last, k) {
			continue
		}
		p, err := r.pages.Page(r.ctx, m.Pages[0])
		if err != nil {
			return 0, err
		}
		if !p.Entity || !r.suits(p, infoseek.Place) || !r.stands(m, p) || r.hedged(m.Span.End) {
			continue
		}
		ok, err := r.trusted(m, p)
		if err != nil {
			return 0, err
		}
		if !ok {
			continue
		}
		shown := r.text[m.Span.Start:m.Span.End]
		if s.tokens[first-1].lower == "the" && s.tokens[first].gap == "" {
			shown = "the " + shown
		}
		if !allRound(s, last) {
			phrase = strings.Replace(phrase, "surrounded by", "bordered by", 1)
		}
		r.add(Claim{Subject: r.page.Num, Kind: ToEntity, Phrase: phrase, Object: p.Num, Shown: shown, Evidence: s.span})
	}
	if len(r.claims) == before {
		return s.span.End, nil
	}
	return s.tokens[at].span.Start, nil
}

// allRound reports whether the name that ends before token i is the only one of what surrounds the topic.
func allRound(s sentence, i int) bool {
	gap, t, ok := s.next(i)
	return !ok || gap == "" && t.lower != "to" && t.lower != "on" && t.lower != "and" || gap != "" && gap != ","
}

// boundary finds the verb of lying around at token i and returns where its list begins, and the phrase; -1 if there is none.
func boundary(s sentence, i int) (int, string) {
	w := s.tokens[i].lower
	if p := neighbour[w]; p != "" {
		return i + 1, p
	}
	if bounded[w] {
		return i + 1, w + " by"
	}
	if !copulas[w] {
		return -1, ""
	}
	k := i + 1
	for k < len(s.tokens) && dropped[s.tokens[k].lower] {
		k++
	}
	if k < len(s.tokens) && bounded[s.tokens[k].lower] && s.tokens[k].gap == "" {
		return k + 1, w + " " + s.tokens[k].lower + " by"
	}
	return -1, ""
}

// plainList reports whether tokens [from, to) are nothing but names, directions and what joins them.
func plainList(s sentence, from, to int) bool {
	for _, t := range s.tokens[from:to] {
		if strings.Trim(t.gap, ",;- ") != "" || !t.upper && !strings.ContainsAny(t.raw, "'’") && !sides[t.lower] && !directions[t.lower] && !inName[t.lower] {
			return false
		}
	}
	return true
}

// beginsItem reports whether the name at token i is the whole of an item so far: a comma, "by", "and" or the verb stands before it.
func beginsItem(s sentence, i int) bool {
	if strings.ContainsAny(s.tokens[i].gap, ",;") {
		return true
	}
	if s.tokens[i].gap != "" {
		return false
	}
	t := s.tokens[i-1]
	if t.lower == "the" && i > 1 {
		return s.tokens[i-1].gap != "" || beginsItem(s, i-1)
	}
	return t.lower == "by" || t.lower == "and" || t.lower == "both" || t.lower == "with" || neighbour[t.lower] != ""
}

// endsItem reports whether an item ends before token i, where mention k ends.
func (r *reading) endsItem(s sentence, i, k int) bool {
	gap, t, ok := s.next(i)
	if !ok {
		return gap == "" || gap[0] == '.' || gap[0] == ';'
	}
	if gap != "" {
		return gap == "," || gap == ";"
	}
	switch t.lower {
	case "and", "on", "to", "in":
		return t.lower != "in" || i+1 < len(s.tokens) && (s.tokens[i+1].lower == "the" && i+2 < len(s.tokens) && directions[s.tokens[i+2].lower])
	}
	return directions[t.lower]
}
