package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// entityClaims reads "<verb phrase> <name>" for the names of other entities in the sentence.
func (r *reading) entityClaims(s sentence, verb int) error {
	var err error
	mentions := r.mentions
	for k, m := range mentions {
		if len(m.Pages) != 1 || m.Pages[0] == r.page.Num {
			continue
		}
		sure := m.Linked
		if !sure && k+1 < len(mentions) {
			if sure, err = r.listed(m, mentions[k+1]); err != nil {
				return err
			}
		}
		c, ok := r.entityClaim(s, opening{at: verb}, mentions[:k], m, sure)
		for _, v := range r.verbs {
			if !ok {
				c, ok = r.entityClaim(s, v, mentions[:k], m, sure)
			}
		}
		if !ok {
			continue
		}
		target, err := r.pages.Page(r.ctx, c.Object)
		if err != nil {
			return err
		}
		ok = target.Entity && r.stands(m, target)
		if ok && c.Plain {
			if ok, err = r.telling(c, target); err != nil {
				return err
			}
		}
		if ok {
			r.add(c)
		}
	}
	return nil
}

func (r *reading) entityClaim(s sentence, open opening, earlier []infoseek.Mention, m infoseek.Mention, sure bool) (Claim, bool) {
	verb := open.at
	var none Claim
	first, last := s.at(m.Span.Start), s.at(m.Span.End) // tokens of the mention: [first, last)
	if first <= verb || first >= last || s.tokens[first].span.Start != m.Span.Start || s.tokens[last-1].span.End != m.Span.End {
		return none, false
	}
	if strings.Trim(s.tokens[first].gap, `"“`) != "" || strings.ContainsAny(r.text[m.Span.Start:m.Span.End], "()\"“”\n") || strings.HasSuffix(s.tokens[last-1].lower, "'s") {
		return none, false
	}
	plain := !s.tokens[first].upper
	direct := verbal(s.tokens[first-1].lower) && !plainTransitive[s.tokens[first-1].lower]
	if !endsPhrase(s, last, direct, sure) {
		return none, false
	}
	shown := r.text[m.Span.Start:m.Span.End]
	from := first
	if s.tokens[from-1].lower == "the" && s.tokens[from].gap == "" && from-1 > verb {
		shown = "the " + shown
		from--
	}
	end := r.beforeConjuncts(s, verb, from, earlier)
	if end < from && s.tokens[end-1].lower == "the" && s.tokens[end].gap == "" && end-1 > verb {
		end-- // the article of the list's first name
	} else if at := peelAdjectives(s, verb, end); at < end && !plain {
		if s.tokens[at-1].lower == "the" { // "the newly founded German Empire"
			shown = "the " + shown
			at--
		}
		end = at
	}
	end = r.peel(s, verb, end, m)
	if !governs(s.tokens[verb:end]) || plain && strings.HasPrefix(shown, "the ") {
		return none, false
	}
	p, ok := r.predicate(s, verb, end)
	if !ok {
		p, ok = skeleton(s, verb, end)
	}
	p = open.say(p)
	if !ok || copulas[p] || auxes[p] {
		return none, false
	}
	if s.tokens[end-1].lower == "in" && months[strings.ToLower(shown)] {
		return none, false
	}
	return Claim{Subject: r.page.Num, Kind: ToEntity, Phrase: p, Object: m.Pages[0], Shown: shown, Plain: plain, Evidence: s.span}, true
}

// skeleton is the verb with its last preposition alone, for verbs that need no object: "was shot by Booth at Ford's Theatre in" is "was shot in". The place must not belong to a noun
// in between.
func skeleton(s sentence, verb, end int) (string, bool) {
	t := s.tokens
	last := t[end-1].lower
	if last != "in" && last != "at" && last != "near" || end-2 <= verb {
		return "", false
	}
	head := []token{t[verb]}
	if copulas[t[verb].lower] {
		i := verb + 1
		for i < end-1 && dropped[t[i].lower] {
			i++
		}
		if !participle(t[i].lower) || banned[t[i].lower] || adjectives[t[i].lower] || t[i].upper || t[i].gap != "" {
			return "", false
		}
		head = append(head, t[i])
	} else if !intransitive[t[verb].lower] {
		return "", false
	}
	before := t[end-2]
	if !(before.upper || before.digit || dropped[before.lower] || strings.HasSuffix(before.lower, "ly") || t[end-1].gap == ",") || !plainBetween(t[verb:end-1]) || bannedIn(t[verb+1:end-1]) {
		return "", false
	}
	return phrase(append(head, token{raw: last, lower: last}))
}

func bannedIn(tokens []token) bool {
	for _, t := range tokens {
		if banned[t.lower] || t.lower == "and" {
			return true
		}
	}
	return false
}

