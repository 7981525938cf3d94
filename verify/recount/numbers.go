package recount

import (
	"cmp"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quantity is a number that a text states, in a canonical unit, with the bounds its rounding leaves.
type quantity struct {
	low, high float64
	unit      string
}

// statedNumbers reads every number out of a text that is surely no year or date; times are what statedYears found there.
func statedNumbers(s string, times []years) []quantity {
	r := numberReader{s: s, dated: stretchesOf(times)}
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= '0' && c <= '9' && r.dated.end(i) > 0:
			i = r.dated.end(i)
		case c >= '0' && c <= '9', asciiLetter(c):
			i = r.read(i)
		default:
			i++
		}
	}
	return r.out
}

type numberReader struct {
	s     string
	dated stretches
	out   []quantity
}

// stretches are the parts of a text that are surely dates, by start, each with the farthest end of those up to it.
type stretches []struct{ start, end int }

func stretchesOf(times []years) (out stretches) {
	for _, y := range times {
		if !y.guess {
			out = append(out, struct{ start, end int }{y.start, y.end})
		}
	}
	slices.SortFunc(out, func(a, b struct{ start, end int }) int { return cmp.Compare(a.start, b.start) })
	for i := 1; i < len(out); i++ {
		out[i].end = max(out[i].end, out[i-1].end)
	}
	return out
}

// end returns where the stretch ends that byte i is in; 0 if it is in none.
func (d stretches) end(i int) int {
	n := sort.Search(len(d), func(k int) bool { return d[k].start > i })
	if n > 0 && d[n-1].end > i {
		return d[n-1].end
	}
	return 0
}

// amount is a number as read, with its unit.
type amount struct {
	start, end int
	figure
	measure measure
	named   bool // has a unit
}

// figure is a number without unit; half is half of what its last digit shown is worth.
type figure struct {
	value, half float64
	scaled      bool // by a word like "million"
}

func (f figure) times(x float64) figure { return figure{f.value * x, f.half * x, true} }

var (
	byHere     = regexp.MustCompile(`^` + gap + `(?:×|x |by )` + gap)
	scaleSteps = []float64{1e12, 1e9, 1e6, 1e3, 100}
)

// read reads the number that may begin at i, with the range it may begin, and returns where to read on.
func (r *numberReader) read(i int) int {
	a, ok, next := r.amount(i)
	if !ok {
		return next
	}
	b, ranged, ok := r.second(a)
	if !ok {
		r.state(a)
		return a.end
	}
	if !a.named {
		a.measure = b.measure
	}
	if b.scaled && !a.scaled && b.value > a.value {
		for _, step := range scaleSteps {
			if b.value >= step && a.value*step <= b.value {
				a.figure = a.times(step)
				break
			}
		}
	}
	if ranged && a.measure.unit == b.measure.unit && a.value <= b.value {
		low, _ := a.bounds(a.measure)
		_, high := b.bounds(b.measure)
		r.out = append(r.out, quantity{low, high, a.measure.unit})
	}
	r.state(a)
	r.state(b)
	return b.end
}

// second reads a number joined to a as the end of a range, or that only stands beside it.
func (r *numberReader) second(a amount) (b amount, ranged, ok bool) {
	s := r.s
	how, at := joint(s, a.end)
	if how == "" {
		m := here(byHere, s, a.end)
		if m == "" {
			return b, false, false
		}
		at = a.end + len(m)
	}
	if at >= len(s) || r.dated.end(at) > 0 || how == "-" && s[a.end] == '/' {
		return b, false, false
	}
	b, ok, _ = r.amount(at)
	between := strings.Contains(s[max(0, a.start-24):a.start], "etween ")
	return b, how != "" && (how != "and" || between), ok
}

// amount reads one number at i; next is where to read on if there is none.
func (r *numberReader) amount(i int) (a amount, ok bool, next int) {
	s := r.s
	digit := s[i] >= '0' && s[i] <= '9'
	end := i
	var f figure
	if digit {
		f, end, ok = inDigits(s, i)
		next = max(end, i+1)
	} else {
		next = i
		for next < len(s) && asciiLetter(s[next]) {
			next++
		}
		last, _ := utf8.DecodeLastRuneInString(s[:i])
		if unicode.IsLetter(last) || unicode.IsDigit(last) {
			return a, false, next
		}
		if strings.IndexByte("otfsenzahOTFSENZAH", s[i]) < 0 {
			return a, false, next
		}
		f, end, ok = inWords(s, i)
		next = max(next, i)
	}
	if !ok {
		return a, false, next
	}
	start, money, minus := signBefore(s, i)
	if minus && money == "" {
		f.value = -f.value
	}
	f, end = scaledAt(s, f, end, money != "")
	a = amount{start: start, end: end, figure: f}
	if money != "" {
		a.measure, a.named = measure{unit: money, low: 1, high: 1}, true
		return a, true, end
	}
	if m, stop := measureAt(s, end); m.unit != "" {
		a.measure, a.named, a.end = m, true, stop
		return a, true, stop
	}
	if w := here(wordHere, s, end); w != "" && !unbrokenStart(w) || dayOfMonth(s, i, end) {
		return a, false, max(end, i+1)
	}
	return a, true, end
}

var (
	monthAfter  = regexp.MustCompile(`^` + gap + month + `(?:\P{L}|$)`)
	monthBeside = regexp.MustCompile(`(?:^|[^A-Za-z])` + month + of + `(?:[ .]|\x{a0}){0,4}$`)
)

func dayOfMonth(s string, start, end int) bool {
	if end-start > 2 || s[start] < '0' || s[start] > '9' {
		return false
	}
	after, b := s[end:min(len(s), end+48)], before(s, start)
	return monthNear(after) && monthAfter.MatchString(after) || monthNear(b) && monthBeside.MatchString(b)
}

// state takes in an amount; one with a unit of two meanings twice.
func (r *numberReader) state(a amount) {
	low, high := a.bounds(a.measure)
	r.out = append(r.out, quantity{low, high, a.measure.unit})
	if a.measure.or != "" {
		a.measure = measure{unit: a.measure.or, low: 1, high: 1}
		r.state(a)
	}
}

// bounds are the least and most that f may have been, in the canonical unit.
func (f figure) bounds(m measure) (low, high float64) {
	if m.unit == "" {
		m = measure{low: 1, high: 1}
	}
	low, high = f.value-f.half, f.value+f.half
	if low >= 0 {
		low *= m.low
	} else {
		low *= m.high
	}
	if high >= 0 {
		high *= m.high
	} else {
		high *= m.low
	}
	return low + m.zero, high + m.zero
}
