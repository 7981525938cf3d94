package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// longer reports whether the capitalised words from token i on are at least three: "the Oxford and Cambridge Boat Race", "Vienna and St. Lom Railway".
func longer(s sentence, i int) bool {
	n := 0
	for i+n < len(s.tokens) && s.tokens[i+n].upper && (n == 0 || s.tokens[i+n].gap == "" || s.tokens[i+n].gap == ".") {
		n++
	}
	return n > 2
}

// beforeConjuncts goes back over other names in a list ("France, Spain and Italy", "by Chad to the north, Benin to the west and") and returns the index behind the phrase proper.
func (r *reading) beforeConjuncts(s sentence, verb, first int, earlier []infoseek.Mention) int {
	end := first
	for {
		at := joined(s, verb, end)
		if at < 0 {
			return end
		}
		begin := r.nameBefore(s, verb, at, earlier)
		if begin < 0 || begin >= end {
			return end
		}
		end = begin
		if t := s.tokens[end-1]; t.lower == "the" && s.tokens[end].gap == "" && end-2 > verb && joined(s, verb, end-1) >= 0 {
			end--
		}
	}
}

// ofBoth reports whether the name [first, last) has another joined to it by "and", on either side: what ranks third in England and Wales does so in neither.
func ofBoth(s sentence, first, last int) bool {
	if first > 1 && s.tokens[first-1].lower == "and" && s.tokens[first-2].upper {
		return true
	}
	gap, t, ok := s.next(last)
	if !ok || gap != "" || t.lower != "and" || last+1 >= len(s.tokens) {
		return false
	}
	next := s.tokens[last+1]
	return next.upper || next.lower == "the" && last+2 < len(s.tokens) && s.tokens[last+2].upper
}

// directions are the words of an aside like "to the north-west", by which bordering places are told apart.
var directions = text.WordSet("north south east west northeast northwest southeast southwest northern southern eastern western")

// joined goes back over a comma or "and" before token i, with "the", a repeated "by" and a direction beside it, and returns the index where the name before must end; -1 if
// there is none.
func joined(s sentence, verb, i int) int {
	comma, conjunction := false, false
	for at := i; at > verb+1; at-- {
		switch s.tokens[at].gap {
		case "":
		case ",":
			comma = true
		default:
			return -1
		}
		t := s.tokens[at-1]
		switch {
		case t.lower == "and":
			conjunction = true
			continue
		case (t.lower == "the" || t.lower == "by") && at == i, t.lower == "by" && at == i-1 && s.tokens[at].lower == "the":
			continue
		}
		if n := directed(s, verb, at); n > 0 {
			if comma || conjunction {
				return at - n
			}
			at -= n - 1
			continue
		}
		if !comma && !conjunction || !t.upper {
			return -1
		}
		return at
	}
	return -1
}

// directed counts the tokens of "to the north" that end before token i.
func directed(s sentence, verb, i int) int {
	n := 0
	for i-n-1 > verb && (directions[s.tokens[i-n-1].lower] || s.tokens[i-n-1].lower == "and" && n > 0) && (n == 0 || s.tokens[i-n].gap == "" || s.tokens[i-n].gap == "-") {
		n++
	}
	if n == 0 || i-n-2 <= verb || s.tokens[i-n-1].lower != "the" || s.tokens[i-n].gap != "" || s.tokens[i-n-1].gap != "" {
		return 0
	}
	if w := s.tokens[i-n-2].lower; w != "to" && w != "on" && w != "in" || s.tokens[i-n-2].gap != "" {
		return 0
	}
	return n + 2
}

// nameBefore returns where the name begins that ends before token i: one that a page has, or any run of capitalised words; -1 if there is none.
func (r *reading) nameBefore(s sentence, verb, i int, earlier []infoseek.Mention) int {
	for k := len(earlier) - 1; k >= 0; k-- {
		if m := earlier[k]; s.at(m.Span.End) == i {
			if begin := s.at(m.Span.Start); begin > verb && begin < i {
				return begin
			}
			return -1
		}
	}
	at := i
	for at-1 > verb && (s.tokens[at-1].upper || at < i && particled(s, verb, at-1)) && (at == i || s.tokens[at].gap == "" || s.tokens[at].gap == "-") {
		at--
	}
	if at == i {
		return -1
	}
	return at
}

