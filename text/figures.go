package text

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// digitsFigure reads a number in digits at i. It is no number after a letter, in a time of day, a version, an ordinal or a decade; end is then where it ends.
func digitsFigure(s string, i int) (f figure, end int, ok bool) {
	end = i + digitRun(s, i)
	if whole, _ := thousands(s, i); whole > end {
		end = whole
	}
	decimals := 0
	if end+1 < len(s) && s[end] == '.' && isDigit(s[end+1]) {
		decimals = digitRun(s, end+1)
		end += 1 + decimals
	}
	if !standsAlone(s, i, end) {
		return f, end, false
	}
	value, half := readDigits(s[i:end], decimals)
	f = figure{value: value, half: half}
	if n, part := vulgarFraction(s[end:]); n > 0 {
		f, end = figure{value: f.value + part, half: 0.01}, end+n
	}
	if n, power := powerOfTen(s[end:]); n > 0 {
		f, end = f.times(power), end+n
	}
	if word, _ := wordAt(s, end); ordinalEnding(word) && word != "d" || decadeEnding(s, end) > 0 {
		return f, end, false
	}
	return f, end, !math.IsInf(f.value, 0)
}

// standsAlone says whether the digits s[start:end] are no part of a name, time or version.
func standsAlone(s string, start, end int) bool {
	if end+1 < len(s) && (s[end] == ':' || s[end] == '.') && isDigit(s[end+1]) {
		return false
	}
	if start == 0 {
		return true
	}
	before, size := utf8.DecodeLastRuneInString(s[:start])
	switch {
	case before == ':' || before == '.':
		return start < 2 || !isDigit(s[start-2])
	case before == '-' || before == '/' || before == '_':
		return start-size == 0 || !isLetter(s[start-size-1]) || s[start-size-1] == 'o' && strings.HasSuffix(s[:start-size], "to")
	case isLetter(byte(min(before, utf8.RuneSelf))):
		return currencyLetters(s[:start])
	}
	return true
}

func currencyLetters(s string) bool {
	_, n := currencyBeforeEnd(s)
	return n > 0
}

// readDigits returns the value of a number in digits, and half of what its last digit shown is worth; trailing zeros of a whole number are taken as not shown.
func readDigits(digits string, decimals int) (value, half float64) {
	var buf [32]byte
	plain := buf[:0]
	zeros := 0
	for i := range len(digits) {
		c := digits[i]
		if !isDigit(c) && c != '.' {
			continue
		}
		plain = append(plain, c)
		if c == '0' {
			zeros++
		} else {
			zeros = 0
		}
	}
	value, err := strconv.ParseFloat(string(plain), 64)
	if err != nil {
		return math.Inf(1), 0
	}
	if decimals > 0 {
		return value, 0.5 * math.Pow10(-decimals)
	}
	if value == 0 {
		return 0, 0.5
	}
	return value, 0.5 * math.Pow10(zeros)
}

var vulgar = map[rune]float64{'½': .5, '¼': .25, '¾': .75, '⅓': 1. / 3, '⅔': 2. / 3, '⅛': .125, '⅜': .375, '⅝': .625, '⅞': .875, '⅕': .2, '⅖': .4, '⅗': .6, '⅘': .8, '⅙': 1. / 6, '⅚': 5. / 6}

func vulgarFraction(s string) (size int, value float64) {
	if s == "" || s[0] < utf8.RuneSelf {
		return 0, 0
	}
	r, n := utf8.DecodeRuneInString(s)
	if part, ok := vulgar[r]; ok {
		return n, part
	}
	return 0, 0
}

// powerOfTen reads "×10^6", "× 10⁶", "x 10-3" or "e6" at the start of s.
func powerOfTen(s string) (size int, value float64) {
	rest := strings.TrimLeft(s, " \u00A0")
	switch {
	case strings.HasPrefix(rest, "×"):
		rest = rest[len("×"):]
	case strings.HasPrefix(rest, "x"):
		rest = rest[1:]
	default:
		return 0, 0
	}
	rest = strings.TrimLeft(rest, " \u00A0")
	if !strings.HasPrefix(rest, "10") {
		return 0, 0
	}
	exponent, rest, ok := readExponent(strings.TrimPrefix(rest[2:], "^"))
	if !ok || exponent < -60 || exponent > 60 {
		return 0, 0
	}
	return len(s) - len(rest), math.Pow10(exponent)
}

func readExponent(s string) (n int, rest string, ok bool) {
	sign := 1
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		digit := strings.IndexRune("0123456789", r)
		if k := superscript(r); k >= 0 {
			digit = k
		}
		switch {
		case !ok && (r == '-' || r == '−' || r == '⁻' || r == '–') && sign == 1:
			sign = -1
		case digit >= 0 && n < 1000:
			n, ok = n*10+digit, true
		default:
			return sign * n, s, ok
		}
		s = s[size:]
	}
	return sign * n, s, ok
}

func superscript(r rune) int {
	for k, sup := range [...]rune{'⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'} {
		if r == sup {
			return k
		}
	}
	return -1
}

// scaled reads words like "million" after a number that ends at end; "m" and "k" only for money.
func scaled(s string, f figure, end int, money bool) (figure, int) {
	for {
		j := skipBlanks(s, end)
		if j < len(s) && s[j] == '-' {
			j++
		}
		word, _ := wordAt(s, j)
		scale := scaleWord(word)
		if money && scale == 0 {
			scale = moneyScale[word]
		}
		if scale == 0 || f.value > 1e60 {
			return f, end
		}
		f, end = f.times(scale), j+len(word)
	}
}

func scaleWord(word string) float64 {
	switch word {
	case "hundred", "Hundred":
		return 1e2
	case "thousand", "Thousand":
		return 1e3
	case "million", "Million", "mln", "mio":
		return 1e6
	case "billion", "Billion", "bn", "milliard":
		return 1e9
	case "trillion", "Trillion":
		return 1e12
	case "dozen":
		return 12
	}
	return 0
}

var moneyScale = map[string]float64{"m": 1e6, "M": 1e6, "mn": 1e6, "k": 1e3, "K": 1e3, "b": 1e9, "B": 1e9, "tn": 1e12}
