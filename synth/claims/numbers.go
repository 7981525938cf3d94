package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// tails may follow a length.
var tails = []string{"long", "wide", "high", "tall", "deep", "in length", "in diameter", "in height", "in weight", "above sea level"}

// numberClaims reads "has a population of 8,500", "is 2,850 km long", "covers 45 square kilometres", of each predicate the first number.
func (r *reading) numberClaims(s sentence, verb int) {
	r.numberClaim(s, opening{at: verb})
	if r.page.Classes != infoseek.Organism {
		return
	}
	for _, v := range r.verbs {
		if v.at > verb && v.prefix == "" {
			r.numberClaim(s, v)
		}
	}
}

func (r *reading) numberClaim(s sentence, open opening) {
	verb := open.at
	base := s.tokens[verb].span.Start
	r.nums = text.Numbers(r.nums[:0], r.text[base:s.span.End])
	if len(r.nums) == 0 {
		return
	}
	n := r.nums[0]
	if n.Unit == "" && n.Value < 2 || n.Value < least || n.Unit == "%" {
		return
	}
	ranged := len(r.nums) > 1 && r.nums[1].Span.End <= n.Span.End
	i := s.at(base + n.Span.Start)
	if i >= len(s.tokens) {
		return
	}
	if oneSided(s.tokens[verb+1 : max(verb+1, i)]) {
		return
	}
	for i > verb && around[s.tokens[i-1].lower] && s.tokens[i].gap == "" {
		i--
	}
	if i >= len(s.tokens) || i > verb && s.tokens[i].gap != "" {
		return
	}
	p, ok := phrase(s.tokens[verb:i])
	if !ok || strings.Contains(p, "age of") {
		return
	}
	p = open.say(p)
	if strings.Contains(r.text[s.span.Start:s.span.End], " excluding ") {
		return // of a part
	}
	if r.page.Classes&infoseek.Place != 0 && (p == "had" || p == "has had" || strings.HasPrefix(p, "had ") || strings.HasPrefix(p, "has had ")) {
		return // when? a place that is there has had many numbers
	}
	if r.page.Classes == infoseek.Organism && n.Unit != "" && (!ofWhole(p) || opensAdverbial[s.tokens[0].lower]) {
		return // of a part, of the young, of a record
	}
	tail, ok := measured(n, p, strings.TrimLeft(r.text[base+n.Span.End:s.span.End], " "))
	if !ok {
		return
	}
	r.add(Claim{Subject: r.page.Num, Kind: ToNumber, Phrase: p, Low: n.Low, High: n.High, Unit: n.Unit, Ranged: ranged, Tail: tail, Evidence: s.span})
}

// least is the smallest number read, in its unit: a millimetre, a gram.
const least = 1e-3

// measuring verbs: measures of living things are told by these phrases.
var measuring = text.WordSet("is grows reaches measures weighs averages")

// ofWhole reports whether a phrase before a measure is of the whole of a living thing: "is", "grows to", "is a tree reaching".
func ofWhole(p string) bool {
	f := strings.Fields(p)
	if !measuring[f[0]] {
		return false
	}
	switch rest := strings.Join(f[1:], " "); rest {
	case "", "to", "a height of", "a length of", "in at", "to a height of", "to a length of":
		return true
	}
	return f[0] == "is" && len(f) > 3 && f[1] == "a" && (f[len(f)-1] == "reaching" || f[len(f)-2] == "growing")
}

// sided are words that make the number behind them a bound; it may lie anywhere beyond.
var sided = text.WordSet("over under nearly almost exceeding least most than below above beyond approaching maximum minimum")

// oneSided reports whether what ends in tokens gives a bound for the number behind it alone, or only nears it: "over", "up to".
func oneSided(tokens []token) bool {
	n := len(tokens)
	for n > 0 && around[tokens[n-1].lower] && !sided[tokens[n-1].lower] {
		n--
	}
	if n == 0 {
		return false
	}
	last := tokens[n-1].lower
	return sided[last] || last == "to" && n > 1 && (tokens[n-2].lower == "up" || tokens[n-2].lower == "close")
}

// measured reports whether phrase p says what n counts or measures, and returns what is told behind it; behind is how the sentence goes on.
func measured(n text.Number, p, behind string) (string, bool) {
	tail := ""
	if strings.HasPrefix(behind, "(") {
		_, behind, _ = strings.Cut(behind, ")")
		behind = strings.TrimLeft(behind, " –—") // "61 cm (24 in) long"
	}
	for _, t := range tails {
		if strings.HasPrefix(behind, t) {
			tail = t
			behind = strings.TrimLeft(behind[len(t):], " ")
			break
		}
	}
	switch n.Unit {
	case "":
		if !strings.HasSuffix(p, "population of") {
			if tail, behind = countedNoun(behind); tail == "" || n.Value < 4 || !counting[strings.Fields(p)[len(strings.Fields(p))-1]] {
				return "", false
			}
		}
	case "m", "m2":
		if tail == "" && (copulas[p] || !strings.HasSuffix(p, " of") && !strings.HasPrefix(p, "covers") && !strings.HasPrefix(p, "rises") && !strings.HasPrefix(p, "stands")) {
			return "", false
		}
	case "kg":
		if !strings.HasPrefix(p, "weighs") && tail != "in weight" {
			return "", false
		}
	default:
		return "", false
	}
	if behind == "" || strings.ContainsAny(behind[:1], ".,(") {
		return tail, true
	}
	next, _, _ := strings.Cut(behind, " ")
	return tail, circumstantial[next]
}

// circumstantial are words with which more is said of what was counted or measured.
var circumstantial = text.WordSet("and in from for with or at when on")

// noun reads the page's kind from the sentence that defines it.
func (r *reading) noun(s sentence, verb int) {
	if !copulas[s.tokens[verb].lower] || r.topic.noun == "" || !r.named {
		return
	}
	for i := verb + 1; i < len(s.tokens) && i < verb+12; i++ {
		if text.Norm(s.tokens[i].raw) == text.Norm(r.topic.noun) {
			r.add(Claim{Subject: r.page.Num, Kind: ToType, Noun: r.topic.noun, Evidence: s.span})
			r.nounYear(s, verb+1, i)
			return
		}
	}
}

// counting are the words a count may follow.
var counting = text.WordSet("has had of contains contained comprises includes included wrote composed published produced won made scored has released directed built with into")

// countedNoun takes "islands" or "major islands" off the start of s.
func countedNoun(s string) (noun, rest string) {
	fields := strings.SplitN(s, " ", 4)
	for i := 0; i < min(2, len(fields)); i++ {
		w := strings.TrimRight(fields[i], ".,;")
		if !lowerWord(w) || w == "" || prepositions[w] || banned[w] || determiners[w] || w == "and" {
			return "", s
		}
		if strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3 {
			noun = strings.Join(append(append([]string{}, fields[:i]...), w), " ")
			return noun, strings.TrimLeft(s[len(noun):], " ")
		}
		if w != fields[i] {
			return "", s
		}
	}
	return "", s
}