// predicate is the phrase from the verb up to end. Of "is a republic and a member of" only the verb and the last noun phrase count.
func (r *reading) predicate(s sentence, verb, end int) (string, bool) {
	if copulas[s.tokens[verb].lower] {
		for i := end - 1; i > verb+1; i-- {
			if (s.tokens[i].lower == "a" || s.tokens[i].lower == "an" || s.tokens[i].lower == "the") && s.tokens[i-1].lower == "and" && determiners[s.tokens[verb+1].lower] && plainBetween(s.tokens[verb:i]) {
				p, ok := phrase(s.tokens[i:end])
				return s.tokens[verb].lower + " " + p, ok
			}
		}
	}
	var ok bool
	if r.plain, ok = r.generic(r.plain[:0], s, verb, end); !ok {
		return "", false
	}
	r.spared = spare(r.spared[:0], r.plain)
	if len(r.spared) == 0 || !governs(r.spared) {
		return "", false
	}
	return phrase(r.spared)
}

// peelAdjectives goes back over words that only qualify the name behind them ("northern Italy" is in Italy).
func peelAdjectives(s sentence, verb, end int) int {
	at := end
	for at-1 > verb && (qualifiers[s.tokens[at-1].raw] || s.tokens[at].gap == "-" && at < end) && (s.tokens[at].gap == "" || s.tokens[at].gap == "-") {
		at--
	}
	if at < end && at-1 > verb && s.tokens[at].gap == "" && (s.tokens[at-1].lower == "the" || prepositions[s.tokens[at-1].lower]) {
		return at
	}
	return end
}

// peel goes back over a common noun in apposition: "the city of Vienna" is Vienna, "the composer Joseph Haydn" is Joseph Haydn.
func (r *reading) peel(s sentence, verb, end int, m infoseek.Mention) int {
	t := s.tokens
	if end-3 > verb && t[end-1].lower == "of" && places[t[end-2].lower] {
		at := end - 2
		for at-1 > verb && (qualifiers[t[at-1].raw] || nationality(t[at-1].lower) && t[at-1].upper) {
			at--
		}
		if t[at-1].lower == "the" && at-2 >= verb {
			return at - 1
		}
	}
	p, err := r.pages.Page(r.ctx, m.Pages[0])
	if err != nil || p.Classes != infoseek.Person && (p.Classes != 0 || !strings.Contains(r.text[m.Span.Start:m.Span.End], " ")) {
		return end
	}
	at := end
	for at-1 > verb && end-at < 4 && lowerWord(t[at-1].raw) && !prepositions[t[at-1].lower] && !determiners[t[at-1].lower] && !verbal(t[at-1].lower) && !copulas[t[at-1].lower] && !dropped[t[at-1].lower] && t[at-1].lower != "and" &&
		(at == end || t[at].gap == "") {
		at--
	}
	if at == end || end-at == 4 {
		return end
	}
	for at-1 > verb && (t[at-1].lower == "the" || t[at-1].upper && nationality(t[at-1].lower)) {
		at--
	}
	if prepositions[t[at-1].lower] {
		return at
	}
	return end
}

// governs reports whether the last word is a preposition or a verb form whose object follows; otherwise what follows is the last part of a longer noun phrase.
func governs(tokens []token) bool {
	last := tokens[len(tokens)-1].lower
	if prepositions[last] {
		return last != "as"
	}
	if copulas[last] || auxes[last] || adjectives[last] || !verbal(last) {
		return false
	}
	if len(tokens) == 1 {
		return true
	}
	prev := tokens[len(tokens)-2].lower
	if strings.HasSuffix(last, "ing") {
		return prev == "by" || prev == "after" || prev == "before" || prev == "began" || prev == "without"
	}
	return copulas[prev] || auxes[prev] || prev == "been" || prev == "and" || dropped[prev] && len(tokens) == 2
}

// resolve settles a name that several pages have: on the only one that the page links to, or the one whose whole title it is.
func (r *reading) resolve(m infoseek.Mention) (infoseek.Mention, error) {
	if len(m.Pages) < 2 || len(m.Pages) > 20 {
		m.Linked = m.Linked || len(m.Pages) == 1 && r.linked[m.Pages[0]]
		return m, nil
	}
	only, k := infoseek.PageNum(0), 0
	shown := r.text[m.Span.Start:m.Span.End]
	for _, n := range m.Pages {
		p, err := r.pages.Page(r.ctx, n)
		if err != nil {
			return m, err
		}
		if p.Title == shown {
			m.Pages, m.Linked = []infoseek.PageNum{n}, r.linked[n]
			return m, nil
		}
		if r.linked[n] {
			only = n
			k++
		}
	}
	if k == 1 {
		m.Pages, m.Linked = []infoseek.PageNum{only}, true
	}
	return m, nil
}

