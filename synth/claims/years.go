package claims

import (
	"regexp"
	"strings"

	"infoseek"
	"infoseek/text"
)

// yearClaims reads "<verb phrase> in [May] 1809" from token from on, where an aside or the verb begins.
func (r *reading) yearClaims(s sentence, from int) {
	base := s.tokens[from].span.Start
	r.years = text.Years(r.years[:0], r.text[base:s.span.End])
	for _, y := range r.years {
		if y.Century || y.High != y.Low || y.Low > 2100 {
			continue
		}
		i, behind := s.at(base+y.Span.Start), s.at(base+y.Span.End)
		ok := i > r.main.at && r.yearClaim(s, r.main, i, behind, y)
		for _, v := range r.verbs {
			ok = ok || v.at < i && (v.at > r.main.at || i < r.main.at) && r.yearClaim(s, v, i, behind, y)
		}
	}
}

func (r *reading) yearClaim(s sentence, open opening, i, behind int, y text.Year) bool {
	verb := open.at
	if i >= len(s.tokens) {
		return false // in brackets
	}
	if s.tokens[i].gap == "," && i > verb+2 && s.tokens[i-1].digit {
		s.tokens[i].gap = "" // "May 4, 1809"
	}
	for i > verb+1 && (months[s.tokens[i-1].lower] || around[s.tokens[i-1].lower] || s.tokens[i-1].digit) && s.tokens[i].gap == "" {
		i--
	}
	if i <= verb+1 || i >= len(s.tokens) || s.tokens[i].gap != "" {
		return false
	}
	if p := s.tokens[i-1].lower; p != "in" && p != "on" && p != "around" && p != "about" {
		return false
	}
	var ok bool
	if r.plain, ok = r.generic(r.plain[:0], s, verb, i-1, beforeYear); !ok {
		return false
	}
	r.spared = spare(r.spared[:0], r.plain)
	if len(r.spared) == 0 {
		return false
	}
	p, ok := phrase(r.spared)
	if !ok || copulas[p] || auxes[p] || strings.HasSuffix(p, " of") || strings.HasSuffix(p, " from") || !soundYear(p) {
		if p, ok = r.bareYear(s, open, i-1); !ok {
			return false
		}
	}
	c := Claim{Subject: r.page.Num, Kind: ToYear, Phrase: open.say(p), Low: float64(y.Low), High: float64(y.High), Evidence: s.span}
	if !wholeIn(s, c.Phrase, behind) || !r.certain(c, s.tokens[behind-1].span.End) {
		return false
	}
	r.add(c)
	return true
}

// once are participles that with a year say enough.
var once = text.WordSet(`discovered founded built established opened launched released published introduced adopted created formed completed destroyed crowned baptised baptized executed killed assassinated
	arrested knighted ordained designed invented abolished incorporated dissolved disbanded consecrated inaugurated rebuilt demolished born buried annexed conquered captured liberated beatified canonised canonized
	patented deposed excommunicated imprisoned isolated synthesized broadcast produced signed ratified`)

// ending are verbs that with a year say enough.
var ending = text.WordSet("died retired graduated emigrated premiered debuted resigned abdicated opened")

// circumstances are prepositions of what a statement can do without.
var circumstances = text.WordSet("by at with from in on near under during after before along alongside within")

// bareYear leaves out all that stands between a verb that needs no more and the year at token end: "was consolidated into a colony by the government on" is "was consolidated into a colony".
func (r *reading) bareYear(s sentence, open opening, end int) (string, bool) {
	t := s.tokens
	k := open.at + 1
	passive := open.prefix == "was "
	if copulas[t[open.at].lower] {
		for k < end && dropped[t[k].lower] {
			k++
		}
		if k >= end || !participle(t[k].lower) || adjectives[t[k].lower] {
			return "", false
		}
		passive = true
		k++
	}
	if !passive && !ending[t[open.at].lower] {
		return "", false
	}
	verb := k - 1
	for k < end && !circumstances[t[k].lower] {
		k++
	}
	if passive && k == verb+1 && !once[t[verb].lower] {
		return "", false // "was invested": with what?
	}
	if k >= end || !plainBetween(t[k:end]) || bannedIn(t[k:end]) {
		return "", false
	}
	for _, w := range t[k:end] {
		if !w.upper && verbal(w.lower) && !adjectives[w.lower] || w.gap != "" && w.gap != "," && w.gap != "-" {
			return "", false // who did what in that year?
		}
	}
	p, ok := phrase(t[open.at:k])
	return p, ok && soundYear(p) && saysAlone(open.say(p)) && !copulas[p]
}

