package recount

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// years is a time that a text states, both ends included.
type years struct {
	low, high  float64
	century    bool // a bare century or millennium
	start, end int  // bytes of the text
	guess      bool // it may as well be a plain number
}

// farthest is how far from the year 0 times count.
const farthest = 1 << 19

// overlap says whether y counts for a range: a century only for one of a hundred years or more.
func (y years) overlap(low, high float64) bool {
	return y.low >= -farthest && y.high <= farthest && y.low <= high && y.high >= low && (!y.century || high-low >= 99)
}

// statedYears reads every time out of a text: runs of digits from left to right, and centuries.
func statedYears(s string) []years {
	r := yearReader{s: s, out: centuries(s)}
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		i = r.digits(i)
	}
	return r.out
}

type yearReader struct {
	s   string
	out []years
}

// yearNumber is a run of digits that may be a year or decade, with what belongs to it.
type yearNumber struct {
	start, end int
	value      float64
	digits     int
	decade     bool
	date       bool
	era        string // "BC", "AD" or ""
	glued      bool   // to a letter
}

const (
	gap    = `[ \t\x{a0}\x{2009}\x{202f}]*`
	bc     = `B\.C\.E\.|B\.C\.E|BCE|B\.C\.|B\. C\.|B\.C|BC|b\.c\.e\.|bce|b\.c\.|bc|before Christ|before the Common Era`
	ad     = `A\.D\.|A\. D\.|A\.D|AD|C\.E\.|C\.E|CE|a\.d\.`
	month  = `(?i:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)`
	loose  = `(?:[ ,.\-]|\x{a0})`
	of     = `(?: {1,4}of)?`
	dashes = `[-/–—−‐‑‒]`
)

var (
	digitsHere  = regexp.MustCompile(`^[0-9]+`)
	groupHere   = regexp.MustCompile(`^[,\x{a0}\x{202f}\x{2009}]([0-9]+)`)
	dotted      = regexp.MustCompile(`(?:^|[^0-9])[0-9]{1,2}\.[0-9]{1,2}\.$`)
	slashed     = regexp.MustCompile(`(?:^|[^0-9])(?:[0-9]{1,2}/[0-9]{1,2}/|[0-9]{1,2}\.[0-9]{1,2}\.|[0-9]{1,2}-[0-9]{1,2}-)$`)
	isoHere     = regexp.MustCompile(`^(?:-([0-9]{2})-([0-9]{2})|/([0-9]{2})/([0-9]{2}))(?:[^0-9]|$)`)
	decadeHere  = regexp.MustCompile(`^(-s|['’]?s)(?:[^\p{L}0-9]|$)`)
	bcHere      = regexp.MustCompile(`^(` + gap + `(?:` + bc + `))(?:\P{L}|$)`)
	adHere      = regexp.MustCompile(`^(` + gap + `(?:` + ad + `))(?:\P{L}|$)`)
	adThere     = regexp.MustCompile(`(?:^|[^A-Za-z])((?:A\.D\.|AD|A\. D\.)(?: |\x{a0}){0,4})$`)
	monthThere  = regexp.MustCompile(`(?:^|[^A-Za-z])(` + month + of + loose + `{1,4})$`)
	dayMonth    = regexp.MustCompile(`(?:^|[^0-9])(([0-9]{1,2})(?:|(?:st|nd|rd|th|d| {0,4}of|(?:st|nd|rd|th|d) {1,4}of)(?:[ ,.]|\x{a0})|(?:[ ,.]|\x{a0}))(?:[ ,.]|\x{a0}){0,3}` + month + of + loose + `{1,4})$`)
	monthDay    = regexp.MustCompile(`(?:^|[^A-Za-z])(` + month + of + loose + `{0,4}([0-9]{1,2})(?:st|nd|rd|th|d| {0,4}of|(?:st|nd|rd|th|d) {1,4}of)?(` + loose + `{1,4}))$`)
	dashHere    = regexp.MustCompile(`^` + gap + dashes + gap)
	joinHere    = regexp.MustCompile(`^[ \t\x{a0}\x{2009}\x{202f}]+(to|until|till|through|thru|and|or)(?:\P{L}|$)`)
	wordHere    = regexp.MustCompile(`^\p{L}+`)
	skippedHere = regexp.MustCompile(`^[ \t\x{a0}\x{2009}\x{202f}.,\-~]*`)
	timeWord    = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:in|year|since|died|born|d|r|reigned|fl|c|ca|circa)(?:[ .~]|\x{a0}){1,4}$`)
	timeWord3   = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:from|until|till|by|around|about|before|after|between|years|b|approximately|approx|early|late|to|and|of)(?:[ .~]|\x{a0}){1,4}$`)
	isMonth     = regexp.MustCompile(`^` + month + `$`)
	ordinalWord = regexp.MustCompile(`^(?:st|nd|rd|th|d)$`)
	fillerWord  = regexp.MustCompile(`^(?:c|ca|circa|about|around|the|early|late|mid|approximately|approx|roughly|perhaps|possibly|at|least|AD|A|D|in|of|before|after|spring|summer|autumn|winter|died|d|born|b)$`)
	unitWord    = regexp.MustCompile(`^(?:m|km|cm|mm|nm|ft|feet|foot|mi|miles|metres|meters|kilometres|kilometers|centimetres|centimeters|millimetres|millimeters|yards|yd|inches|kg|kilograms|kilogrammes|` +
		`grams|tonnes|tons|pounds|lb|lbs|ounces|oz|acres|hectares|ha|litres|liters|gallons|mph|kph|knots|rpm|MW|kW|GW|TW|hp|bhp|horsepower|watts|volts|Hz|kHz|MHz|GHz|g|l|t|h|Ma|Ga|Mya|Gya|mya|MB|GB|KB|` +
		`square|sq|cubic|million|billion|trillion|thousand|hundred|percent|degrees|years|months|weeks|days|hours|minutes|seconds|dollars|euros|yen|kelvin|kelvins|joules|calories|hPa|kPa)$`)
	countedWord = regexp.MustCompile(`^(?:\p{Ll}\p{L}*)?s$|^(?:people|men|women|children|sheep|cattle|fish|aircraft|species|horse|foot|inhabitants|tonne|strong)$`)
)

