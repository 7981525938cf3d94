package claims

import (
	"slices"
	"strings"
	"unicode"

	"infoseek"
	"infoseek/text"
)

// entityClaims reads "<verb phrase> <name>" for the names of other entities in the sentence, up to end.
func (r *reading) entityClaims(s sentence, verb, end int) error {
	var err error
	mentions := r.mentions
	for k, m := range mentions {
		if m.Span.Start >= end {
			break
		}
		if len(m.Pages) != 1 || m.Pages[0] == r.page.Num {
			continue
		}
		sure := m.Linked
		if !sure && k+1 < len(mentions) {
			if sure, err = r.listed(m, mentions[k+1]); err != nil {
				return err
			}
		}
		away, err := r.elsewhereIn(s, m)
		if err != nil {
			return err
		}
		if away || r.anotherKind(s, m) {
			continue
		}
		c, ok := r.nearest(s, verb, mentions[:k], m, sure)
		if !ok {
			continue
		}
		target, err := r.pages.Page(r.ctx, c.Object)
		if err != nil {
			return err
		}
		ok = target.Entity && r.stands(m, target) && objectFits(c, target) && r.certain(c, m.Span.End) && !r.wasAnother(m.Span.End, target)
		if ok {
			if ok, err = r.trusted(m, target); err != nil {
				return err
			}
		}
		if ok {
			if ok, err = r.articleFits(c, target); err != nil {
				return err
			}
		}
		if ok {
			if ok, err = r.together(c, target); err != nil {
				return err
			}
		}
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
	listed := s.tokens[first].gap == ","
	if !listed && strings.Trim(s.tokens[first].gap, `"“`) != "" || strings.ContainsAny(r.text[m.Span.Start:m.Span.End], "()\"“”\n") || strings.HasSuffix(s.tokens[last-1].lower, "'s") {
		return none, false
	}
	quoted := strings.ContainsAny(s.tokens[first].gap, `"“`)
	if end := m.Span.End; end+1 < len(r.text) && r.text[end] == '.' && unicode.IsLetter(rune(r.text[end+1])) {
		return none, false // "UK.TV"
	}
	plain := !s.tokens[first].upper && !(s.tokens[first].digit && strings.ToLower(r.text[m.Span.Start:m.Span.End]) != r.text[m.Span.Start:m.Span.End])
	if plain && (modifies(s, last) || gerund(s, last)) {
		return none, false
	}
	direct := governing(s, first, verb) && !plainTransitive[s.tokens[first-1].lower]
	if !endsPhrase(s, last, direct, sure, r.fullPerson(m)) {
		return none, false
	}
	if t := s.tokens[first-1]; t.upper && first-1 > verb && s.tokens[first].gap == "" && !offices[t.lower] && Nationality(t.lower) && r.known(m)&infoseek.Person == 0 {
		return none, false // "the Spanish Civil War" is no other civil war
	}
	shown := r.text[m.Span.Start:m.Span.End]
	from := first
	if s.tokens[from-1].lower == "the" && s.tokens[from].gap == "" && from-1 > verb {
		shown = "the " + shown
		from--
	}
	end := r.beforeConjuncts(s, verb, from, earlier)
	inside := listed && !inList(s, last)
	if listed && (end == from || inside && !(containing[s.tokens[end-1].lower] && endsPlace(s, last))) {
		return none, false
	}
	if listed && !inside && s.tokens[end-1].lower == "at" && r.known(m)&infoseek.Place != 0 {
		return none, false // "at Quonset Point, Rhode Island, and Ottumwa": the name before may be the place, this what it lies in
	}
	if end < from && s.tokens[end-1].lower == "the" && s.tokens[end].gap == "" && end-1 > verb {
		end-- // the article of the list's first name
	} else if at := peelAdjectives(s, verb, end); at < end && !plain && !(s.tokens[end-1].upper && divided[shown]) {
		if s.tokens[at-1].lower == "the" { // "the newly founded German Empire"
			shown = "the " + shown
			at--
		}
		end = at
	}
	if end = r.peel(s, verb, end, m); quoted {
		end = peelWork(s, verb, end)
	}
	if end-3 > verb && s.tokens[end-1].lower == "of" && portions[s.tokens[end-2].lower] && s.tokens[end-3].lower == "and" {
		return none, false // "across Europe and much of"
	}
	if !governs(s.tokens[verb:end]) && !(r.topic.person && heldOffice(s, verb, first, last)) {
		return none, false
	}
	p, ok := r.predicate(s, open, end)
	if !ok {
		p, ok = r.skeleton(s, open, end)
	}
	p = open.say(p)
	if open.prefix == "" && r.topic.person && heldOffice(s, verb, first, last) {
		p, ok, shown = "served as", true, r.text[m.Span.Start:m.Span.End]
	}
	if !ok || copulas[p] || auxes[p] || !sound(p) || rankedFurther(s, last, p) || !wholeWith(s, p, last) {
		return none, false
	}
	if slices.ContainsFunc(strings.Fields(p), ranks) && (ofBoth(s, from, last) || qualifiers[s.tokens[first-1].lower]) || s.tokens[end-1].lower == "in" && !strings.Contains(p, " by ") && bodyIn(s.tokens[verb+1:end-1]) {
		return none, false
	}
	if gap, t, ok := s.next(last); ok && gap == "" && restricting[t.lower] && (strings.Contains(p, " the ") || s.tokens[0].lower == "it" && t.lower == "that") && copulas[s.tokens[verb].lower] {
		return none, false // "is the region of the Americas where", "It is in X that"
	}
	if s.tokens[end-1].lower == "in" && months[strings.ToLower(shown)] {
		return none, false
	}
	return Claim{Subject: r.page.Num, Kind: ToEntity, Phrase: p, Object: m.Pages[0], Shown: shown, Plain: plain, Evidence: s.span}, true
}

// anotherKind reports whether the text calls what m names something else than its page's title does: "the state of Georgia" is not "Georgia (country)".
func (r *reading) anotherKind(s sentence, m infoseek.Mention) bool {
	i := s.at(m.Span.Start)
	if i < 2 || i >= len(s.tokens) || s.tokens[i-1].lower != "of" || !places[s.tokens[i-2].lower] {
		return false
	}
	p, err := r.pages.Page(r.ctx, m.Pages[0])
	if err != nil {
		return true
	}
	_, bracket, ok := strings.Cut(p.Title, " (")
	return ok && !strings.Contains(bracket, s.tokens[i-2].lower) || calledAnother(s.tokens[:i-1], p)
}

// elsewhereIn reports whether a place's name is followed by that of what it lies in, which may not be where its page says: "Lebanon, Ohio".
func (r *reading) elsewhereIn(s sentence, m infoseek.Mention) (bool, error) {
	last := s.at(m.Span.End)
	gap, t, ok := s.next(last)
	if !ok || gap != "," || !t.upper || inList(s, last) || t.lower == "he" || t.lower == "she" || r.topic.first[text.Norm(t.raw)] {
		return false, nil
	}
	in, err := r.liesIn(m, t)
	return !in, err
}

// fullPerson reports whether m is the name of a person of two words or more.
func (r *reading) fullPerson(m infoseek.Mention) bool {
	if !strings.Contains(r.text[m.Span.Start:m.Span.End], " ") {
		return false
	}
	p, err := r.pages.Page(r.ctx, m.Pages[0])
	return err == nil && IsPerson(p)
}

// known are the classes of the page that m names; all if nothing is known of it.
func (r *reading) known(m infoseek.Mention) infoseek.Classes {
	p, err := r.pages.Page(r.ctx, m.Pages[0])
	if err != nil || p.Classes == 0 {
		return infoseek.AllClasses
	}
	return p.Classes
}

// governing reports whether the name at token first is the direct object of a verb.
func governing(s sentence, first, verb int) bool {
	at := first - 1
	if s.tokens[at].lower == "the" && at > verb {
		at--
	}
	return verbal(s.tokens[at].lower)
}

// nearest reads the claim that m ends in from the predicate that begins nearest before it, and if that is no claim from those before.
func (r *reading) nearest(s sentence, verb int, earlier []infoseek.Mention, m infoseek.Mention, sure bool) (Claim, bool) {
	for i := len(r.verbs) - 1; i >= 0; i-- {
		v := r.verbs[i]
		if s.tokens[v.at].span.Start >= m.Span.Start || v.at < verb && m.Span.Start >= s.tokens[verb].span.Start {
			continue
		}
		if c, ok := r.entityClaim(s, v, earlier, m, sure); ok {
			return c, true
		}
	}
	return r.entityClaim(s, r.main, earlier, m, sure)
}
