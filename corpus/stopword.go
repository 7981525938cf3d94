package corpus

import "strings"

// stopWords are function words: a name or anchor made of them alone singles nothing out.
var stopWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`a about above after again against all also although am among an and another any are aren't around as at away back be became because
		become been before behind being below between both but by came can can't cannot could did do does doing done down during each either else ever every
		few first for from further get given go had has have having he her here hers herself him himself his how however i if in into is isn't it its
		itself just last later least less like made make many may me might more most much must my myself near neither never next no nor not now
		of off often on once one only onto or other others our out over own part per quite rather s same she should since so some soon still such than that the
		their theirs them themselves then there these they this those though through thus to together too two under until up upon us use used very via was we
		well were what when where whether which while who whom whose why will with within without would yet you your yours three four five six seven eight nine ten
		second third new old see`) {
		m[w] = true
	}
	return m
}()
