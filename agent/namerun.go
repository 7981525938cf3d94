package agent

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// Words that a name may have inside, in small letters.
var inNames = text.WordSet("of the de la le van von der den and for in du del di da al ibn bin y e on to")

// nameRuns finds runs of words in capitals, with small words of names between them: "Treaty on the Functioning of the European Union". A stop word that begins a sentence begins no name. "and" joins only what a comma does not part.
func nameRuns(s string) []infoseek.Span {
	words := text.Words(nil, s)
	var runs []infoseek.Span
	for i := 0; i < len(words); i++ {
		shown := s[words[i].Start:words[i].End]
		if !capital(shown) || text.StopWord(strings.ToLower(shown)) && !insideName(s, words, i) {
			continue
		}
		j := runEnd(s, words, i)
		runs = append(runs, infoseek.Span{Start: words[i].Start, End: words[j].End})
		i = j
	}
	return runs
}

// insideName says whether the stop word in capitals at i ("The Exies") is followed by another capital and stands inside a sentence.
func insideName(s string, words []infoseek.Span, i int) bool {
	return i > 0 && i+1 < len(words) && touching(s, words, i+1) && capital(s[words[i+1].Start:words[i+1].End]) && !strings.ContainsAny(s[words[i-1].End:words[i].Start], ".!?")
}

// runEnd is the last word of the name that begins at i.
func runEnd(s string, words []infoseek.Span, i int) int {
	end := i
	for j := i + 1; j < len(words) && j <= end+3 && touching(s, words, j); j++ {
		shown := s[words[j].Start:words[j].End]
		if capital(shown) {
			end = j
		} else if !inNames[shown] || shown == "and" || shown == "in" || shown == "to" {
			break
		}
	}
	return end
}

// touching says whether no more than a blank, a hyphen or the full stop of an initial parts the words j-1 and j.
func touching(s string, words []infoseek.Span, j int) bool {
	between := s[words[j-1].End:words[j].Start]
	switch between {
	case " ", "-", "–", "", "'", "’", " & ", "/":
		return true
	case ". ", ".":
		return words[j-1].End-words[j-1].Start <= 2
	}
	return false
}
