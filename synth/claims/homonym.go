package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// A name may be that of a place and of the state on it, or of a state and of a province of another: which of them a page is about, its noun says.
var (
	// landforms are nouns of places that act on nobody: what is said to have ruled, or been left by a colony, is another of the name.
	landforms = text.WordSet("island islands archipelago peninsula continent subcontinent mountain desert river lake sea ocean valley plateau")
	// statehood are words of phrases whose object is a state, or a power.
	statehood = text.WordSet(`independence independent colony colonies protectorate dominion dominions possession war allied alliance treaty ceded annexed ruled governed sovereignty
		king queen monarch emperor prince lordship rebelled revolted seceded citizen subject ally allegiance declared reunited`)
	// around a place, not acts of it.
	spatial = text.WordSet("surrounded bordered bounded flanked separated fed drained crossed divided followed covered formed enclosed sheltered linked joined connected dominated influenced inspired occupied")

	// nouns of wholes, of their divisions, and of places that are none of another kind.
	wholes     = text.WordSet("country kingdom republic nation state empire")
	divisions  = text.WordSet("province county district region territory prefecture department canton governorate")
	placeNouns = text.WordSet("island continent planet river peninsula mountain sea")
)

// ofAnotherKind reports whether phrase asks for a state where target is the land that bears its name.
func ofAnotherKind(phrase string, target infoseek.Page) bool {
	if target.Classes != infoseek.Place || !landforms[target.Noun] {
		return false
	}
	f := strings.Fields(phrase)
	if slices.ContainsFunc(f, func(w string) bool { return statehood[w] }) {
		return true
	}
	return f[len(f)-1] == "by" && !slices.ContainsFunc(f, func(w string) bool { return spatial[w] })
}

// calledAnother reports whether a text that has tokens, a noun at their end, before "of" and a name cannot mean target by it: "the Ottoman province of Syria" is not the country. But "the western
// province of Syria" is a part of it.
func calledAnother(t []token, target infoseek.Page) bool {
	noun, of := t[len(t)-1].lower, target.Noun
	switch {
	case divisions[noun]:
		before := t[max(0, len(t)-2)]
		return wholes[of] && (before.lower == "the" || before.upper && Nationality(before.lower))
	case placeNouns[noun]:
		return placeNouns[of] && of != noun && of+"s" != noun
	}
	return false
}
