package text

import (
	"math"
	"strings"
)

// mayBeNumberWord says whether a number in words can begin with the letter c.
func mayBeNumberWord(c byte) bool { return strings.IndexByte("otfsenzahOTFSENZAH", c) >= 0 }

var numberWords = map[string]int{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
	"fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

// fractionNouns follow a number word that is the numerator of a fraction, or the start of an ordinal ("twenty-first").
var fractionNouns = WordSet(`half halves third thirds quarter quarters fourth fourths fifth fifths sixth sixths seventh sevenths eighth eighths ninth ninths tenth tenths first second twentieth hundredth hundredths thousandth
thousandths`)

// wordSum adds up number words: "two hundred and five thousand" is (2*100+5)*1000.
type wordSum struct {
	total, part float64
	last        float64 // the value of the last word, to see that "five twenty" is two numbers
	any         bool
}

// add takes the next word's value in, if it can follow.
func (w *wordSum) add(value float64) bool {
	if w.any && w.last < 20 && w.last > 0 || w.any && (w.last < 100 && value >= 10) || w.last == 0 && w.any {
		return false
	}
	w.part += value
	w.last, w.any = value, true
	return true
}

func (w *wordSum) scale(by float64) {
	if w.part == 0 {
		w.part = 1
	}
	if by == 100 || by == 12 {
		w.part *= by
	} else {
		w.total, w.part = w.total+w.part*by, 0
	}
	w.last, w.any = by, true
}

// wordsFigure reads a number in words at i: "twenty-three", "two hundred and five", "half a million", "a dozen", "two and a half".
func wordsFigure(s string, i int) (f figure, end int, ok bool) {
	word := lowerWord(s, i)
	switch word {
	case "a", "an":
		at := skipBlanks(s, i+len(word))
		next := lowerWord(s, at)
		scale := scaleWord(next)
		if scale == 0 {
			return f, i, false
		}
		return countWords(s, at, scale)
	case "half":
		return halfFigure(s, i)
	}
	if _, is := numberWords[word]; !is {
		return f, i, false
	}
	return countWords(s, i, 0)
}

// halfFigure reads "half a million", "half a dozen".
func halfFigure(s string, i int) (f figure, end int, ok bool) {
	at := skipBlanks(s, i+len("half"))
	if word := lowerWord(s, at); word == "a" || word == "an" {
		at = skipBlanks(s, at+len(word))
	}
	word := lowerWord(s, at)
	scale := scaleWord(word)
	if scale == 0 {
		return f, i, false
	}
	return figure{value: scale / 2, half: scale / 20, scaled: true}, at + len(word), true
}

// countWords adds up the number words from i on; lead is the scale of the first word where an article stands before it.
func countWords(s string, i int, lead float64) (f figure, end int, ok bool) {
	var sum wordSum
	end = i
	words := 0
	for at := i; ; words++ {
		word := lowerWord(s, at)
		if word == "and" && words > 0 {
			if f, end, ok := andHalf(s, sum, at); ok {
				return f, end, true
			}
			if sum.last < 100 {
				break
			}
			at = skipBlanks(s, at+len(word))
			word = lowerWord(s, at)
			if v, is := numberWords[word]; !is || v == 0 {
				break
			}
		}
		if v, is := numberWords[word]; is {
			if !sum.add(float64(v)) {
				break
			}
		} else if scale := scaleWord(word); scale > 0 && (words > 0 || lead > 0) && sum.total < 1e30 {
			sum.scale(scale)
		} else {
			break
		}
		end = at + len(word)
		at = skipBlanks(s, end)
		if at < len(s) && at == end && s[at] == '-' {
			at++
		}
	}
	if !sum.any || fractionNouns[lowerWord(s, afterHyphen(s, end))] {
		return f, max(end, i), false
	}
	value := sum.total + sum.part
	if next := lowerWord(s, afterHyphen(s, end)); value == 1 && (next == "" || stopWords[next]) {
		return f, end, false // the pronoun: "one of", "no one"
	}
	return figure{value: value, half: wordHalf(value), scaled: value >= 1000}, end, true
}

func afterHyphen(s string, i int) int {
	j := skipBlanks(s, i)
	if j < len(s) && s[j] == '-' {
		j++
	}
	return j
}

// andHalf reads "and a half", with a scale after it, behind what sum has read.
func andHalf(s string, sum wordSum, at int) (f figure, end int, ok bool) {
	const half = "and a half"
	if !strings.HasPrefix(s[at:], half) || letterAt(s, at+len(half)) {
		return f, at, false
	}
	value := sum.total + sum.part + .5
	f = figure{value: value, half: .05}
	f, end = scaled(s, f, at+len(half), false)
	return f, end, true
}

// wordHalf is half of what the last digit but zeros is worth.
func wordHalf(value float64) float64 {
	if value == 0 || value != math.Trunc(value) {
		return .5
	}
	if math.Mod(value, 12) == 0 && math.Mod(value, 10) != 0 {
		return .5
	}
	unit := 1.
	for unit < 1e30 && math.Mod(value, unit*10) == 0 {
		unit *= 10
	}
	return unit / 2
}

// lowerWord returns the run of ASCII letters at i in lower case, "" if other letters follow it.
func lowerWord(s string, i int) string {
	if i >= len(s) {
		return ""
	}
	end := lettersEnd(s, i)
	word := s[i:end]
	if len(word) > 16 || letterAt(s, end) {
		return ""
	}
	return strings.ToLower(word)
}
