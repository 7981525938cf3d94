package text

import (
	"strings"
	"unicode/utf8"
)

// era says on which side of the year 1 a year is.
type era uint8

const (
	eraNone era = iota
	eraAD
	eraBC
)

// join is what stands between the two ends of a span.
type join uint8

const (
	joinNone   join = iota
	joinDash        // "1848–71", "1848/9"
	joinSpaced      // "1848 – 1871"
	joinTo          // to, until, through
	joinAnd         // a span only after "between"
)

// dotDate says whether day and month stand before the year at i, parted by full stops.
func dotDate(s string, i int) bool { return numericDate(s, i) < i && s[i-1] == '.' }

// numericDate returns the start of a date in digits whose year is at i ("4/7/1776", "04.07.1776", "04-07-1776"), i if there is none.
func numericDate(s string, i int) int {
	j := i
	for range 2 {
		if j == 0 || strings.IndexByte("/.-", s[j-1]) < 0 || j < i && s[j-1] != s[i-1] {
			return i
		}
		k := j - 1
		for k > 0 && isDigit(s[k-1]) && j-k < 3 {
			k--
		}
		if k == j-1 || k > 0 && isDigit(s[k-1]) {
			return i
		}
		j = k
	}
	return j
}

// isoDate returns the length of month and day after a year that ends at i ("1776-07-04"), 0 if there are none.
func isoDate(s string, i int) int {
	if i+6 > len(s) || s[i] != '-' && s[i] != '/' || s[i+3] != s[i] || digitRun(s, i+1) != 2 || digitRun(s, i+4) != 2 {
		return 0
	}
	if month, day := atoi(s[i+1:i+3]), atoi(s[i+4:i+6]); month < 1 || month > 12 || day < 1 || day > 31 {
		return 0
	}
	return 6
}

// decadeEnding returns the length of the ending of "1850s" or "1850's" at i.
func decadeEnding(s string, i int) int {
	for _, ending := range [...]string{"s", "'s", "\u2019s", "-s"} {
		if strings.HasPrefix(s[i:], ending) && !letterAt(s, i+len(ending)) && !digitAt(s, i+len(ending)) {
			return len(ending)
		}
	}
	return 0
}

func ordinalEnding(word string) bool {
	switch word {
	case "st", "nd", "rd", "th", "d":
		return true
	}
	return false
}

func isMonth(word string) bool {
	if len(word) < 3 || len(word) > 9 {
		return false
	}
	return months[strings.ToLower(word)]
}

var months = WordSet(`january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec`)

// dateBefore returns the start of month and day before a year of n digits at i, i if there are none. A year of one or two digits needs both.
func dateBefore(s string, i, n int) int {
	if start := numericDate(s, i); start < i && n == 4 {
		return start
	}
	j := backOver(s, i, " ,.\u00A0-")
	if j == i {
		return i
	}
	if start, ok := monthBefore(s, j); ok {
		day := dayBefore(s, backOver(s, start, " \u00A0,."))
		switch {
		case day < start && day >= 0:
			return day
		case n >= 3:
			return start
		}
		return i
	}
	day := dayBefore(s, j)
	if day < 0 || n <= 2 && !strings.ContainsRune(s[j:i], ',') {
		return i
	}
	if start, ok := monthBefore(s, backOver(s, day, " ,.\u00A0-")); ok {
		return start
	}
	return i
}

// backOver returns the start of the run of characters of the set that ends at i, at most 4 bytes long.
func backOver(s string, i int, chars string) int {
	end := i
	for i > 0 && end-i < 4 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if !strings.ContainsRune(chars, r) || r == utf8.RuneError {
			break
		}
		i -= size
	}
	return i
}

// monthBefore returns the start of the name of a month that ends at i, with "of" between left out.
func monthBefore(s string, i int) (int, bool) {
	start, word := letterBefore(s, i)
	if word == "of" {
		start, word = letterBefore(s, backOver(s, start, " "))
	}
	return start, isMonth(word)
}

func letterBefore(s string, i int) (int, string) {
	start := i
	for start > 0 && isLetter(s[start-1]) && i-start < 24 {
		start--
	}
	return start, s[start:i]
}

// dayBefore returns the start of the number of a day that ends at i ("4", "4th", "4th of"), -1 if there is none.
func dayBefore(s string, i int) int {
	start, word := letterBefore(s, i)
	if word == "of" {
		i = backOver(s, start, " ")
		start, word = letterBefore(s, i)
	}
	if word != "" && !ordinalEnding(word) {
		return -1
	}
	end := start
	for start > 0 && isDigit(s[start-1]) {
		start--
	}
	if n := end - start; n < 1 || n > 2 || atoi(s[start:end]) > 31 {
		return -1
	}
	return start
}

var eras = [...]struct {
	text string
	era  era
}{
	{"B.C.E.", eraBC}, {"B.C.E", eraBC}, {"BCE", eraBC}, {"B.C.", eraBC}, {"B. C.", eraBC}, {"B.C", eraBC}, {"BC", eraBC}, {"b.c.e.", eraBC}, {"bce", eraBC}, {"b.c.", eraBC}, {"bc", eraBC},
	{"before Christ", eraBC}, {"before the Common Era", eraBC}, {"A.D.", eraAD}, {"A. D.", eraAD}, {"A.D", eraAD}, {"AD", eraAD}, {"C.E.", eraAD}, {"C.E", eraAD}, {"CE", eraAD}, {"a.d.", eraAD},
}

