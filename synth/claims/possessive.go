package claims

import (
	"strings"

	"infoseek"
)

// possessor finds "Its", "His" or "The … of <topic>" as the start of a longer subject and returns the index of the first word of what is possessed.
func (r *reading) possessor(s sentence) (int, bool) {
	switch s.tokens[0].lower {
	case "his", "her":
		return 1, r.topic.person && r.chain && (s.tokens[0].lower == "his") == (r.topic.pronoun == "he")
	case "its":
		return 1, !r.topic.person && r.chain && r.named
	}
	return 0, false
}

// possessed are the nouns that may be said to be somebody's or something's; what is possessed by it is one thing only.
var possessed = words(`capital currency mouth source successor predecessor father mother wife husband teacher mentor birthplace hometown residence headquarters
	founder author director composer designer inventor discoverer architect publisher anthem neighbour namesake seat rival patron owner creator`)

// possessive reads "Its largest city is Vienna": told as "whose largest city is Vienna".
func (r *reading) possessive(s sentence, at int) error {
	verb := at
	for verb < len(s.tokens) && verb-at < 4 && !copulas[s.tokens[verb].lower] {
		t := s.tokens[verb]
		if t.gap != "" || !lowerWord(t.raw) || banned[t.lower] || prepositions[t.lower] {
			return nil
		}
		verb++
	}
	if verb == at || verb+1 >= len(s.tokens) || !copulas[s.tokens[verb].lower] || s.tokens[verb].gap != "" || !possessed[s.tokens[verb-1].lower] && !superlative(s.tokens[at:verb]) {
		return nil
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
	if len(m.Pages) != 1 || m.Pages[0] == r.page.Num || first >= last || first > verb+2 || first == verb+2 && s.tokens[verb+1].lower != "the" || !s.tokens[first].upper || !endsPhrase(s, last, false, m.Linked) {
		return nil
	}
	target, err := r.pages.Page(r.ctx, m.Pages[0])
	if err != nil || !target.Entity || !r.stands(m, target) {
		return err
	}
	var noun []string
	for _, t := range s.tokens[at:verb] {
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