// generality is the largest share of the entities that a common noun may be related to and still tell something.
const generality = 0.2

// telling reports whether a common noun ("calculus") says something as an object: the page links to what it means, and not everything is related to it.
func (r *reading) telling(c Claim, target infoseek.Page) (bool, error) {
	if !r.linked[c.Object] {
		return false, nil
	}
	near, err := r.pages.Related(r.ctx, c.Object)
	return err == nil && float64(len(near)) <= generality*float64(r.entities) && target.Classes&(infoseek.Place|infoseek.Person) == 0, err
}

// stands reports whether the occurrence m can be trusted to mean the page: by its title, or a person's by surname; other names only where a link says so. A single
// capitalised word may be part of a longer name, so the page must be of a class that has names.
func (r *reading) stands(m infoseek.Mention, p infoseek.Page) bool {
	shown := r.text[m.Span.Start:m.Span.End]
	named := p.Classes & (infoseek.Person | infoseek.Place | infoseek.Organisation | infoseek.Work | infoseek.Event | infoseek.Celestial | infoseek.Organism)
	if !strings.Contains(shown, " ") && named == 0 && !lowerWord(shown) {
		return false
	}
	base := Base(p.Title)
	comma, _, _ := strings.Cut(base, ", ")
	return m.Linked || IsPerson(p) || sameName(shown, base) || sameName(shown, comma)
}

func sameName(a, b string) bool {
	wa, wb := text.Words(nil, a), text.Words(nil, b)
	if len(wa) != len(wb) {
		return false
	}
	for i := range wa {
		if text.Norm(a[wa[i].Start:wa[i].End]) != text.Norm(b[wb[i].Start:wb[i].End]) {
			return false
		}
	}
	return true
}

// endsPhrase reports whether nothing behind the object, at token i, belongs to its noun phrase or changes what is said of it.
func endsPhrase(s sentence, i int, direct, linked bool) bool {
	gap, t, ok := s.next(i)
	if !ok {
		return true
	}
	if gap != "" {
		return strings.HasPrefix(gap, ",") && !t.digit && (!t.upper || linked) || strings.HasPrefix(gap, ";") || strings.HasPrefix(gap, ".")
	}
	if t.upper || t.digit || direct && complementers[t.lower] || t.lower == "for" && !linked {
		return false
	}
	if t.lower == "and" || t.lower == "or" {
		// "France and Spain" ends at France; "oil and gas company" does not.
		_, n, ok := s.next(i + 1)
		return ok && (n.upper && linked || determiners[n.lower] || verbAt(n.lower) || n.lower == "in" || n.lower == "later" || strings.HasSuffix(n.lower, "ing") && len(n.lower) > 5 || n.lower == "written")
	}
	return enders[t.lower] || !direct && (t.lower == "to" || t.lower == "as" || t.lower == "that" || participle(t.lower) || strings.HasSuffix(t.lower, "ing") && len(t.lower) > 5 || strings.HasSuffix(t.lower, "wards"))
}

// beforeConjuncts goes back over other names in a list ("France, Spain and Italy") and returns the index behind the phrase proper.
func (r *reading) beforeConjuncts(s sentence, verb, first int, earlier []infoseek.Mention) int {
	end := first
	for k := len(earlier) - 1; k >= 0; k-- {
		m := earlier[k]
		last := s.at(m.Span.End)
		begin := s.at(m.Span.Start)
		if begin <= verb || !onlyConjunction(s, last, end) {
			break
		}
		end = begin
	}
	// Names that no page has may stand in the list too: "at Eton and Trinity College".
	if end == first && end-2 > verb && s.tokens[end-1].lower == "and" && s.tokens[end-1].gap == "" && s.tokens[end].gap == "" {
		at := end - 1
		for at-1 > verb && s.tokens[at-1].upper && (s.tokens[at].gap == "" || s.tokens[at].gap == "," || s.tokens[at].gap == "-") {
			at--
		}
		if at < end-1 && (s.tokens[at].gap == "") && prepositions[s.tokens[at-1].lower] && s.tokens[at-1].lower != "of" {
			return at
		}
	}
	return end
}

// onlyConjunction reports whether between the tokens at i and at j there is only a comma, "and", or "the" behind one of them.
func onlyConjunction(s sentence, i, j int) bool {
	if i > j || j-i > 2 {
		return false
	}
	comma := false
	for k := i; k <= j && k < len(s.tokens); k++ {
		switch s.tokens[k].gap {
		case "":
		case ",":
			comma = true
		default:
			return false
		}
	}
	and := false
	for k := i; k < j; k++ {
		switch s.tokens[k].lower {
		case "and":
			and = true
		case "the":
		default:
			return false
		}
	}
	return and || comma
}

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
	_, ok := slices.BinarySearch(near, next.Pages[0])
	return ok, nil
}

