package claims

import "infoseek"

// maxParticipial is the most words of a participial clause before its subject.
const maxParticipial = 16

// participialEnd is the token behind the comma that ends "Founded in 1701 by fur traders,"; 0 if the sentence does not begin so.
func participialEnd(s sentence) int {
	w := s.tokens[0].lower
	if len(s.tokens) < 6 || !begun[w] && w != "born" && w != "located" && w != "situated" || !prepositions[s.tokens[1].lower] && !bornAndDied(s) {
		return 0
	}
	for i := 2; i < len(s.tokens) && i < maxParticipial; i++ {
		t := s.tokens[i]
		if t.gap == "," && !t.digit && !(t.upper && t.lower != "it" && t.lower != "he" && t.lower != "she" && !determiners[t.lower] && i < 4) {
			return i
		}
		if t.gap != "" && t.gap != "-" && t.gap != "," || banned[t.lower] {
			return 0
		}
	}
	return 0
}

// bornAndDied reports whether the sentence begins "Born and died in".
func bornAndDied(s sentence) bool {
	return s.tokens[0].lower == "born" && s.tokens[1].lower == "and" && (s.tokens[2].lower == "died" || s.tokens[2].lower == "raised") && prepositions[s.tokens[3].lower]
}

// participial returns where the participial clause at the sentence's start ends, if the topic is its subject.
func (r *reading) participial(s sentence) int {
	comma := participialEnd(s)
	if comma == 0 {
		return 0
	}
	if _, _, ok := r.subject(s); !ok {
		return 0
	}
	return comma
}

// clause reads the participial clause of the tokens before comma as a statement about the topic.
func (r *reading) clause(s sentence, comma int) error {
	whole := s.span
	part := sentence{span: infoseek.Span{Start: s.span.Start, End: s.tokens[comma-1].span.End}, tokens: s.tokens[:comma], tail: "."}
	if err := r.mention(part.span); err != nil {
		return err
	}
	part.span = whole
	prefix := "was "
	if w := part.tokens[0].lower; w == "located" || w == "situated" {
		prefix = "is "
		if r.past() {
			prefix = "was "
		}
	}
	part.tokens[0].upper = false
	part.tokens[0].raw = part.tokens[0].lower
	r.main, r.verbs = opening{prefix: prefix}, r.verbs[:0]
	r.yearClaims(part, 0)
	return r.entityClaims(part, 0, whole.End)
}
