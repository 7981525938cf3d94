package claims

import (
	"strings"
)

// skeleton is the verb with its last preposition alone, for verbs that need no object: "was shot by Booth at Ford's Theatre in" is "was shot in". The place must not belong to a noun
// in between.
func skeleton(s sentence, verb, end int) (string, bool) {
	t := s.tokens
	last := t[end-1].lower
	if last != "in" && last != "at" && last != "near" && last != "by" || end-2 <= verb || last == "by" && !copulas[t[verb].lower] {
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
	if last == "by" && otherParticiple(t[verb+1:end-1], head[1].lower) {
		return "", false // whose agent is it?
	}
	return phrase(append(head, token{raw: last, lower: last}))
}

func otherParticiple(tokens []token, head string) bool {
	for _, t := range tokens {
		if participle(t.lower) && t.lower != head {
			return true
		}
	}
	return false
}

// bannedIn reports whether tokens hold a word that makes more than one statement of them. "and" may join names.
func bannedIn(tokens []token) bool {
	for i, t := range tokens {
		if banned[t.lower] || t.lower == "and" && !(i > 0 && i+1 < len(tokens) && tokens[i-1].upper && tokens[i+1].upper) {
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
