package corpus

import (
	_ "embed"
	"regexp"
	"strings"

	"infoseek"
)

//go:embed kinds.txt
var kindList string

// nounKinds gives the kinds of head nouns, singular.
var nounKinds = readKinds(kindList)

func readKinds(list string) map[string]infoseek.Kinds {
	m := map[string]infoseek.Kinds{}
	for line := range strings.Lines(list) {
		kind, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			m[w] |= infoseek.KindByName(kind)
		}
	}
	return m
}

// cityState is said of what is a settlement and a territory at once, near the start of its page.
var cityState = regexp.MustCompile(`(?i)\bcity[- ]state\b`)

// kindsReach is how much of a text is searched for cityState.
const kindsReach = 4000

// kindsOf are the kinds that a page's noun tells, if its class is known and goes with them: a kind is held to two signals as well, the noun and whatever else has its class.
func kindsOf(noun string, classes infoseek.Classes, body string) infoseek.Kinds {
	if classes == 0 {
		return 0
	}
	var out infoseek.Kinds
	for _, name := range nounKinds[noun].Names() {
		if k := infoseek.KindByName(name); k.Classes()&classes != 0 {
			out |= k
		}
	}
	if land := infoseek.KindByName("settlement") | infoseek.KindByName("territory"); out&land != 0 && cityState.MatchString(body[:min(len(body), kindsReach)]) {
		out |= land
	}
	return out
}
