package corpus

import (
	"regexp"
	"strings"

	"infoseek"
)

// generic are the classes of which a kind of things can be that is no single thing: forest, coin, love. No kind of things is a person, and none is one river or one film.
const generic = infoseek.Concept | infoseek.Organism | infoseek.Substance | infoseek.Artefact

// leastCommon is how often at least a text must write its title as a common noun.
const leastCommon = 4

// commonNoun reports whether the text mostly writes the title in small letters, in the singular or the plural: then it is no name.
func commonNoun(title, body string) bool {
	base := baseTitle(title)
	small := strings.ToLower(base)
	if small == base || strings.ToLower(base[1:]) != base[1:] {
		return false
	}
	n := countWord(body, small)
	return n >= leastCommon && n > countWord(body, base)
}

// countWord counts where w begins and ends as a word does, a plural's ending apart.
func countWord(body, w string) int {
	n := 0
	for at := 0; ; {
		i := strings.Index(body[at:], w)
		if i < 0 {
			return n
		}
		at += i
		end := at + len(w)
		if end < len(body) && body[end] == 's' {
			end++
		}
		if wordEdge(body, at) && wordEdge(body, end) {
			n++
		}
		at += len(w)
	}
}

// aspect are titles of pages about one side of something: of a country, not the country.
var aspect = regexp.MustCompile(`^(?:[A-Z][\w-]+ )?(?i:history|economy|politics|geography|culture|demographics|music|religion|education|transport|climate|cuisine|timeline|effects|names|crime|languages|communications|foreign relations|literature|law|economic history|military history) (?:of|in) `)

// unnamed adds to what two signals agree on what title and text tell together where these are silent: a kind of things, or one side of something. A signal that says anything is believed besides.
func unnamed(title, body string, signals []infoseek.Classes) infoseek.Classes {
	var all infoseek.Classes
	for _, s := range signals {
		all |= s
	}
	switch {
	case all&infoseek.Person != 0:
		return 0
	case aspect.MatchString(title) && all != 0 && all&^(infoseek.Concept|infoseek.Place) == 0:
		return infoseek.Concept
	case !strings.HasPrefix(body, "The ") && commonNoun(title, body): // "The equator is", "The sky is": there is one
		return generic | all
	}
	return 0
}