// opening is where a predicate of the topic begins: at a verb, or at a participle that is told with another form ("a novel written by": "was written by").
type opening struct {
	at     int
	prefix string // before the words
	verb   string // instead of the first word
}

// say tells a phrase that was read from the opening on.
func (o opening) say(phrase string) string {
	if o.verb != "" {
		_, rest, _ := strings.Cut(phrase, " ")
		phrase = strings.TrimSpace(o.verb + " " + rest)
	}
	return o.prefix + phrase
}

// participlesIng are present participles behind the noun that a topic is said to be, with the verb they stand for.
var participlesIng = map[string]string{"belonging": "belongs", "connecting": "connects", "linking": "links", "spanning": "spans", "covering": "covers", "orbiting": "orbits",
	"bordering": "borders", "featuring": "features", "starring": "stars", "containing": "contains", "flowing": "flows", "lying": "lies", "living": "lives", "running": "runs",
	"separating": "separates", "joining": "joins", "serving": "serves", "depicting": "depicts", "overlooking": "overlooks", "extending": "extends", "stretching": "stretches"}

// still are participles of a lasting state.
var still = words("located situated found based surrounded bounded bordered named native owned operated known used")

// laterVerbs finds further predicates of the same subject: "was born in X and moved to Y", "is a planet that orbits X", "is a novel written by X". A participle that may hang
// on the first verb's auxiliary ("was born and raised") is none.
func laterVerbs(dst []opening, s sentence, verb int) []opening {
	first := s.tokens[verb].lower
	simple := copulas[first] // the words so far are the verb and one noun phrase without complements
	for i := verb + 1; i < len(s.tokens); i++ {
		prev, t := s.tokens[i-1], s.tokens[i]
		if simple && i > verb+2 && t.gap == "" && !t.upper {
			switch w := t.lower; {
			case (prev.lower == "that" || prev.lower == "which" || prev.lower == "who") && (copulas[w] || auxes[w] || presents[w] || pasts[w] || strings.HasSuffix(w, "ed")):
				return append(dst, opening{at: i})
			case participlesIng[w] != "" && !determiners[prev.lower]:
				return append(dst, opening{at: i, verb: participlesIng[w]})
			case participle(w) && i+1 < len(s.tokens) && prepositions[s.tokens[i+1].lower] && s.tokens[i+1].gap == "" && !determiners[prev.lower]:
				prefix := "was "
				if still[w] {
					prefix = first + " "
				}
				return append(dst, opening{at: i, prefix: prefix})
			}
		}
		if simple && (prepositions[t.lower] || strings.Trim(t.gap, "-,\"“”' ") != "") {
			simple = false
		}
		if t.upper || i < verb+2 || !(t.gap == "" && prev.lower == "and" || t.gap == "," && !copulas[first] && !auxes[first]) {
			continue
		}
		at, w := i, t.lower
		if dropped[w] && i+1 < len(s.tokens) {
			at, w = i+1, s.tokens[i+1].lower
		}
		if copulas[first] && t.gap == "" && prev.lower == "and" && participle(w) && at+1 < len(s.tokens) && s.tokens[at+1].lower == "by" && participle(nextWord(s, verb+1)) && plainBetween(s.tokens[verb:i-1]) {
			dst = append(dst, opening{at: at, prefix: first + " "}) // "was shot and succeeded by"
			continue
		}
		open := copulas[w] || auxes[w] || pasts[w] && !participles[w] || presents[w] && (presents[first] || first == "is" || first == "has")
		if !copulas[first] && !auxes[first] && !presents[first] {
			open = open || pasts[w] || strings.HasSuffix(w, "ed") && len(w) > 4
		}
		if open && plainBetween(s.tokens[verb:i-1]) && !(t.gap == "," && strings.HasSuffix(w, "ed")) {
			dst = append(dst, opening{at: at})
		}
	}
	return dst
}

func participle(w string) bool { return participles[w] || strings.HasSuffix(w, "ed") && len(w) > 4 }

// nextWord is the first word from token i on that is no adverb; "" if there is none.
func nextWord(s sentence, i int) string {
	for ; i < len(s.tokens); i++ {
		if w := s.tokens[i].lower; !dropped[w] {
			return w
		}
	}
	return ""
}

// plainBetween reports whether no other clause with a subject of its own begins in tokens.
func plainBetween(tokens []token) bool {
	for _, t := range tokens {
		switch t.lower {
		case "who", "which", "that", "where", "when", "while", "whose", "whom", "but", "because", "although", "though", "if", "he", "she", "they", "it", "as":
			return false
		}
		if strings.ContainsAny(t.gap, ";:()\"“”") {
			return false
		}
	}
	return true
}