// before is as much of s before byte i as patterns look at.
func before(s string, i int) string { return s[max(0, i-64):i] }

func here(p *regexp.Regexp, s string, i int) string { return p.FindString(s[i:min(len(s), i+96)]) }

// begins returns where the first group of p, which ends at i, begins; i if p does not match.
func begins(p *regexp.Regexp, s string, i int) int {
	m := p.FindStringSubmatch(before(s, i))
	if m == nil {
		return i
	}
	return i - len(m[1])
}

// grouped returns the end of a number with thousands marks at i, and its value; the end is i if it has none.
func grouped(s string, i int) (end int, value float64) {
	first := here(digitsHere, s, i)
	if len(first) > 3 {
		return i, 0
	}
	end = i + len(first)
	digits := first
	for {
		m := groupHere.FindStringSubmatch(s[end:min(len(s), end+40)])
		if m == nil || len(m[1]) != 3 {
			break
		}
		digits += m[1]
		end += len(m[0])
	}
	if digits == first {
		return i, 0
	}
	value, _ = strconv.ParseFloat(digits, 64)
	return end, value
}

// digits reads what the digits at i begin, and returns where to read on.
func (r *yearReader) digits(i int) int {
	s := r.s
	end := i + len(digitsHere.FindString(s[i:]))
	if stop, value := grouped(s, i); stop > end {
		if e := eraAt(s, stop); e.name == "BC" {
			r.emit(years{low: -value, high: -value, start: i, end: e.end})
			return e.end
		}
		return stop
	}
	y, ok := r.number(i)
	if !ok {
		return max(end, y.end)
	}
	if stop, ok := r.span(y); ok {
		return stop
	}
	if r.alone(y) {
		r.one(y, y.era)
	}
	return y.end
}

// number reads a run of digits as a year, with decade ending, date and era; false if it can be none.
func (r *yearReader) number(i int) (y yearNumber, ok bool) {
	s := r.s
	run := digitsHere.FindString(s[i:])
	y = yearNumber{start: i, end: i + len(run), digits: len(run)}
	y.value, _ = strconv.ParseFloat(run, 64)
	if decimal(s, i, y.end) || strings.HasSuffix(s[:i], "$") || strings.HasSuffix(s[:i], "£") || strings.HasSuffix(s[:i], "€") || strings.HasSuffix(s[:i], "¥") {
		return y, false
	}
	if y.digits == 4 && isoDate(s, y.end) {
		y.end, y.date = y.end+6, true
	}
	if m := decadeHere.FindStringSubmatch(s[y.end:min(len(s), y.end+16)]); m != nil && y.digits >= 2 {
		y.end += len(m[1])
		y.decade = strings.HasSuffix(run, "0")
	} else if w := here(wordHere, s, y.end); w != "" && !unbrokenStart(w) {
		if ordinalWord.MatchString(w) || unitWord.MatchString(w) {
			return y, false
		}
		y.glued = true
	}
	if start := dateStart(s, i, y.digits); start < i {
		y.start, y.date = start, true
	}
	if e := eraAt(s, y.end); e.name != "" {
		y.era, y.end = e.name, e.end
	} else if strings.Contains(s[max(0, y.start-16):y.start], "A") {
		if start := begins(adThere, s, y.start); start < y.start {
			y.era, y.start = "AD", start
		}
	}
	return y, y.digits <= 4 || y.era != "" && y.digits <= 6
}

// unbrokenStart says whether w begins with a letter that is a word by itself.
func unbrokenStart(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.In(r, unbroken...)
}

