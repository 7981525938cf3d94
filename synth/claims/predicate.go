package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// maxSkeleton is how many words may lie between a verb and the preposition that its skeleton ends in: farther off it belongs to something else.
const maxSkeleton = 12

// skeleton is the verb with its last preposition alone, for verbs that need no object: "was shot by Booth at Ford's Theatre in" is "was shot in". The place must not belong to a noun
// in between.
func (r *reading) skeleton(s sentence, open opening, end int) (string, bool) {
	verb := open.at
	t := s.tokens
	last := t[end-1].lower
	passive := copulas[t[verb].lower] || open.prefix != ""
	if p, ok := r.definition(s, open, end); ok {
		return p, true
	}
	if last != "in" && last != "at" && last != "near" && last != "by" || end-2 <= verb || end-verb > maxSkeleton || last == "by" && !passive {
		return "", false
	}
	head := []token{t[verb]}
	switch {
	case copulas[t[verb].lower]:
		i := verb + 1
		for i < end-1 && dropped[t[i].lower] {
			i++
		}
		if at := r.nounAt(s, i, end); at > 0 && last == "in" {
			head = append(head, token{lower: "a", raw: "a"}, t[at])
			break
		}
		if !participle(t[i].lower) || banned[t[i].lower] || adjectives[t[i].lower] || t[i].upper || t[i].gap != "" || moved[t[i].lower] && last != "by" {
			return "", false
		}
		head = append(head, t[i])
	case open.prefix != "" && participle(t[verb].lower) && !adjectives[t[verb].lower]:
		head[0].gap = ""
	case !intransitive[t[verb].lower]:
		return "", false
	}
	before := t[end-2]
	if !(before.upper || before.digit || dropped[before.lower] || strings.HasSuffix(before.lower, "ly") || t[end-1].gap == ",") || !plainBetween(t[verb:end-1]) || bannedIn(t[verb+1:end-1]) {
		return "", false
	}
	if last == "by" && otherParticiple(t[verb+1:end-1], head[len(head)-1].lower) {
		return "", false // whose agent is it?
	}
	p, ok := phrase(append(head, token{raw: last, lower: last}))
	return p, ok && ownsObject(open.say(p))
}

// definition reduces "is a highly influential 434-line modernist poem by" to "is a poem by": a topic's own noun without what goes before it, and with the preposition that follows it at once.
func (r *reading) definition(s sentence, open opening, end int) (string, bool) {
	t := s.tokens
	if open.prefix != "" || open.verb != "" || !copulas[t[open.at].lower] || r.topic.noun == "" || open.at+2 >= end || t[open.at+1].lower != "a" && t[open.at+1].lower != "an" || t[open.at+1].gap != "" {
		return "", false
	}
	last := t[end-1]
	if t[end-2].lower != r.topic.noun || vague[r.topic.noun] || last.gap != "" || last.lower != "by" && last.lower != "in" && last.lower != "on" && last.lower != "from" && last.lower != "of" {
		return "", false
	}
	for _, w := range t[open.at+2 : end-2] {
		if banned[w.lower] || prepositions[w.lower] || verbal(w.lower) && !strings.HasSuffix(w.lower, "ed") && !strings.HasSuffix(w.lower, "ing") || w.gap != "" && w.gap != "-" && w.gap != "," {
			return "", false
		}
	}
	return phrase([]token{t[open.at], {raw: "a", lower: "a"}, {raw: t[end-2].raw, lower: t[end-2].lower}, {raw: last.raw, lower: last.lower}})
}

// bound are participles that say where to: "was sent to a school in" is not "was sent in". moved are those and others that say little without what follows them.
var (
	bound = text.WordSet("sent taken brought moved transferred posted invited recalled returned driven carried shipped exported")
	moved = text.WordSet("sent taken brought moved transferred posted invited recalled returned driven carried shipped exported allowed forced asked told used given added reduced increased connected linked related compared involved interested engaged")
)

// bodyIn reports whether tokens end in who did something, told with "of" or "for", so that the place behind is its own: "was run by the Board of Control for Cricket in".
func bodyIn(tokens []token) bool {
	for i := len(tokens) - 1; i >= 0; i-- {
		if w := tokens[i].lower; prepositions[w] && w != "of" && w != "for" {
			return w == "by" && slices.ContainsFunc(tokens[i:], func(t token) bool { return t.lower == "of" || t.lower == "for" })
		}
	}
	return false
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
func (r *reading) predicate(s sentence, open opening, end int) (string, bool) {
	verb := open.at
	if copulas[s.tokens[verb].lower] {
		for i := end - 1; i > verb+1; i-- {
			if (s.tokens[i].lower == "a" || s.tokens[i].lower == "an" || s.tokens[i].lower == "the") && s.tokens[i-1].lower == "and" && determiners[s.tokens[verb+1].lower] && plainBetween(s.tokens[verb:i]) && !slices.ContainsFunc(s.tokens[verb:i], func(t token) bool { return t.lower == "with" || t.lower == "by" || t.lower == "between" }) {
				p, ok := phrase(s.tokens[i:end])
				return s.tokens[verb].lower + " " + p, ok
			}
		}
	}
	var ok bool
	if r.plain, ok = r.generic(r.plain[:0], s, verb, end, circumstance); !ok {
		return "", false
	}
	r.spared = spare(r.spared[:0], r.plain)
	if len(r.spared) == 0 || !governs(r.spared) {
		return "", false
	}
	p, ok := phrase(r.spared)
	return p, ok && (len(r.spared) == len(r.plain) || ownsObject(open.say(p)) || !leavesName(r.plain, r.spared))
}

// leavesName reports whether a name stands in tokens that is not in kept: "beat Austria in the Danube Cup in".
func leavesName(tokens, kept []token) bool {
	for _, t := range tokens {
		if t.upper && !months[t.lower] && !slices.ContainsFunc(kept, func(k token) bool { return k.span == t.span }) {
			return true
		}
	}
	return false
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

// nounAt returns the index of the noun for a place in "is an uninhabited atoll just north of", at the start of which i is; 0 if there is none.
func (r *reading) nounAt(s sentence, i, end int) int {
	if r.topic.noun == "" || r.page.Classes != infoseek.Place || !determiners[s.tokens[i].lower] {
		return 0
	}
	for k := i + 1; k < end-1 && k < i+6; k++ {
		t := s.tokens[k]
		if t.lower == r.topic.noun && (prepositions[s.tokens[k+1].lower] || participle(s.tokens[k+1].lower)) {
			return k
		}
		if prepositions[t.lower] || t.gap != "" && t.gap != "-" && t.gap != "," {
			return 0
		}
	}
	return 0
}

// heldOffice reports whether the name [first, last) is an office that the topic is said to have: "was the 28th President of the United States".
func heldOffice(s sentence, verb, first, last int) bool {
	if !copulas[s.tokens[verb].lower] || last-first < 3 || !offices[s.tokens[first].lower] {
		return false
	}
	for _, t := range s.tokens[verb+1 : first] {
		if !t.digit && t.lower != "the" && t.lower != "a" && t.lower != "former" && !strings.HasSuffix(t.lower, "th") && !(t.upper && offices[t.lower]) {
			return false
		}
	}
	return true
}
