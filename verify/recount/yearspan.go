package recount

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span reads the second end of a span that y begins, and states the whole and its ends. It returns where to read on.
func (r *yearReader) span(y yearNumber) (stop int, ok bool) {
	s := r.s
	how, at := joint(s, y.end)
	between := strings.Contains(s[max(0, y.start-24):y.start], "etween ")
	if how == "" || how == "and" && !y.decade && !between {
		return 0, false
	}
	z, ok := r.secondEnd(y, how, at)
	if !ok {
		return 0, false
	}
	if z.era == "" && unitAt(s, z.end) {
		return z.end, true
	}
	era := y.era
	if era == "" {
		era = z.era
	}
	small := !y.decade && era == "" && y.digits < 4
	if small {
		fine := y.digits == 3 || y.date
		if z.digits != 4 {
			fine = fine && z.digits == 3 && z.value > y.value && phraseEnds(s, z.end)
		}
		if !fine {
			return 0, false
		}
	}
	low, _ := y.bounds(era)
	_, high := z.bounds(z.era)
	if low > high {
		return 0, false
	}
	if how != "and" || !y.decade || between {
		r.emit(years{low: low, high: high, start: y.start, end: z.end, guess: era == "" && y.digits < 4 && !y.date})
	}
	r.one(y, era)
	r.one(z, z.era)
	return z.end, true
}

// joint reads what joins the ends of a span after i: "-" (a dash alone), " - " (with blanks), "to", "and" or nothing; and where the second end may begin.
func joint(s string, i int) (how string, at int) {
	if m := here(dashHere, s, i); m != "" {
		if strings.ContainsAny(m, " \t\u00A0\u2009\u202F") {
			return " - ", i + len(m)
		}
		return "-", i + len(m)
	}
	m := joinHere.FindStringSubmatch(s[i:min(len(s), i+48)])
	if m == nil {
		return "", i
	}
	at = i + strings.Index(s[i:], m[1]) + len(m[1])
	at += len(blanks.FindString(s[at:]))
	if m[1] == "and" || m[1] == "or" {
		return "and", at
	}
	return "to", at
}

var blanks = regexp.MustCompile(`^` + gap)

// secondEnd reads the end of a span that began with y.
func (r *yearReader) secondEnd(y yearNumber, how string, at int) (z yearNumber, ok bool) {
	s := r.s
	i, date := secondStart(s, at)
	if i < 0 {
		return z, false
	}
	if stop, _ := grouped(s, i); stop > i {
		return z, false
	}
	if z, ok = r.number(i); !ok {
		return z, false
	}
	n := z.digits
	z.start, z.date = max(z.start, at), z.date || date
	if z.era == "" && n < y.digits && n <= 2 {
		switch {
		case how == " - " && i-at > 1:
			return z, false
		case (how == "to" || how == "and") && !z.decade && !phraseEnds(s, z.end):
			return z, false
		case y.digits == 3 && y.era == "" && !timeWord.MatchString(before(s, y.start)) && !timeWord3.MatchString(before(s, y.start)):
			return z, false
		}
		return lastDigits(z, y)
	}
	switch {
	case z.era != "":
		return z, true
	case n == 4:
		return z, z.value >= 1000 && z.value <= 2100
	case n == 3:
		return z, y.digits <= 3 || y.era == "BC"
	}
	return z, y.era != "" && s[y.end] != '/' && phraseEnds(s, z.end)
}

// lastDigits completes "71" in "1848-71" by what it leaves out.
func lastDigits(z, y yearNumber) (yearNumber, bool) {
	left := 10.0
	if z.digits == 2 {
		left = 100
	}
	whole := float64(int(y.value/left))*left + z.value
	switch {
	case y.digits < 3 || y.decade != z.decade || z.digits == 1 && y.digits < 4 || y.era == "BC":
		return z, false
	case whole < y.value && (z.digits < 2 || y.digits < 4):
		return z, false
	case whole < y.value:
		whole += left
	}
	z.value, z.digits = whole, y.digits
	return z, true
}

