package recount

import (
	"math"
	"regexp"
	"strings"
)

var cardinals = map[string]float64{}

func init() {
	for i, w := range strings.Fields(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen`) {
		cardinals[w] = float64(i)
	}
	for i, w := range strings.Fields(`twenty thirty forty fifty sixty seventy eighty ninety`) {
		cardinals[w] = float64(20 + 10*i)
	}
	cardinals["fourty"] = 40
}

var (
	lettersHere  = regexp.MustCompile(`^[A-Za-z]+`)
	halfAndHere  = regexp.MustCompile(`^and a half(?:\P{L}|$)`)
	fractionNoun = regexp.MustCompile(`^(?:half|halves|third|thirds|quarter|quarters|fourth|fourths|fifth|fifths|sixth|sixths|seventh|sevenths|eighth|eighths|ninth|ninths|tenth|tenths|first|second|twentieth|hundredth|hundredths|` +
		`thousandth|thousandths)$`)
)

// latin returns the word of Latin letters at i in lower case, "" if other letters follow it or it is too long for a number.
func latin(s string, i int) string {
	if i >= len(s) {
		return ""
	}
	w := lettersHere.FindString(s[i:min(len(s), i+32)])
	if after := here(wordHere, s, i+len(w)); len(w) > 16 || after != "" && !unbrokenStart(after) {
		return ""
	}
	return strings.ToLower(w)
}

func skip(s string, i int) int { return i + len(blanks.FindString(s[i:])) }

// inWords reads a number in words at i: "two hundred and five", "half a million", "a dozen".
func inWords(s string, i int) (f figure, end int, ok bool) {
	switch w := latin(s, i); w {
	case "a", "an":
		at := skip(s, i+len(w))
		if scaleNames[latin(s, at)] == 0 {
			return f, i, false
		}
		return summed(s, at, true)
	case "half":
		at := skip(s, i+len(w))
		if article := latin(s, at); article == "a" || article == "an" {
			at = skip(s, at+len(article))
		}
		scale := scaleNames[latin(s, at)]
		return figure{value: scale / 2, half: scale / 20, scaled: true}, at + len(latin(s, at)), scale > 0
	default:
		if _, is := cardinals[w]; !is {
			return f, i, false
		}
		return summed(s, i, false)
	}
}

// summed adds up number words from i on. A word joins those before it if it is smaller than the last one's place: "twenty three", not "three twenty".
func summed(s string, i int, article bool) (f figure, end int, ok bool) {
	var total, part float64
	last := -1.0 // the last word's value
	end = i
	for at, first := i, true; ; first = false {
		w := latin(s, at)
		if w == "and" && !first {
			if halfAndHere.MatchString(s[at:]) {
				f, end = scaledAt(s, figure{value: total + part + .5, half: .05}, at+len("and a half"), false)
				return f, end, true
			}
			if last < 100 {
				break
			}
			at = skip(s, at+len(w))
			if w = latin(s, at); cardinals[w] == 0 {
				break
			}
		}
		if value, is := cardinals[w]; is {
			if last >= 0 && (last < 20 || last < 100 && value >= 10) {
				break
			}
			part, last = part+value, value
		} else if scale := scaleNames[w]; scale > 0 && (!first || article) && total < 1e30 {
			if part == 0 {
				part = 1
			}
			if scale == 100 || scale == 12 {
				part *= scale
			} else {
				total, part = total+part*scale, 0
			}
			last = scale
		} else {
			break
		}
		end = at + len(w)
		if at = skip(s, end); at == end && strings.HasPrefix(s[at:], "-") {
			at++
		}
	}
	next := skip(s, end)
	if strings.HasPrefix(s[next:], "-") {
		next++
	}
	after := latin(s, next)
	value := total + part
	if last < 0 || fractionNoun.MatchString(after) || value == 1 && (after == "" || stopWords[after]) {
		return f, end, false
	}
	return figure{value: value, half: halfOf(value), scaled: value >= 1000}, end, true
}

// halfOf is half of what the last digit of a whole number is worth, zeros at its end not counted; a dozen is exact.
func halfOf(value float64) float64 {
	if value == 0 || value != math.Trunc(value) || math.Mod(value, 12) == 0 && math.Mod(value, 10) != 0 {
		return .5
	}
	worth := 1.0
	for worth < 1e30 && math.Mod(value, worth*10) == 0 {
		worth *= 10
	}
	return worth / 2
}
