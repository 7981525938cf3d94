package text

import (
	"maps"
	"slices"
	"strings"
)

// StopWord says whether word, in lower case, is an English word that tells nothing of a subject: article, pronoun, preposition, auxiliary and the like.
func StopWord(word string) bool { return stopWords[word] }

// StopWords lists those that StopWord knows.
func StopWords() []string { return slices.Sorted(maps.Keys(stopWords)) }

var stopWords = WordSet(`a about above after again against all along also although am among an and another any are as at away back be because been before being below
between both but by came can could did do does doing done down during each either else ever every few for from further get gets got had has have having he her here hers
herself him himself his how however i if in into is it its itself just let like made make many may me might more most much must my myself near neither no nor not now of off
on once one only onto or other others our ours out over own per rather same shall she should since so some still such than that the their theirs them themselves then
there therefore these they this those though through thus till to too toward towards under until up upon us very via was we were what when where whether which while who
whom whose why will with within without would yet you your yours`)

// WordSet makes a set of the words of a list.
func WordSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
