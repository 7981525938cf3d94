package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
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
var yearUnits = WordSet(`m km cm mm nm ft feet foot mi miles metres meters kilometres kilometers centimetres centimeters millimetres millimeters yards yd inches kg kilograms kilogrammes
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

var irregularPlurals = WordSet(`people men women children sheep cattle fish aircraft species horse foot inhabitants tonne strong`)