// openingYear reads "In 1843, he married …": the year of the opening belongs to the predicate, as far as that is plain.
func (r *reading) openingYear(s sentence, subject, verb int) {
	if subject == 0 || r.opened(s, subject) {
		return
	}
	r.years = text.Years(r.years[:0], r.text[s.span.Start:s.tokens[subject].span.Start])
	if len(r.years) != 1 || r.years[0].Century || r.years[0].Low != r.years[0].High {
		return
	}
	end := verb + 1
	for end < len(s.tokens) && s.tokens[end].gap == "" && s.tokens[end].lower != "and" {
		end++
	}
	for ; end > verb+1; end-- {
		if gap, t, ok := s.next(end); ok && (gap == "" && (!prepositions[t.lower] || t.lower == "of" || t.lower == "for" && !s.tokens[end-1].upper) || gap != "" && !strings.ContainsAny(gap[:1], ",.;(")) {
			continue
		}
		if gap, t, ok := s.next(end); ok && gap == "" && end == verb+2 && copulas[s.tokens[verb].lower] && inward[t.lower] && (t.lower == "as" || !sure[s.tokens[verb+1].lower]) {
			continue // "was incorporated in an empire" is not "was incorporated"
		}
		if last := s.tokens[end-1]; prepositions[last.lower] || determiners[last.lower] || last.upper && !r.namedTo(last) {
			continue
		}
		var ok bool
		if r.plain, ok = r.generic(r.plain[:0], s, verb, end, circumstance); !ok {
			continue
		}
		r.spared = spare(r.spared[:0], r.plain)
		if p, ok := phrase(r.spared); ok && strings.Contains(p, " ") && soundYear(p) && sound(p) && wholeIn(s, p, end) {
			y := r.years[0]
			r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: p, Low: float64(y.Low), High: float64(y.High), Evidence: s.span})
			return
		}
	}
}

// inward words behind a participle may say into what, or as what.
var inward = text.WordSet("in into as to with under within")

// opened reports whether the opening before the subject is more than a time: "In 1843, after", "By 1914".
func (r *reading) opened(s sentence, subject int) bool {
	if w := s.tokens[0].lower; w != "in" && w != "on" {
		return true
	}
	for _, t := range s.tokens[1:subject] {
		if !t.digit && !months[t.lower] && t.lower != "early" && t.lower != "late" {
			return true
		}
	}
	return false
}

// namedTo reports whether token t is part of a name that generic can tell by its kind.
func (r *reading) namedTo(t token) bool {
	for _, m := range r.mentions {
		if m.Span.Start <= t.span.Start && t.span.End <= m.Span.End {
			return len(m.Pages) == 1
		}
	}
	return false
}

// lifetime reads the years of birth and death from the bracket behind a person's name.
func (r *reading) lifetime(s sentence, bracket infoseek.Span) error {
	if !r.topic.person || r.para > 4 {
		return nil
	}
	if rest := r.text[bracket.End:s.span.End]; !strings.ContainsAny(r.text[bracket.Start:bracket.End], "0123456789") && strings.HasPrefix(strings.TrimLeft(rest, " "), "(") {
		if end := strings.IndexByte(rest, ')'); end > 0 { // how the name is said comes first
			bracket = infoseek.Span{Start: bracket.End, End: bracket.End + end + 1}
		}
	}
	in := r.text[bracket.Start:bracket.End]
	if err := r.bracketPlaces(s, bracket); err != nil {
		return err
	}
	if at := strings.Index(in, "born "); at >= 0 && at < 40 && !strings.ContainsAny(in, "–—") && strings.Count(in, "born") == 1 {
		r.years = text.Years(r.years[:0], in[at:])
		if len(r.years) == 1 && r.years[0].Low == r.years[0].High && r.years[0].Low > 1000 {
			r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: "was born", Low: float64(r.years[0].Low), High: float64(r.years[0].High), Evidence: s.span})
		}
		return nil
	}
	dash := strings.IndexAny(in, "–—-")
	if dash < 0 || strings.ContainsAny(in, ";?/") || strings.Contains(in, "reign") || strings.Contains(in, "ruled") || strings.Contains(in, "fl.") {
		return nil
	}
	r.years = text.Years(r.years[:0], in)
	var lo, hi, spans []text.Year
	for _, y := range r.years {
		if y.Century {
			return nil
		}
		if y.Low != y.High {
			spans = append(spans, y)
			continue
		}
		if y.Span.Start < dash {
			lo = append(lo, y)
		} else {
			hi = append(hi, y)
		}
	}
	if len(lo)+len(hi) == 0 && len(spans) == 1 { // "1756–91"
		lo, hi = append(lo, text.Year{Low: spans[0].Low}), append(hi, text.Year{Low: spans[0].High})
	}
	if len(lo) != 1 || len(hi) != 1 || hi[0].Low-lo[0].Low < 15 || hi[0].Low-lo[0].Low > 105 {
		return nil
	}
	if !about.MatchString(in[:dash]) {
		r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: "was born", Low: float64(lo[0].Low), High: float64(lo[0].Low), Evidence: s.span})
	}
	if !about.MatchString(in[dash:]) {
		r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: "died", Low: float64(hi[0].Low), High: float64(hi[0].Low), Evidence: s.span})
	}
	return nil
}

