package text

import (
	"slices"

	"infoseek"
)

// Year is a time stated in a text.
type Year struct {
	Low, High int  // years, BC negative, both included: a decade or span has Low < High
	Century   bool // stated as a bare century or millennium: counts only against ranges of a century or more
	Date      bool // stated with month or day
	Span      infoseek.Span
}

const firstYear, lastYear = 1000, 2100 // bare numbers of four digits that are read as years

// Years appends every year, decade ("1850s"), span ("1848-71"), date and century stated in s, in order of position. A span comes as the whole, then its ends, so
// that the ends can be told. Every number 1000..2100 in digits is a year unless a unit, a thousands mark or a decimal point makes it something else; a
// smaller one only with AD or BC, in a date, or where the words around it speak of time. "1800s" is both a decade and a century.
func Years(dst []Year, s string) []Year {
	from := len(dst)
	scan := yearScan{s: s, emit: func(y Year, _ bool) { dst = append(dst, y) }}
	scan.run()
	byStart := func(a, b Year) int { return a.Span.Start - b.Span.Start }
	if !slices.IsSortedFunc(dst[from:], byStart) {
		slices.SortStableFunc(dst[from:], byStart)
	}
	return dst
}

// yearScan finds the years of s. It emits each with whether it is a guess: what may as well be a plain number.
type yearScan struct {
	s    string
	emit func(y Year, guess bool)
}

func (sc *yearScan) run() {
	s := sc.s
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case isDigit(c):
			i = sc.atDigit(i)
		case c == 'c' || c == 'C' || c == 'm' || c == 'M':
			i = sc.atCentury(i)
		default:
			i++
		}
	}
}

// moment is one end of a time: a year, or a decade.
type moment struct {
	start, end int // in the text, with month, day and era
	value      int // as written, without era
	digits     int
	decade     bool
	date       bool
	era        era
	guess      bool
}

// bounds returns the first and last year of m, whose era is given.
func (m moment) bounds(e era) (low, high int) {
	low, high = m.value, m.value
	if m.decade {
		high += 9
	}
	if e == eraBC {
		return -high, -low
	}
	return low, high
}

// atDigit reads the time that starts with the digit at i, and returns where to read on.
func (sc *yearScan) atDigit(i int) int {
	s := sc.s
	n := digitRun(s, i)
	end := i + n
	if whole, value := thousands(s, i); whole > end {
		return sc.grouped(i, whole, value)
	}
	m := moment{start: i, end: end, value: atoi(s[i:end]), digits: n}
	if !sc.complete(&m) {
		return max(end, m.end)
	}
	if next, ok := sc.span(m); ok {
		return next
	}
	if !sc.stands(m) {
		return m.end
	}
	sc.emitMoment(m, m.era)
	return m.end
}

// grouped reads a number with thousands marks, which is a year only before Christ.
func (sc *yearScan) grouped(start, end, value int) int {
	e, stop := eraAfter(sc.s, end)
	if e == eraBC {
		sc.emit(Year{Low: -value, High: -value, Span: infoseek.Span{Start: start, End: stop}}, false)
		return stop
	}
	return end
}

// complete reads what belongs to the number of m: decade ending, date, era. It is false if the number can't be a year, whatever stands beside it.
func (sc *yearScan) complete(m *moment) bool {
	s := sc.s
	if inDecimal(s, m.start, m.end) || currencyBefore(s, m.start) {
		return false
	}
	if n := isoDate(s, m.end); m.digits == 4 && n > 0 {
		m.end, m.date = m.end+n, true
	}
	if n := decadeEnding(s, m.end); n > 0 && m.digits >= 2 {
		m.end += n
		m.decade = m.value%10 == 0
	} else if letterAt(s, m.end) {
		word, _ := wordAt(s, m.end)
		if ordinalEnding(word) || yearUnits[word] {
			return false
		}
		m.guess = true
	}
	if start := dateBefore(s, m.start, m.digits); start < m.start {
		m.start, m.date = start, true
	}
	if e, end := eraAfter(s, m.end); e != eraNone {
		m.era, m.end = e, end
	} else if start, ok := eraBefore(s, m.start); ok {
		m.era, m.start = eraAD, start
	}
	return m.digits <= 4 || m.era != eraNone && m.digits <= 6
}

// stands says whether m is a time by itself.
func (sc *yearScan) stands(m moment) bool {
	switch {
	case m.era != eraNone:
		return true
	case unitFollows(sc.s, m.end):
		return false
	case m.digits == 4:
		return m.value >= firstYear && m.value <= lastYear
	case m.digits == 3 && m.decade:
		return true
	case m.decade:
		return false
	case m.date && m.digits <= 3:
		return endsPhrase(sc.s, m.end)
	}
	return m.digits <= 3 && m.value > 0 && timeBefore(sc.s, m.start, m.digits) && endsPhrase(sc.s, m.end)
}

