package recount

import (
	"regexp"
	"strings"
)

var (
	centuryNoun = regexp.MustCompile(`entur(?:y|ies)`)
	millennium  = regexp.MustCompile(`illenni(?:um|a)|illenium`)
	tokenThere  = regexp.MustCompile(`([A-Za-z0-9^]*)((?:[ ,/–—\-]|\x{a0})*)$`)
	ordinalEnd  = regexp.MustCompile(`([0-9]+)\^?(?:st|nd|rd|th|d)$`)
	romanEnd    = regexp.MustCompile(`^(X{0,3})(IX|IV|V?I{0,3})(?:th)?$`)
	tensThere   = regexp.MustCompile(`(?i)([A-Za-z0-9^]*)[- ]{0,4}$`)
)

var ordinalNames = map[string]int{}

func init() {
	for i, name := range strings.Fields(`first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth`) {
		ordinalNames[name] = i + 1
	}
	ordinalNames["thirtieth"] = 30
}

// centuries reads centuries and millennia out of a text.
func centuries(s string) (out []years) {
	for _, m := range centuryNoun.FindAllStringIndex(s, -1) {
		out = append(out, nounAt(s, m, "cC", 100)...)
	}
	for _, m := range millennium.FindAllStringIndex(s, -1) {
		first := "mM"
		if s[m[0]:m[1]] == "illenium" {
			first = "m"
		}
		out = append(out, nounAt(s, m, first, 1000)...)
	}
	return out
}

// nounAt reads the centuries or millennia whose noun, its first letter apart, is s[m[0]:m[1]].
func nounAt(s string, m []int, first string, length float64) (out []years) {
	at := m[0] - 1
	if at < 0 || !strings.Contains(first, s[at:m[0]]) || at > 0 && asciiLetter(s[at-1]) {
		return nil
	}
	if w := here(wordHere, s, m[1]); w != "" && !unbrokenStart(w) {
		return nil
	}
	era := eraAt(s, m[1])
	end := max(m[1], era.end)
	found, ranged := ordinalsUpTo(s, at)
	for _, o := range found {
		out = append(out, century(o, o, length, era.name, end))
	}
	if ranged {
		out = append(out, century(found[len(found)-1], found[0], length, era.name, end))
	}
	return out
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// nth is an ordinal and where it begins.
type nth struct{ n, start int }

// century is the time from the first to the last one; it takes in the round year before.
func century(first, last nth, length float64, era string, end int) years {
	low, high := float64(min(first.n, last.n)-1)*length, float64(max(first.n, last.n))*length
	if era == "BC" {
		low, high = -high, -low
	}
	if low == 0 {
		low = 1
	}
	if high == 0 {
		high = -1
	}
	return years{low: low, high: high, century: true, start: first.start, end: end}
}

// ordinalsUpTo reads the ordinals before byte i, the last first; ranged if a dash or "to" stands between two of them.
func ordinalsUpTo(s string, i int) (found []nth, ranged bool) {
	joined := false
	for range 12 {
		m := tokenThere.FindStringSubmatch(before(s, i))
		word, between := m[1], m[2]
		if bare := strings.Trim(between, " \u00A0"); len(found) > 0 && (bare == "-" || bare == "–" || bare == "—" || bare == "/") {
			joined = true
		}
		at := i - len(between) - len(word)
		if o := ordinalAt(s, word, at); o.n > 0 {
			ranged = ranged || joined
			joined = false
			found = append(found, o)
			i = o.start
			continue
		}
		switch strings.ToLower(word) {
		case "to", "through", "until", "till":
			joined = true
		case "and":
			joined = joined || strings.HasSuffix(s[:at], "etween ")
		case "the", "early", "mid", "middle", "late", "later", "earlier", "or":
		default:
			return found, ranged
		}
		i = at
	}
	return found, ranged
}

// ordinalAt reads word, which begins at byte at, as an ordinal: in digits, as a Roman numeral, or in words.
func ordinalAt(s, word string, at int) nth {
	if m := ordinalEnd.FindStringSubmatchIndex(word); m != nil && m[3]-m[2] <= 2 {
		n := 0
		for _, c := range word[m[2]:m[3]] {
			n = n*10 + int(c-'0')
		}
		if n > 0 {
			return nth{n, at + m[2]}
		}
	}
	if m := romanEnd.FindStringSubmatch(word); m != nil && len(word) > 0 && word != "th" && len(word) <= 12 {
		units := map[string]int{"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
		return nth{10*len(m[1]) + units[m[2]], at}
	}
	n := ordinalNames[strings.ToLower(word)]
	if n == 0 || n > 9 {
		return nth{n, at}
	}
	m := tensThere.FindStringSubmatch(before(s, at))
	switch tens := strings.ToLower(m[1]); tens {
	case "twenty", "thirty":
		start := at - len(m[0])
		if tens == "twenty" {
			return nth{20 + n, start}
		}
		return nth{30 + n, start}
	}
	return nth{n, at}
}