// about is how a date is marked that is not known to the year.
var about = regexp.MustCompile(`\b(?:ca?\.|circa|about|around|before|after|or|probably|perhaps)(?:[ \d]|$)`)

// cameOut and tookPlace are nouns that often have their year before them: "is a 1983 film".
var (
	cameOut   = text.WordSet("poem story novella sitcom ballet magazine newspaper film movie song album single novel game book series ep opera play musical comedy drama documentary sequel record video soundtrack thriller western")
	tookPlace = text.WordSet("battle earthquake hurricane election war tournament championship race eruption flood fire festival match conference")
)

// nounYear reads the year before the noun that the topic is said to be.
func (r *reading) nounYear(s sentence, from, noun int) {
	phrase := ""
	switch w := s.tokens[noun].lower; {
	case cameOut[w]:
		phrase = "came out"
	case tookPlace[w]:
		phrase = "took place"
	default:
		return
	}
	for _, t := range s.tokens[from:noun] {
		if len(t.raw) != 4 || t.gap != "" {
			continue
		}
		if y := text.Years(r.years[:0], t.raw); len(y) == 1 && y[0].Low == y[0].High {
			r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: phrase, Low: float64(y[0].Low), High: float64(y[0].High), Evidence: s.span})
		}
	}
}

// bracketPlaces reads the places of birth and death from the bracket behind a person's name: "(born 30 July 1958 in Worcester)", "(21 October 1833, Stockholm – 10 December 1896, Sanremo)".
func (r *reading) bracketPlaces(s sentence, bracket infoseek.Span) error {
	in := r.text[bracket.Start:bracket.End]
	if strings.Count(in, "(") > 1 || strings.ContainsAny(in, ";?/") {
		return nil
	}
	born, died := labels["born"], labels["died"]
	if at := strings.Index(in, "born "); at >= 0 {
		if in = in[at+5:]; strings.ContainsAny(in, "–—") || strings.Contains(in, " as ") {
			return nil
		}
		return r.bracketPlace(born, infoseek.Span{Start: bracket.End - len(in), End: bracket.End - 1}, s.span)
	}
	dash, width := strings.Index(in, "–"), len("–")
	if dash < 0 {
		dash, width = strings.Index(in, "—"), len("—")
	}
	if dash < 0 || strings.Contains(in[dash+width:], "–") || !strings.ContainsAny(in[:dash], "0123456789") {
		return nil
	}
	if err := r.bracketPlace(born, infoseek.Span{Start: bracket.Start + strings.IndexByte(in, '(') + 1, End: bracket.Start + dash}, s.span); err != nil {
		return err
	}
	return r.bracketPlace(died, infoseek.Span{Start: bracket.Start + dash + width, End: bracket.End - 1}, s.span)
}

// bracketPlace reads a date with a place behind it.
func (r *reading) bracketPlace(l label, span, evidence infoseek.Span) error {
	in := r.text[span.Start:span.End]
	first := strings.TrimLeft(in, " ,")
	if len(first) < 8 || !strings.ContainsAny(in, "0123456789") {
		return nil
	}
	word, _, _ := strings.Cut(first, " ")
	if !strings.ContainsAny(word[:1], "0123456789") && !months[strings.ToLower(strings.Trim(word, ","))] {
		return nil
	}
	return r.value(l, span, evidence)
}
