package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// possessor finds "Its", "His", "<topic>'s" or "The … of <topic>" as the start of a longer subject and returns the tokens [at, end) of what is possessed, and where the verb must be.
func (r *reading) possessor(s sentence) (at, end, verb int, ok bool) {
	at = -1
	switch s.tokens[0].lower {
	case "his", "her":
		if r.topic.person && r.chain && (s.tokens[0].lower == "his") == (r.topic.pronoun == "he") {
			at = 1
		}
	case "its":
		if r.topic.pronoun == "it" && r.chain && (r.named || r.lead) {
			at = 1
		}
	case "the":
		return r.possessorBehind(s)
	default:
		if n := r.nameAt(s, 0); n > 0 && strings.HasSuffix(strings.ReplaceAll(s.tokens[n-1].lower, "’", "'"), "'s") {
			at = n
		}
	}
	if at < 0 {
		return 0, 0, 0, false
	}
	for end = at; end < len(s.tokens) && end-at < 4 && !copulas[s.tokens[end].lower]; end++ {
	}
	return at, end, end, true
}

// possessorBehind finds "The largest city of <topic>".
func (r *reading) possessorBehind(s sentence) (at, end, verb int, ok bool) {
	for end = 1; end < len(s.tokens) && end < 5 && lowerWord(s.tokens[end].raw) && !prepositions[s.tokens[end].lower]; end++ {
	}
	if end < 2 || end+2 >= len(s.tokens) || s.tokens[end].lower != "of" {
		return 0, 0, 0, false
	}
	n := r.nameAt(s, end+1)
	if n == 0 || end+1+n >= len(s.tokens) || !copulas[s.tokens[end+1+n].lower] || !possessed[s.tokens[end-1].lower] && !superlative(s.tokens[1:end]) {
		return 0, 0, 0, false
	}
	return 1, end, end + 1 + n, true
}

// possessed are the nouns that may be said to be somebody's or something's; what is possessed by it is one thing only.
var possessed = text.WordSet(`capital currency mouth source successor predecessor father mother wife husband teacher mentor birthplace hometown residence headquarters
	founder author director composer designer inventor discoverer architect publisher anthem neighbour namesake seat rival patron owner creator`)

// possessive reads "Its largest city is Vienna": told as "whose largest city is Vienna".
func (r *reading) possessive(s sentence, at, end, verb int) error {
	if end <= at || verb+1 >= len(s.tokens) || !copulas[s.tokens[verb].lower] || s.tokens[verb].gap != "" || !possessed[s.tokens[end-1].lower] && !superlative(s.tokens[at:end]) {
		return nil
	}
	for _, t := range s.tokens[at:end] {
		if t.gap != "" || !lowerWord(t.raw) || banned[t.lower] || prepositions[t.lower] {
			return nil
		}
	}
	mentions, err := r.pages.Mentions(r.ctx, r.page.Num, infoseek.Span{Start: s.tokens[verb].span.End, End: s.span.End})
	if err != nil || len(mentions) == 0 {
		return err
	}
	m, err := r.resolve(mentions[0])
	if err != nil {
		return err
	}
	first, last := s.at(m.Span.Start), s.at(m.Span.End)
	if len(m.Pages) != 1 || m.Pages[0] == r.page.Num || first >= last || first > verb+2 || first == verb+2 && s.tokens[verb+1].lower != "the" || !s.tokens[first].upper || !endsPhrase(s, last, false, m.Linked, false) {
		return nil
	}
	target, err := r.pages.Page(r.ctx, m.Pages[0])
	if err != nil || !target.Entity || !r.stands(m, target) || r.hedged(m.Span.End) || r.wasAnother(m.Span.End, target) {
		return err
	}
	var noun []string
	for _, t := range s.tokens[at:end] {
		if !dropped[t.lower] {
			noun = append(noun, t.lower)
		}
	}
	shown := r.text[m.Span.Start:m.Span.End]
	if first == verb+2 {
		shown = "the " + shown
	}
	r.add(Claim{Subject: r.page.Num, Kind: ToEntity, Phrase: strings.Join(noun, " ") + " " + s.tokens[verb].lower, Possessive: true, Object: m.Pages[0], Shown: shown, Evidence: s.span})
	return nil
}
