package text

import (
	"strings"
	"unicode"
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

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

func digitRun(s string, i int) int {
	n := 0
	for i+n < len(s) && isDigit(s[i+n]) {
		n++
	}
	return n
}

// atoi reads digits; numbers too large to be a year come out as some large number.
func atoi(digits string) int {
	n := 0
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
		if n > 1e8 {
			return n
		}
	}
	return n
}

// thousands reads a number with thousands marks at i and returns its end and value; the end is i if there is none.
func thousands(s string, i int) (end, value int) {
	n := digitRun(s, i)
	if n == 0 || n > 3 {
		return i, 0
	}
	end, value = i+n, atoi(s[i:i+n])
	marked := false
	for {
		size := thousandsMark(s, end)
		if size == 0 || digitRun(s, end+size) != 3 {
			break
		}
		value = min(value, 1e12)*1000 + atoi(s[end+size:end+size+3])
		end += size + 3
		marked = true
	}
	if !marked {
		return i, 0
	}
	return end, value
}

// thousandsMark returns the length of the mark between groups of digits at i: comma, no-break or thin space.
func thousandsMark(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	if s[i] == ',' {
		return 1
	}
	for _, mark := range [...]string{"\u00A0", "\u202F", "\u2009"} {
		if strings.HasPrefix(s[i:], mark) {
			return len(mark)
		}
	}
	return 0
}

// inDecimal says whether the digits s[start:end] are part of a decimal number. A date like 4.7.1776 is none.
func inDecimal(s string, start, end int) bool {
	if end+1 < len(s) && s[end] == '.' && isDigit(s[end+1]) {
		return !dotDate(s, start) && !dotDate(s, end+1)
	}
	if start >= 2 && s[start-1] == '.' && isDigit(s[start-2]) {
		return !dotDate(s, start)
	}
	return false
}

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

func digitAt(s string, i int) bool { return i < len(s) && isDigit(s[i]) }

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

var months = set(`january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec`)

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

var beforeYear = set(`c ca circa about around the early late mid approximately approx roughly perhaps possibly at least AD A D in of before after spring summer autumn winter died d born b`)

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
	sureTimeWords = set(`in year since died d born r reigned fl c ca circa`)
	timeWords     = set(`from until till by around about before after between years b approximately approx early late to and of`)
)

// endsPhrase says whether a year that ends at i is followed by what can follow a year, and not by what it counts.
func endsPhrase(s string, i int) bool {
	j := skipBlanks(s, i)
	if j >= len(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[j:])
	switch {
	case strings.ContainsRune("%°′″×:/$+^=½¼¾", r):
		return false
	case j == i && (r == '-' || unicode.IsLetter(r)):
		return false
	case dashAt(s, j) > 0 && digitAt(s, skipBlanks(s, j+dashAt(s, j))):
		return false
	case (r == '.' || r == ',') && digitAt(s, j+1):
		return false
	case unicode.IsLetter(r):
		word, _ := wordAt(s, j)
		if unicode.IsLower(r) {
			return stopWords[word] || word == "onwards" || word == "onward"
		}
		return !isMonth(word)
	}
	return true
}

// currencyBefore says whether a currency sign stands right before i.
func currencyBefore(s string, i int) bool {
	if i == 0 {
		return false
	}
	if s[i-1] == '$' {
		return true
	}
	return strings.HasSuffix(s[:i], "£") || strings.HasSuffix(s[:i], "€") || strings.HasSuffix(s[:i], "¥")
}

// unitFollows says whether a unit stands after i that makes a number of what comes before it.
func unitFollows(s string, i int) bool {
	j := skipBlanks(s, i)
	if j >= len(s) {
		return false
	}
	if s[j] == '%' || strings.HasPrefix(s[j:], "°") {
		return true
	}
	hyphen := j == i && s[j] == '-'
	if hyphen {
		j++
	}
	word, _ := wordAt(s, j)
	if word == "per" {
		return strings.HasPrefix(s[j:], "per cent")
	}
	return yearUnits[word] || hyphen && word != "" && yearUnits[word+"s"]
}

// yearUnits are the units that make a number of what would be a year; none that may follow a year in a sentence.
var yearUnits = set(`m km cm mm nm ft feet foot mi miles metres meters kilometres kilometers centimetres centimeters millimetres millimeters yards yd inches kg kilograms kilogrammes
grams tonnes tons pounds lb lbs ounces oz acres hectares ha litres liters gallons mph kph km/h knots rpm MW kW GW TW hp bhp horsepower watts volts Hz kHz MHz GHz
g l t h Ma Ga Mya Gya mya MB GB KB square sq cubic million billion trillion thousand hundred percent degrees years months weeks days hours minutes seconds dollars euros yen kelvin kelvins joules calories hPa kPa`)

// nounFollows says whether the word after i looks like what a number counts: "2000 people", "2000 ships".
func nounFollows(s string, i int) bool {
	j := skipBlanks(s, i)
	word, _ := wordAt(s, j)
	if word == "" || j == i || stopWords[word] {
		return false
	}
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(r) && (strings.HasSuffix(word, "s") || irregularPlurals[word])
}

var irregularPlurals = set(`people men women children sheep cattle fish aircraft species horse foot inhabitants tonne strong`)