// secondStart returns where the digits of the second year begin, behind a day, a month and words like "about"; -1 if something else comes first.
func secondStart(s string, i int) (at int, date bool) {
	for range 6 {
		i += len(skippedHere.FindString(s[i:]))
		if digits := here(digitsHere, s, i); digits != "" {
			stop := dayStop(s, i, len(digits))
			if stop == 0 {
				return i, date
			}
			i, date = stop, true
			continue
		}
		w := here(wordHere, s, i)
		switch {
		case isMonth.MatchString(w):
			date = true
		case !fillerWord.MatchString(w):
			return -1, false
		}
		i += len(w)
	}
	return -1, false
}

var (
	dayThenMonth = regexp.MustCompile(`^([0-9]{1,2}(?:(?:st|nd|rd|th|d)\b)?)` + gap + `(?:of\b|` + month + `(?:\P{L}|$))`)
	dayThenYear  = regexp.MustCompile(`^([0-9]{1,2}(?:(?:st|nd|rd|th|d)\b)?)` + gap + `,` + gap + `[0-9]`)
	monthBefore  = regexp.MustCompile(`(?:^|[^A-Za-z])` + month + of + `(?:[ .]|\x{a0}){0,4}$`)
)

// dayStop returns the end of the number at i if it is the day of a date whose year comes later, else 0.
func dayStop(s string, i, digits int) int {
	if digits > 2 {
		return 0
	}
	rest := s[i:min(len(s), i+48)]
	if m := dayThenMonth.FindStringSubmatch(rest); m != nil {
		return i + len(m[1])
	}
	if m := dayThenYear.FindStringSubmatch(rest); m != nil && monthBefore.MatchString(before(s, i)) {
		return i + len(m[1])
	}
	return 0
}

var (
	percentHere = regexp.MustCompile(`^` + gap + `(?:%|°)`)
	unitHere    = regexp.MustCompile(`^(` + gap + `-?)(\p{L}+)`)
	percentWord = regexp.MustCompile(`^` + gap + `-?per cent`)
)

// unitAt says whether a unit after i makes a number of what stands before it.
func unitAt(s string, i int) bool {
	rest := s[i:min(len(s), i+64)]
	if percentHere.MatchString(rest) {
		return true
	}
	m := unitHere.FindStringSubmatch(rest)
	if m == nil || len(m[1]) > 1 && strings.HasSuffix(m[1], "-") {
		return false
	}
	if m[2] == "per" {
		return percentWord.MatchString(rest)
	}
	return unitWord.MatchString(m[2]) || m[1] == "-" && unitWord.MatchString(m[2]+"s")
}

// phraseEnds says whether a year that ends at i is followed by what may follow a year, not by what it counts.
func phraseEnds(s string, i int) bool {
	j := i + len(blanks.FindString(s[i:]))
	if j == len(s) {
		return true
	}
	rest := s[j:min(len(s), j+64)]
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case strings.ContainsRune("%°′″×:/$+^=½¼¾", r), j == i && (r == '-' || unicode.IsLetter(r)):
		return false
	case rangeAfter.MatchString(rest), (r == '.' || r == ',') && here(digitsHere, s, j+size) != "":
		return false
	case unicode.IsLower(r):
		w := here(wordHere, s, j)
		return stopWords[w] || w == "onwards" || w == "onward"
	case unicode.IsLetter(r):
		return !isMonth.MatchString(here(wordHere, s, j))
	}
	return true
}

var rangeAfter = regexp.MustCompile(`^` + dashes + gap + `[0-9]`)

// countedAt says whether the word after i is what a number counts.
func countedAt(s string, i int) bool {
	j := i + len(blanks.FindString(s[i:]))
	w := here(wordHere, s, j)
	return j > i && w != "" && !stopWords[w] && countedWord.MatchString(w)
}
