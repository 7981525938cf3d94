package recount

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	partOfTime    = regexp.MustCompile(`^[:.][0-9]`)
	afterTime     = regexp.MustCompile(`[0-9][:.]$`)
	afterName     = regexp.MustCompile(`[A-Za-z][-/_]$`)
	afterTo       = regexp.MustCompile(`to[-/_]$`)
	trailingZeros = regexp.MustCompile(`0*$`)
	powerHere     = regexp.MustCompile(`^[ \x{a0}]*[×x][ \x{a0}]*10\^?([-−⁻–]?[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+)`)
	ordinalHere   = regexp.MustCompile(`^(?:st|nd|rd|th)(?:\P{L}|$)`)
	currencySign  = regexp.MustCompile(`((?:US|AU|NZ|HK|CA|A|C|S|R)?\$|£|€|¥|₹|USD|EUR|GBP|CHF|Rs) ?$`)
	minusSign     = regexp.MustCompile(`(?:^|[ (\n])(?:−|-|–)$`)
	startOfText   = regexp.MustCompile(`^(?:−|-|–)$`)
)

var fractions = map[string]float64{"½": .5, "¼": .25, "¾": .75, "⅓": 1. / 3, "⅔": 2. / 3, "⅛": .125, "⅜": .375, "⅝": .625, "⅞": .875, "⅕": .2, "⅖": .4, "⅗": .6, "⅘": .8, "⅙": 1. / 6, "⅚": 5. / 6}

var superscripts = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9", "−", "-", "⁻", "-", "–", "-")

// inDigits reads a number in digits at i, with its end; false if it is a part of a name, a time of day, a version, an ordinal or a decade.
func inDigits(s string, i int) (f figure, end int, ok bool) {
	digits := here(digitsHere, s, i)
	if len(digits) == 96 {
		digits = digitsHere.FindString(s[i:])
	}
	end = i + len(digits)
	if stop, _ := grouped(s, i); stop > end {
		end = stop
	}
	if m := decimalsHere.FindString(s[end:]); m != "" {
		end += len(m)
	}
	b := s[max(0, i-4):i]
	switch {
	case partOfTime.MatchString(s[end:min(len(s), end+2)]), afterTime.MatchString(b), afterName.MatchString(b) && !afterTo.MatchString(b):
		return f, end, false
	case i > 0 && asciiLetter(s[i-1]) && !lettersOfMoney.MatchString(b):
		return f, end, false
	}
	f = shownDigits(s[i:end])
	for sign, part := range fractions {
		if strings.HasPrefix(s[end:], sign) {
			f, end = figure{value: f.value + part, half: .01}, end+len(sign)
			break
		}
	}
	if m := powerHere.FindStringSubmatch(s[end:min(len(s), end+96)]); m != nil {
		if n, err := strconv.Atoi(superscripts.Replace(m[1])); err == nil && n >= -60 && n <= 60 {
			f, end = f.times(math.Pow10(n)), end+len(m[0])
		}
	}
	rest := s[end:min(len(s), end+16)]
	return f, end, !ordinalHere.MatchString(rest) && !decadeHere.MatchString(rest) && !math.IsInf(f.value, 0)
}

var (
	decimalsHere   = regexp.MustCompile(`^\.[0-9]+`)
	lettersOfMoney = regexp.MustCompile(`(?:USD|EUR|GBP|CHF|Rs)$`)
)

// shownDigits reads digits, thousands marks and decimals. Zeros at the end of a whole number count as not shown.
func shownDigits(s string) figure {
	plain := strings.Map(func(r rune) rune {
		if r == '.' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	value, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		value = math.Inf(1)
	}
	if _, decimals, ok := strings.Cut(plain, "."); ok {
		return figure{value: value, half: .5 * math.Pow10(-len(decimals))}
	}
	if value == 0 {
		return figure{half: .5}
	}
	return figure{value: value, half: .5 * math.Pow10(len(trailingZeros.FindString(plain)))}
}

// signBefore reads a currency sign or a minus sign before a number at i.
func signBefore(s string, i int) (start int, money string, minus bool) {
	b := s[max(0, i-8):i]
	if m := currencySign.FindStringSubmatch(b); m != nil {
		return i - len(m[0]), currencyOf(m[1]), false
	}
	if m := minusSign.FindString(b); m != "" && (len(m) == len(strings.TrimLeft(m, " (\n")) || s[i] >= '0' && s[i] <= '9') {
		if whole := strings.TrimLeft(m, " (\n"); len(m) > len(whole) || startOfText.MatchString(s[:i]) {
			return i - len(whole), "", true
		}
	}
	return i, "", false
}

func currencyOf(sign string) string {
	switch sign {
	case "$", "US$", "USD":
		return "USD"
	case "AU$", "A$":
		return "AUD"
	case "CA$", "C$":
		return "CAD"
	case "£", "GBP":
		return "GBP"
	case "€", "EUR":
		return "EUR"
	case "₹", "Rs":
		return "INR"
	}
	return map[string]string{"NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "¥": "JPY", "CHF": "CHF"}[sign]
}

var scaleHere = regexp.MustCompile(`^([ \t\x{a0}\x{2009}\x{202f}]*-?)(\p{L}+)`)

var (
	scaleNames = map[string]float64{"hundred": 1e2, "Hundred": 1e2, "thousand": 1e3, "Thousand": 1e3, "million": 1e6, "Million": 1e6, "mln": 1e6, "mio": 1e6, "billion": 1e9, "Billion": 1e9,
		"bn": 1e9, "milliard": 1e9, "trillion": 1e12, "Trillion": 1e12, "dozen": 12}
	moneyNames = map[string]float64{"m": 1e6, "M": 1e6, "mn": 1e6, "k": 1e3, "K": 1e3, "b": 1e9, "B": 1e9, "tn": 1e12}
)

// scaledAt reads words like "million" after a number.
func scaledAt(s string, f figure, end int, money bool) (figure, int) {
	for {
		m := scaleHere.FindStringSubmatch(s[end:min(len(s), end+64)])
		if m == nil {
			return f, end
		}
		by := scaleNames[m[2]]
		if by == 0 && money {
			by = moneyNames[m[2]]
		}
		if by == 0 || f.value > 1e60 {
			return f, end
		}
		f, end = f.times(by), end+len(m[0])
	}
}
