package text

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
)

// Number is a number stated in a text, in digits or words, that is no year or date.
type Number struct {
	Value     float64 // in Unit
	Low, High float64 // what Value may have been before it was rounded to the digits shown; in Unit
	Unit      string  // canonical: m, m2, m3, kg, s, K, m/s, W, USD..., %; "" for a bare count
	Shown     string  // the unit as written
	Span      infoseek.Span
}

// Numbers appends every number stated in s, in order of position, units converted to the canonical one of their dimension. Trailing zeros count as rounded:
// 1,200,000 may be anything from 1,150,000 to 1,250,000. A range ("3–5 km") comes as the whole, then its ends. A unit that means several things
// (pounds) gives a Number for each; one of several sizes (tons, gallons) widens Low and High.
func Numbers(dst []Number, s string) []Number {
	scan := numberScan{s: s, out: dst}
	years := yearScan{s: s, emit: func(y Year, guess bool) {
		if !guess {
			scan.years = append(scan.years, y.Span)
		}
	}}
	years.run()
	slices.SortStableFunc(scan.years, func(a, b infoseek.Span) int { return a.Start - b.Start })
	scan.run()
	return scan.out
}

type numberScan struct {
	s     string
	out   []Number
	years []infoseek.Span // of what is surely a year or date, by start; those before the scan's place are dropped
}

func (sc *numberScan) run() {
	s := sc.s
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case isDigit(c):
			if end := sc.yearEnd(i); end > i {
				i = end
				continue
			}
			i = sc.quantityAt(i)
		case isLetter(c):
			if mayBeNumberWord(c) {
				i = sc.quantityAt(i)
			} else {
				i = lettersEnd(s, i)
			}
		default:
			i++
		}
	}
}

// yearEnd returns the end of the year or date around i, or i.
func (sc *numberScan) yearEnd(i int) int {
	for len(sc.years) > 0 && sc.years[0].End <= i {
		sc.years = sc.years[1:]
	}
	for _, y := range sc.years {
		if y.Start > i {
			break
		}
		if y.End > i {
			return y.End
		}
	}
	return i
}

func lettersEnd(s string, i int) int {
	for i < len(s) && isLetter(s[i]) {
		i++
	}
	return i
}

// quantity is a number with its unit, as read.
type quantity struct {
	start, end int
	figure     figure
	unit       unit
	shown      string
}

// figure is a number without unit, with what it may have been before rounding.
type figure struct {
	value, half float64 // half is half of the last digit's worth
	scaled      bool    // with a word like "million"
}

func (f figure) times(x float64) figure {
	return figure{f.value * x, f.half * math.Abs(x), true}
}

// quantityAt reads the number at i, with the range it may begin, and returns where to read on.
func (sc *numberScan) quantityAt(i int) int {
	q, ok, next := sc.quantity(i)
	if !ok {
		return next
	}
	second, ranged, ok := sc.rangeEnd(q)
	if !ok {
		sc.emit(q)
		return max(q.end, next)
	}
	if q.unit.name == "" && q.shown == "" {
		q.unit = second.unit
	}
	if second.figure.scaled && !q.figure.scaled && second.figure.value > q.figure.value {
		if scale := scaleOf(second.figure.value, q.figure.value); scale > 1 {
			q.figure = q.figure.times(scale)
		}
	}
	if ranged && q.unit.name == second.unit.name && q.figure.value <= second.figure.value {
		sc.emitRange(q, second)
	}
	sc.emit(q)
	sc.emit(second)
	return second.end
}

// scaleOf returns the thousand, million … that makes small no larger than big ("3–5 million").
func scaleOf(big, small float64) float64 {
	for _, scale := range [...]float64{1e12, 1e9, 1e6, 1e3, 100} {
		if big >= scale && small*scale <= big {
			return scale
		}
	}
	return 1
}