// eraAfter reads an era that follows what ends at i, and returns its end.
func eraAfter(s string, i int) (era, int) {
	j := skipBlanks(s, i)
	if j >= len(s) || strings.IndexByte("BbAaC", s[j]) < 0 {
		return eraNone, i
	}
	for _, e := range eras {
		if strings.HasPrefix(s[j:], e.text) && !letterAt(s, j+len(e.text)) {
			return e.era, j + len(e.text)
		}
	}
	return eraNone, i
}

// eraBefore says whether AD stands before i, and where.
func eraBefore(s string, i int) (int, bool) {
	j := backOver(s, i, " \u00A0")
	for _, text := range [...]string{"A.D.", "AD", "A. D."} {
		if strings.HasSuffix(s[:j], text) && (j == len(text) || !isLetter(s[j-len(text)-1])) {
			return j - len(text), true
		}
	}
	return i, false
}

// skipBlanks returns the end of the blanks at i, line breaks not among them.
func skipBlanks(s string, i int) int {
	for i < len(s) {
		switch {
		case s[i] == ' ' || s[i] == '\t':
			i++
		case strings.HasPrefix(s[i:], "\u00A0"):
			i += len("\u00A0")
		case strings.HasPrefix(s[i:], "\u2009") || strings.HasPrefix(s[i:], "\u202F"):
			i += len("\u2009")
		default:
			return i
		}
	}
	return i
}

// dashAt returns the length of a dash or slash at i.
func dashAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	if s[i] == '-' || s[i] == '/' {
		return 1
	}
	for _, dash := range [...]string{"–", "—", "−", "‐", "‑", "‒"} {
		if strings.HasPrefix(s[i:], dash) {
			return len(dash)
		}
	}
	return 0
}

// connectorAfter reads what joins the ends of a span after i, and returns where the second may start.
func connectorAfter(s string, i int) (join, int) {
	j := skipBlanks(s, i)
	if n := dashAt(s, j); n > 0 {
		if end := skipBlanks(s, j+n); end > j+n || j > i {
			return joinSpaced, end
		}
		return joinDash, j + n
	}
	if j == i {
		return joinNone, i
	}
	word, _ := wordAt(s, j)
	switch word {
	case "to", "until", "till", "through", "thru":
		return joinTo, skipBlanks(s, j+len(word))
	case "and", "or":
		return joinAnd, skipBlanks(s, j+len(word))
	}
	return joinNone, i
}

// betweenBefore says whether "between" stands shortly before i.
func betweenBefore(s string, i int) bool {
	window := s[max(0, i-24):i]
	return strings.Contains(window, "etween ")
}

// skipToYear returns the start of the digits of a year at i, behind a day, a month and words like "about"; -1 if something else comes first.
func skipToYear(s string, i int) (at int, date bool) {
	for range 6 {
		i = skipMarks(s, i)
		if i >= len(s) {
			return -1, false
		}
		if isDigit(s[i]) {
			n := digitRun(s, i)
			if end := dayEnd(s, i, n); end > 0 {
				i, date = end, true
				continue
			}
			return i, date
		}
		word, _ := wordAt(s, i)
		if isMonth(word) {
			date = true
		} else if !beforeYear[word] {
			return -1, false
		}
		i += len(word)
	}
	return -1, false
}

var beforeYear = WordSet(`c ca circa about around the early late mid approximately approx roughly perhaps possibly at least AD A D in of before after spring summer autumn winter died d born b`)

func skipMarks(s string, i int) int {
	for i < len(s) {
		if j := skipBlanks(s, i); j > i {
			i = j
			continue
		}
		if s[i] != '.' && s[i] != ',' && s[i] != '-' && s[i] != '~' {
			break
		}
		i++
	}
	return i
}

// dayEnd returns the end of the number of n digits at i if it is the day of a date whose year comes later, else 0.
func dayEnd(s string, i, n int) int {
	if n > 2 {
		return 0
	}
	end := i + n
	if word, _ := wordAt(s, end); ordinalEnding(word) {
		end += len(word)
	}
	j := skipBlanks(s, end)
	if word, _ := wordAt(s, j); isMonth(word) || word == "of" {
		return end
	}
	if _, after := monthBefore(s, backOver(s, i, " .\u00A0")); after && j < len(s) && s[j] == ',' {
		if k := skipBlanks(s, j+1); digitAt(s, k) {
			return end
		}
	}
	return 0
}

// timeBefore says whether the word before i speaks of time, so that a number of n digits there may be a year.
func timeBefore(s string, i, n int) bool {
	j := backOver(s, i, " .~\u00A0")
	_, word := letterBefore(s, j)
	word = strings.ToLower(word)
	return j < i && (sureTimeWords[word] || n == 3 && timeWords[word])
}

// sureTimeWords stand before years of any size, timeWords before those of three digits.
var (
	sureTimeWords = WordSet(`in year since died d born r reigned fl c ca circa`)
	timeWords     = WordSet(`from until till by around about before after between years b approximately approx early late to and of`)
)
