package corpus

import (
	_ "embed"
	"strings"

	"infoseek"
)

//go:embed nouns.txt
var nounList string

// nouns gives the classes of head nouns, singular; two-word nouns have a hyphen. A noun without class has 0.
var nouns = readNouns(nounList)

func readNouns(list string) map[string]infoseek.Classes {
	m := map[string]infoseek.Classes{}
	for line := range strings.Lines(list) {
		head, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		var classes infoseek.Classes
		for _, c := range strings.Fields(head) {
			classes |= infoseek.ClassByName(c)
		}
		for _, w := range strings.Fields(words) {
			m[w] |= classes
		}
	}
	return m
}

var irregular = map[string]string{"men": "man", "women": "woman", "people": "people", "children": "child", "mice": "mouse", "geese": "goose", "oxen": "ox", "wolves": "wolf", "leaves": "leaf",
	"knives": "knife", "lives": "life", "wives": "wife", "thieves": "thief", "species": "species", "series": "series", "genera": "genus", "phyla": "phylum", "taxa": "taxon", "fungi": "fungus",
	"bacteria": "bacterium", "viruses": "virus", "algae": "alga", "cacti": "cactus", "octopuses": "octopus", "phenomena": "phenomenon", "statesmen": "statesman", "businessmen": "businessman",
	"noblemen": "nobleman", "volcanoes": "volcano", "nebulae": "nebula", "galaxies": "galaxy", "buses": "bus", "gases": "gas", "lenses": "lens", "canoes": "canoe", "shoes": "shoe",
	"aircraft": "aircraft", "spacecraft": "spacecraft", "sheep": "sheep", "fish": "fish", "baths": "baths", "ruins": "ruins", "barracks": "barracks", "police": "police", "headquarters": "headquarters",
	"is": "", "was": "", "has": "", "its": "", "his": "", "this": ""}

// singular returns the singular of a lower-case noun as far as the list of nouns or the usual endings tell.
func singular(w string) string {
	if s, ok := irregular[w]; ok {
		return s
	}
	if _, ok := nouns[w]; ok || !strings.HasSuffix(w, "s") || len(w) < 4 {
		return w
	}
	for _, end := range [...][2]string{{"men", "man"}, {"ies", "y"}, {"ves", "f"}, {"s", ""}, {"es", ""}} {
		if t, ok := strings.CutSuffix(w, end[0]); ok {
			if _, known := nouns[t+end[1]]; known {
				return t + end[1]
			}
		}
	}
	switch {
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"):
		return w
	case strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "xes"):
		return w[:len(w)-2]
	}
	return w[:len(w)-1]
}