// emitMoment emits m alone, in the given era.
func (sc *yearScan) emitMoment(m moment, e era) {
	low, high := m.bounds(e)
	guess := m.guess || e == eraNone && !m.date && !m.decade && (m.digits < 4 || nounFollows(sc.s, m.end))
	span := infoseek.Span{Start: m.start, End: m.end}
	sc.emit(Year{Low: low, High: high, Date: m.date, Span: span}, guess)
	if m.decade && m.value%100 == 0 && m.value > 0 {
		if e == eraBC {
			low = high - 99
		} else {
			high = low + 99
		}
		sc.emit(Year{Low: low, High: high, Century: true, Span: span}, guess)
	}
}

// span reads the second end of a span that m begins, and emits the whole and its ends.
func (sc *yearScan) span(m moment) (next int, ok bool) {
	s := sc.s
	how, at := connectorAfter(s, m.end)
	if how == joinNone || how == joinAnd && !m.decade && !betweenBefore(s, m.start) {
		return 0, false
	}
	second, ok := sc.second(m, how, at)
	if !ok {
		return 0, false
	}
	if second.era == eraNone && unitFollows(s, second.end) {
		return second.end, true // "1500–1800 m"
	}
	e1, e2 := m.era, second.era
	if e1 == eraNone {
		e1 = e2
	}
	if !m.decade && e1 == eraNone && m.digits < 4 && !sc.smallSpan(m, second) {
		return 0, false
	}
	low, _ := m.bounds(e1)
	_, high := second.bounds(e2)
	if low > high {
		return 0, false
	}
	if how != joinAnd || !m.decade || betweenBefore(s, m.start) {
		whole := infoseek.Span{Start: m.start, End: second.end}
		sc.emit(Year{Low: low, High: high, Date: m.date && second.date, Span: whole}, e1 == eraNone && m.digits < 4 && !m.date)
	}
	sc.emitMoment(m, e1)
	sc.emitMoment(second, e2)
	return second.end, true
}

// smallSpan says whether two numbers of at most three digits, or three and four, with no era are the ends of a span of years.
func (sc *yearScan) smallSpan(m, second moment) bool {
	if m.digits < 3 && !m.date {
		return false
	}
	if second.digits == 4 {
		return true
	}
	return second.digits == 3 && second.value > m.value && endsPhrase(sc.s, second.end)
}

// second reads the end of a span that begins with first: a whole year or decade, or its last digits.
func (sc *yearScan) second(first moment, how join, at int) (moment, bool) {
	s := sc.s
	i, date := skipToYear(s, at)
	if i < 0 {
		return moment{}, false
	}
	n := digitRun(s, i)
	if whole, _ := thousands(s, i); whole > i+n {
		return moment{}, false
	}
	m := moment{start: i, end: i + n, value: atoi(s[i : i+n]), digits: n, date: date}
	if !sc.complete(&m) {
		return moment{}, false
	}
	m.start = max(m.start, at)
	m.date = m.date || date
	if m.era == eraNone && n < first.digits && n <= 2 {
		if how == joinSpaced && i-at > 1 || (how == joinTo || how == joinAnd) && !m.decade && !endsPhrase(s, m.end) {
			return moment{}, false
		}
		if first.digits == 3 && first.era == eraNone && !timeBefore(s, first.start, 3) {
			return moment{}, false
		}
		ok := abbreviated(&m, first)
		return m, ok
	}
	switch {
	case m.era != eraNone:
		return m, true
	case n == 4:
		return m, m.value >= firstYear && m.value <= lastYear
	case n == 3:
		return m, first.digits <= 3 || first.era == eraBC
	}
	return m, first.era != eraNone && s[first.end] != '/' && endsPhrase(s, m.end)
}

// abbreviated completes the last digits of a year ("1848-71", "1914/5", "1850s and 60s") by those of the first.
func abbreviated(m *moment, first moment) bool {
	size := 10
	if m.digits == 2 {
		size = 100
	}
	if first.digits < 3 || (first.decade && !m.decade) {
		return false
	}
	if m.digits == 1 && first.digits < 4 {
		return false
	}
	value := first.value/size*size + m.value
	if value < first.value {
		if m.digits < 2 || first.digits < 4 {
			return false
		}
		value += size // "1999–03"
	}
	if first.era == eraBC || m.decade && !first.decade {
		return false
	}
	m.value, m.digits = value, first.digits
	return true
}