// decimal says whether the digits s[start:end] are a part of a decimal number.
func decimal(s string, start, end int) bool {
	if end+1 < len(s) && s[end] == '.' && s[end+1] >= '0' && s[end+1] <= '9' {
		return !dotted.MatchString(before(s, start)) && !dotted.MatchString(before(s, end+1))
	}
	return start >= 2 && s[start-1] == '.' && s[start-2] >= '0' && s[start-2] <= '9' && !dotted.MatchString(before(s, start))
}

func isoDate(s string, i int) bool {
	m := isoHere.FindStringSubmatch(s[i:min(len(s), i+16)])
	if m == nil {
		return false
	}
	mon, _ := strconv.Atoi(m[1] + m[3])
	day, _ := strconv.Atoi(m[2] + m[4])
	return mon >= 1 && mon <= 12 && day >= 1 && day <= 31
}

// dateStart returns where the day or month before a year of n digits at i begins; i if there is none.
func dateStart(s string, i, n int) int {
	b := before(s, i)
	if n == 4 && slashed.MatchString(b) {
		cut := strings.LastIndexFunc(b[:len(b)-1], func(r rune) bool { return r < '0' || r > '9' })
		cut = strings.LastIndexFunc(b[:cut], func(r rune) bool { return r < '0' || r > '9' })
		return i - len(b) + cut + 1
	}
	if !strings.HasSuffix(b, " ") && !strings.HasSuffix(b, ",") && !strings.HasSuffix(b, ".") && !strings.HasSuffix(b, "-") && !strings.HasSuffix(b, "\u00A0") {
		return i
	}
	if !monthNear(b) {
		return i
	}
	if start := begins(monthThere, s, i); start < i {
		if m := dayMonth.FindStringSubmatch(b); m != nil && validDay(m[2]) {
			return i - len(m[1])
		}
		if n >= 3 {
			return start
		}
		return i
	}
	if m := monthDay.FindStringSubmatch(b); m != nil && validDay(m[2]) && (n > 2 || strings.Contains(m[3], ",")) {
		return i - len(m[1])
	}
	return i
}

var monthStarts = map[string]bool{"jan": true, "feb": true, "mar": true, "apr": true, "may": true, "jun": true, "jul": true, "aug": true, "sep": true, "oct": true, "nov": true, "dec": true}

// monthNear says quickly whether a word of s may be a month.
func monthNear(s string) bool {
	for i := 0; i+3 <= len(s); i++ {
		if asciiLetter(s[i]) && (i == 0 || !asciiLetter(s[i-1])) && monthStarts[strings.ToLower(s[i:i+3])] {
			return true
		}
	}
	return false
}

func validDay(digits string) bool {
	day, err := strconv.Atoi(digits)
	return err == nil && day <= 31
}

// foundEra is an era that follows a number.
type foundEra struct {
	name string
	end  int
}

func eraAt(s string, i int) foundEra {
	rest := s[i:min(len(s), i+48)]
	for _, e := range [...]struct {
		name string
		here *regexp.Regexp
	}{{"BC", bcHere}, {"AD", adHere}} {
		if m := e.here.FindStringSubmatch(rest); m != nil {
			return foundEra{e.name, i + len(m[1])}
		}
	}
	return foundEra{}
}

// alone says whether y is a time by itself.
func (r *yearReader) alone(y yearNumber) bool {
	switch {
	case y.era != "":
		return true
	case unitAt(r.s, y.end):
		return false
	case y.digits == 4:
		return y.value >= 1000 && y.value <= 2100
	case y.decade:
		return y.digits == 3
	case y.date:
		return phraseEnds(r.s, y.end)
	}
	b := r.s[max(0, y.start-24):y.start]
	return y.value > 0 && (timeWord.MatchString(b) || y.digits == 3 && timeWord3.MatchString(b)) && phraseEnds(r.s, y.end)
}

// bounds are the first and last year of y in an era.
func (y yearNumber) bounds(era string) (low, high float64) {
	low, high = y.value, y.value
	if y.decade {
		high += 9
	}
	if era == "BC" {
		return -high, -low
	}
	return low, high
}

func (r *yearReader) emit(y years) { r.out = append(r.out, y) }

// one states y alone; a decade like the 1800s is a century too.
func (r *yearReader) one(y yearNumber, era string) {
	low, high := y.bounds(era)
	guess := y.glued || era == "" && !y.date && !y.decade && (y.digits < 4 || countedAt(r.s, y.end))
	r.emit(years{low: low, high: high, start: y.start, end: y.end, guess: guess})
	if y.decade && y.value > 0 && int(y.value)%100 == 0 {
		if era == "BC" {
			low = high - 99
		} else {
			high = low + 99
		}
		r.emit(years{low: low, high: high, century: true, start: y.start, end: y.end, guess: guess})
	}
}