// rangeEnd reads a second number joined to q by a dash, "to", "and", "or", "by" or "×".
func (sc *numberScan) rangeEnd(q quantity) (second quantity, ranged, ok bool) {
	s := sc.s
	how, at := connectorAfter(s, q.end)
	if how == joinNone {
		at = skipBlanks(s, q.end)
		switch {
		case strings.HasPrefix(s[at:], "×"):
			at = skipBlanks(s, at+len("×"))
		case strings.HasPrefix(s[at:], "x ") || strings.HasPrefix(s[at:], "by "):
			at = skipBlanks(s, at+2)
		default:
			return quantity{}, false, false
		}
	}
	if at >= len(s) || sc.yearEnd(at) > at || how == joinDash && s[q.end] == '/' {
		return quantity{}, false, false
	}
	second, ok, _ = sc.quantity(at)
	ranged = how == joinDash || how == joinSpaced || how == joinTo || how == joinAnd && betweenBefore(s, q.start)
	return second, ranged, ok
}

// quantity reads one number with currency, scale and unit at i; next is where to read on if there is none.
func (sc *numberScan) quantity(i int) (q quantity, ok bool, next int) {
	s := sc.s
	var f figure
	end := i
	switch {
	case i < len(s) && isDigit(s[i]):
		f, end, ok = digitsFigure(s, i)
	case inWord(s, i):
		return q, false, lettersEnd(s, i)
	default:
		f, end, ok = wordsFigure(s, i)
	}
	if !ok {
		if isDigitAt := digitAt(s, i); !isDigitAt {
			return q, false, max(lettersEnd(s, i), i)
		}
		return q, false, max(end, i+1)
	}
	start, money, sign := currencyAndSign(s, i)
	if money == "" {
		f.value *= sign
	}
	f, end = scaled(s, f, end, money != "")
	q = quantity{start: start, end: end, figure: f}
	if money != "" {
		q.unit, q.shown = unit{name: money, low: 1, high: 1}, s[start:i]
		return q, true, end
	}
	if u, from, stop := unitAfter(s, end); u.name != "" {
		q.unit, q.shown, q.end = u, s[from:stop], stop
		return q, true, stop
	}
	if letterAt(s, end) || monthBeside(s, i, end) {
		return q, false, max(end, i+1) // "747s", "3D", a day of a month
	}
	return q, true, end
}

// inWord says whether a letter or digit stands right before i.
func inWord(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// monthBeside says whether the number s[start:end] is a day of a month.
func monthBeside(s string, start, end int) bool {
	if end-start > 2 || !isDigit(s[start]) {
		return false
	}
	if word, _ := wordAt(s, skipBlanks(s, end)); isMonth(word) {
		return true
	}
	_, after := monthBefore(s, backOver(s, start, " .\u00A0"))
	return after
}

func (sc *numberScan) emit(q quantity) {
	f, u := q.figure, q.unit
	if u.name == "" {
		u.low, u.high = 1, 1
	}
	n := Number{Value: f.value*(u.low+u.high)/2 + u.offset, Unit: u.name, Shown: q.shown, Span: infoseek.Span{Start: q.start, End: q.end}}
	n.Low, n.High = stretch(f.value-f.half, u, false)+u.offset, stretch(f.value+f.half, u, true)+u.offset
	sc.out = append(sc.out, n)
	if u.also != "" {
		q.unit = unit{name: u.also, low: 1, high: 1}
		sc.emit(q)
	}
}

func stretch(x float64, u unit, up bool) float64 {
	if up == (x >= 0) {
		return x * u.high
	}
	return x * u.low
}

func (sc *numberScan) emitRange(a, b quantity) {
	from := len(sc.out)
	whole := a
	whole.end, whole.shown, whole.unit.also = b.end, b.shown, ""
	sc.emit(whole)
	n := &sc.out[from]
	u := b.unit
	if u.name == "" {
		u.low, u.high = 1, 1
	}
	n.High = stretch(b.figure.value+b.figure.half, u, true) + u.offset
	n.Value = (n.Low + n.High) / 2
}
