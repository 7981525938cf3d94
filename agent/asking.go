package agent

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek/text"
)

// sought is the kind of answer that a question asks for.
type sought int

const (
	seekName   sought = iota // what, which: a page, or whatever has a name
	seekPerson               // who
	seekPlace                // where, which town
	seekDate                 // when
	seekYear                 // which year
	seekNumber               // how many
	seekYesNo                // is it so
	seekChoice               // this or that
)

// asking is what a question's form tells of its answer.
type asking struct {
	kind    sought
	options []string // to choose from
	least   bool     // of two, the one that was first, or has less
	most    bool     // of two, the one that was last, or has more
	dated   bool     // least and most are of time
}

var (
	auxiliaries = text.WordSet("is are was were am do does did has have had can could will would should may might")
	placeNouns  = text.WordSet("city town country county state place location continent island district region province village area neighborhood neighbourhood nation territory municipality borough suburb locality")
	personNouns = text.WordSet("person actor actress author writer singer director musician player politician president scientist composer artist poet king queen emperor rapper producer")
	firstWords  = text.WordSet("first earlier earliest older oldest before prior")
	lastWords   = text.WordSet("later latest younger youngest recently newer last after")
	moreWords   = text.WordSet("more most larger largest bigger biggest higher highest greater greatest longer longest taller tallest")
	fewerWords  = text.WordSet("fewer fewest less least smaller smallest lower lowest shorter shortest")
)

// readAsking goes by English question words alone.
func readAsking(question string) asking {
	asks := question
	if sentences := text.Sentences(nil, question); len(sentences) > 1 {
		last := sentences[len(sentences)-1]
		asks = question[last.Start:last.End]
	}
	var words []string
	for _, w := range text.Words(nil, asks) {
		words = append(words, strings.ToLower(asks[w.Start:w.End]))
	}
	if len(words) == 0 {
		return asking{}
	}
	a := asking{kind: kindOf(words)}
	if a.kind == seekName || a.kind == seekPerson || a.kind == seekYesNo || a.kind == seekPlace {
		if a.options = alternatives(question); len(a.options) > 1 {
			a.kind = seekChoice
		}
	}
	any := func(set map[string]bool) bool {
		return slices.ContainsFunc(words, func(w string) bool { return set[w] })
	}
	a.dated = any(firstWords) || any(lastWords)
	a.least, a.most = any(firstWords) || any(fewerWords), any(lastWords) || any(moreWords)
	return a
}

func kindOf(words []string) sought {
	if auxiliaries[words[0]] {
		return seekYesNo
	}
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch {
		case w == "when" && (i == 0 || i == len(words)-1 || auxiliaries[next] && prepositions[words[i-1]]):
			return seekDate
		case w == "how" && text.WordSet("many much old long far tall high big large deep wide often")[next]:
			return seekNumber
		case (w == "what" || w == "which") && (next == "year" || next == "decade"):
			return seekYear
		case (w == "what" || w == "which") && (next == "date" || next == "day"):
			return seekDate
		case w == "what" && (slices.Contains(words, "population") && i < 2 || next == "number" || next == "percentage"):
			return seekNumber
		case w == "where" && (i == 0 || auxiliaries[next] || i == len(words)-1):
			return seekPlace
		case w == "what" || w == "which":
			return byNoun(words[i+1:])
		case (w == "who" || w == "whom" || w == "whose") && (i == 0 || auxiliaries[next] || i == len(words)-1):
			return seekPerson
		}
	}
	return seekName
}

// byNoun looks at what follows "which".
func byNoun(after []string) sought {
	for _, w := range after[:min(3, len(after))] {
		switch {
		case placeNouns[w]:
			return seekPlace
		case personNouns[w]:
			return seekPerson
		case auxiliaries[w]:
			return seekName
		}
	}
	return seekName
}

// alternatives reads "Minden, Nevada or Gardnerville": the names on both sides of an "or".
func alternatives(question string) []string {
	question = strings.TrimRight(strings.TrimSpace(question), "?. ")
	join := " or "
	at := strings.LastIndex(question, join)
	if between := strings.Index(strings.ToLower(question), "between "); at < 0 && between >= 0 {
		if join = " and "; strings.Contains(question[between:], join) {
			at = between + strings.Index(question[between:], join)
		}
	}
	if at < 0 {
		return nil
	}
	left, right := lastName(question[:at]), firstName(question[at+len(join):])
	if left == "" || right == "" || unicode.IsDigit(rune(left[0])) || unicode.IsDigit(rune(right[0])) {
		return nil
	}
	return []string{left, right}
}

func capital(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(first) || unicode.IsDigit(first)
}

// lastName is the run of capitals at the end of s.
func lastName(s string) string {
	s = strings.TrimRight(s, ", ")
	runs := nameRuns(s)
	if len(runs) == 0 || runs[len(runs)-1].End < len(s)-1 {
		return ""
	}
	return s[runs[len(runs)-1].Start:runs[len(runs)-1].End]
}

// firstName is the run of capitals at the beginning of s.
func firstName(s string) string {
	s = strings.TrimPrefix(strings.TrimLeft(s, "\"“' "), "the ")
	runs := nameRuns(s)
	if len(runs) == 0 || runs[0].Start > 1 {
		return ""
	}
	return s[runs[0].Start:runs[0].End]
}
