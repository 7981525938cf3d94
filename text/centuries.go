package text

import (
	"strings"

	"infoseek"
)

// atCentury reads the centuries or millennia whose noun is at i ("19th century", "eighteenth to twentieth centuries BC"), and returns where to read on.
func (sc *yearScan) atCentury(i int) int {
	s := sc.s
	years, size := centuryNoun(s[i:])
	if size == 0 || i > 0 && isLetter(s[i-1]) || letterAt(s, i+size) {
		return i + 1
	}
	e, end := eraAfter(s, i+size)
	var buf [4]ordinal
	ordinals, joined := ordinalsBefore(buf[:0], s, i)
	if len(ordinals) == 0 {
		return i + size
	}
	if first, last := ordinals[len(ordinals)-1], ordinals[0]; joined && len(ordinals) > 1 {
		sc.emitCentury(first, last, years, e, end)
	}
	for k := len(ordinals) - 1; k >= 0; k-- {
		sc.emitCentury(ordinals[k], ordinals[k], years, e, end)
	}
	return end
}

// emitCentury emits the time from the first to the last century. The year before the first counts in too: many take 1800 for the 19th century.
func (sc *yearScan) emitCentury(first, last ordinal, years int, e era, end int) {
	low, high := (min(first.n, last.n)-1)*years, max(first.n, last.n)*years
	if e == eraBC {
		low, high = -high, -low
	}
	if low == 0 {
		low = 1
	}
	if high == 0 {
		high = -1
	}
	sc.emit(Year{Low: low, High: high, Century: true, Span: infoseek.Span{Start: first.start, End: end}}, false)
}

func centuryNoun(s string) (years, size int) {
	for _, noun := range [...]string{"century", "centuries", "Century", "Centuries"} {
		if strings.HasPrefix(s, noun) {
			return 100, len(noun)
		}
	}
	for _, noun := range [...]string{"millennium", "millennia", "Millennium", "millenium"} {
		if strings.HasPrefix(s, noun) {
			return 1000, len(noun)
		}
	}
	return 0, 0
}

// ordinal is an ordinal number with its place.
type ordinal struct{ start, n int }

// ordinalsBefore appends the ordinals that stand before the noun at i, last first, and says whether they are the ends of a span.
func ordinalsBefore(dst []ordinal, s string, i int) (out []ordinal, span bool) {
	pending := false // a dash or "to" was passed since the last ordinal
	for range 12 {
		j := centuryGap(s, i)
		if j < i && len(dst) > 0 && isDash(s[j:i]) {
			pending = true
		}
		start := tokenStart(s, j)
		word := s[start:j]
		if n, from := ordinalValue(s, start, word); n > 0 {
			span = span || pending
			pending = false
			dst = append(dst, ordinal{from, n})
			i = from
			continue
		}
		switch strings.ToLower(word) {
		case "to", "through", "until", "till":
			pending = true
		case "and":
			pending = pending || strings.HasSuffix(s[:max(0, start)], "etween ")
		case "the", "early", "mid", "middle", "late", "later", "earlier", "or":
		default:
			return dst, span
		}
		i = start
	}
	return dst, span
}

// centuryGap returns the start of the blanks, commas and dashes that end at i, at most 8 bytes.
func centuryGap(s string, i int) int {
	for from := i; i > 0 && from-i < 8; {
		j := backOver(s, i, " ,-–—/\u00A0")
		if j == i {
			break
		}
		i = j
	}
	return i
}

func isDash(gap string) bool {
	gap = strings.Trim(gap, " \u00A0")
	return gap == "-" || gap == "–" || gap == "—" || gap == "/"
}

func tokenStart(s string, i int) int {
	for i > 0 && (isLetter(s[i-1]) || isDigit(s[i-1]) || s[i-1] == '^') {
		i--
	}
	return i
}

// ordinalValue reads word, which starts at start, as an ordinal; "twenty-first" begins before it. The value is 0 if it is none.
func ordinalValue(s string, start int, word string) (n, from int) {
	if at, n := ordinalDigits(word); n > 0 {
		return n, start + at
	}
	if word == "" || len(word) > 12 {
		return 0, start
	}
	if n := romanValue(strings.TrimSuffix(word, "th")); n > 0 {
		return n, start
	}
	n = ordinalWords[strings.ToLower(word)]
	if n > 0 && n < 10 {
		j := backOver(s, start, "- ")
		tens := tokenStart(s, j)
		switch strings.ToLower(s[tens:j]) {
		case "twenty":
			return 20 + n, tens
		case "thirty":
			return 30 + n, tens
		}
	}
	return n, start
}

// ordinalDigits reads the ordinal in digits that word ends with ("19th", "21^st"), and where in word it starts.
func ordinalDigits(word string) (at, n int) {
	end := len(word)
	for end > 0 && isLetter(word[end-1]) {
		end--
	}
	if !ordinalEnding(word[end:]) {
		return 0, 0
	}
	digits := strings.TrimSuffix(word[:end], "^")
	at = len(digits)
	for at > 0 && isDigit(digits[at-1]) {
		at--
	}
	if len(digits)-at > 2 {
		return 0, 0
	}
	return at, atoi(digits[at:])
}

var ordinalWords = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
	"thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}

// romanValue reads a Roman numeral up to XXXIX in capitals; 0 if word is none.
func romanValue(word string) int {
	rest := strings.TrimLeft(word, "X")
	tens := len(word) - len(rest)
	units := [...]string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}
	for n, u := range units {
		if rest == u && tens <= 3 && word != "" {
			return tens*10 + n
		}
	}
	return 0
}