// particled reports whether token i is a particle inside a name that began before it: "Anna de la Tour".
func particled(s sentence, verb, i int) bool {
	for i > verb && particles[s.tokens[i].lower] && s.tokens[i].gap == "" {
		i--
	}
	return i > verb && s.tokens[i].upper
}

// particles are words inside the names of persons.
var particles = text.WordSet("de del della di da la le von van der den du")

// listed reports whether the name behind m, after a comma, is of a page that m's is related to: "Dublin, Ireland".
func (r *reading) listed(m, next infoseek.Mention) (bool, error) {
	if strings.TrimSpace(r.text[m.Span.End:max(next.Span.Start, m.Span.End)]) != "," {
		return false, nil
	}
	if len(next.Pages) != 1 || len(m.Pages) != 1 {
		return false, nil
	}
	near, err := r.pages.Related(r.ctx, m.Pages[0])
	if err != nil {
		return false, err
	}
	if _, ok := slices.BinarySearch(near, next.Pages[0]); !ok {
		return false, nil
	}
	return r.opensWith(m.Pages[0], next.Pages[0])
}

// abroad are short names of countries that a page's opening writes in full.
var abroad = text.WordSet("usa us uk u.s u.k ussr")

// liesIn reports whether what m names is a place that its page says, in its opening, to lie in what token t begins the name of: so Birmingham is not the one in Alabama.
func (r *reading) liesIn(m infoseek.Mention, t token) (bool, error) {
	if len(m.Pages) != 1 {
		return false, nil
	}
	p, err := r.pages.Page(r.ctx, m.Pages[0])
	if err != nil || p.Classes != 0 && p.Classes&infoseek.Place == 0 || abroad[t.lower] && r.linked[p.Num] || strings.Contains(p.Title, t.raw) {
		return true, err
	}
	txt, err := r.pages.Text(r.ctx, p.Num, infoseek.Span{})
	return strings.Contains(txt[:min(len(txt), openingBytes)], t.raw), err
}

// opensWith reports whether page n names the title of other in its opening, as a place's does what it lies in: so Lebanon is not the one in Ohio.
func (r *reading) opensWith(n, other infoseek.PageNum) (bool, error) {
	txt, err := r.pages.Text(r.ctx, n, infoseek.Span{})
	if err != nil {
		return false, err
	}
	p, err := r.pages.Page(r.ctx, other)
	return strings.Contains(txt[:min(len(txt), openingBytes)], Base(p.Title)), err
}

// openingBytes is how many bytes of a page's text its opening is.
const openingBytes = 2500

// containing are the prepositions for which what holds of "Key West, Florida" holds of Florida.
var containing = text.WordSet("in into from to through")

// inList reports whether the names from token i on go on as a list, with "and" before its last: otherwise "A, B" is A, which lies in B.
func inList(s sentence, i int) bool {
	for ; i < len(s.tokens); i++ {
		t := s.tokens[i]
		switch {
		case t.lower == "and" || t.lower == "or":
			return i+1 < len(s.tokens) && !verbAt(s.tokens[i+1].lower) && !(t.gap == "" && participle(s.tokens[i+1].lower))
		case t.gap == "," || t.gap == "-":
		case t.upper && t.gap == "", t.lower == "the", directions[t.lower], t.gap == "" && (t.lower == "to" || t.lower == "on" || t.lower == "of" || t.lower == "in"):
		default:
			return false
		}
		if t.gap == "," && !t.upper && t.lower != "the" && t.lower != "and" && t.lower != "to" && t.lower != "by" {
			return false
		}
	}
	return false
}

// endsPlace reports whether no larger place is named behind token i.
func endsPlace(s sentence, i int) bool {
	gap, t, ok := s.next(i)
	return !ok || !(gap == "," && t.upper)
}
