package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// roles are what a person may be said to be of another, or of a place or group, in a list of what the person was. Those that one person alone is have "the".
var (
	theRoles = text.WordSet("son daughter wife husband widow brother sister father mother nephew niece grandson granddaughter uncle aunt cousin founder co-founder successor predecessor author creator inventor discoverer")
	aRoles   = text.WordSet("student pupil disciple teacher follower friend contemporary colleague rival opponent supporter member founding-member native citizen")
)

// rolesOf reads "was a philosopher, a student of Plato and teacher of Alexander": what is said of the topic beside its first noun.
func (r *reading) rolesOf(s sentence, verb int) {
	w := s.tokens[verb].lower
	if !r.topic.person || !copulas[w] {
		return
	}
	for _, m := range r.mentions {
		first, last := s.at(m.Span.Start), s.at(m.Span.End)
		of := first - 1
		if of > verb && s.tokens[of].lower == "the" && s.tokens[first].gap == "" {
			of--
		}
		if of-2 <= verb || last <= first || s.tokens[of].lower != "of" || s.tokens[of].gap != "" || s.tokens[first].gap != "" || s.tokens[of-1].upper {
			continue
		}
		role := s.tokens[of-1].lower
		if !theRoles[role] && !aRoles[role] || !beginsRole(s, of-1) || !plainBetween(s.tokens[verb:of]) {
			continue
		}
		if gap, t, ok := s.next(last); gap == "-" || ok && gap == "" && !prepositions[t.lower] && t.lower != "and" && !restricting[t.lower] || ok && t.lower == "of" {
			continue
		}
		to := infoseek.Person
		switch role {
		case "founder", "co-founder", "author", "creator", "inventor", "discoverer", "member", "native", "citizen", "follower", "opponent", "supporter":
			to = 0
		}
		c, ok, err := r.valueClaim(label{phrase: w + " " + articled(role) + " of", to: to}, m)
		if err != nil || !ok || !objectFits(c, r.pageOf(c.Object)) {
			continue
		}
		c.Evidence = s.span
		if s.tokens[first-1].lower == "the" {
			c.Shown = "the " + c.Shown
		}
		r.add(c)
	}
}

func articled(role string) string {
	if theRoles[role] {
		return "the " + role
	}
	return Indefinite(role) + " " + role
}

// pageOf is the record of a page; an error shows later.
func (r *reading) pageOf(n infoseek.PageNum) infoseek.Page {
	p, err := r.pages.Page(r.ctx, n)
	if err != nil {
		return infoseek.Page{}
	}
	return p
}

// births are words for which of several children or marriages is meant, which need not be told: the youngest son is a son.
var births = text.WordSet("eldest oldest elder youngest younger first second third fourth fifth sixth seventh eighth ninth tenth only surviving illegitimate natural sole late former")

// beginsRole reports whether the role at token i, with its article, stands behind a comma or "and", and not behind a name, whose bearer it might be said of.
func beginsRole(s sentence, i int) bool {
	at := i
	for at > 1 && s.tokens[at].gap == "" && births[s.tokens[at-1].lower] {
		at--
	}
	if d := s.tokens[at-1].lower; s.tokens[at].gap == "" && (d == "a" || d == "an" || d == "the") {
		at--
	}
	if at < 2 {
		return false
	}
	if s.tokens[at-1].lower == "and" && s.tokens[at].gap == "" {
		at--
	} else if !strings.HasPrefix(s.tokens[at].gap, ",") {
		return false
	}
	return !s.tokens[at-1].upper && !s.tokens[at-1].digit
}
