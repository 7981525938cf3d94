package recount

import (
	"regexp"
	"strings"
)

// measure turns a number of a unit into the canonical one: it is number*low..number*high, above zero.
type measure struct {
	unit      string
	low, high float64
	zero      float64
	or        string // what else the word may mean
}

var measures = map[string]measure{}

func init() {
	for unit, table := range map[string]map[float64]string{
		"m": {1: "m metre metres meter meters", 1e3: "km kilometre kilometres kilometer kilometers kms", .01: "cm centimetre centimetres centimeter centimeters",
			1e-3: "mm millimetre millimetres millimeter millimeters", 1e-6: "μm µm micrometre micrometres micrometer micrometers micron microns", 1e-9: "nm nanometre nanometres nanometer nanometers",
			.3048: "ft foot feet", .0254: "inch inches", .9144: "yd yds yard yards", 1609.344: "mi mile miles", 1.8288: "fathom fathoms", 201.168: "furlong furlongs",
			9.4607e15: "ly lightyear lightyears", 3.0857e16: "parsec parsecs pc", 1.495979e11: "AU", 1852: "nmi"},
		"m2": {4046.856: "acre acres", 1e4: "ha hectare hectares"},
		"m3": {1e-3: "litre litres liter liters L", 1e-6: "ml mL millilitre millilitres milliliter milliliters cc", .158987: "barrel barrels"},
		"kg": {1: "kg kilogram kilograms kilogramme kilogrammes kilo kilos", 1e-3: "g gram grams gramme grammes", 1e-6: "mg milligram milligrams", 1e3: "tonne tonnes", .45359237: "lb lbs",
			.02834952: "oz ounce ounces", 2e-4: "carat carats"},
		"s": {1: "second seconds sec secs", 60: "minute minutes min mins", 3600: "hour hours hr hrs", 86400: "day days", 604800: "week weeks", 1209600: "fortnight fortnights", 1e-3: "ms millisecond milliseconds",
			1e-6: "μs microsecond microseconds"},
		"K":   {1: "K kelvin kelvins"},
		"m/s": {.44704: "mph", 1 / 3.6: "kph kmh", .514444: "knot knots kn kt"},
		"W":   {1: "W watt watts", 1e3: "kW kilowatt kilowatts", 1e6: "MW megawatt megawatts", 1e9: "GW gigawatt gigawatts", 1e12: "TW terawatt terawatts", 745.7: "hp bhp horsepower"},
		"J":   {1: "J joule joules", 1e3: "kJ kilojoule kilojoules", 1e6: "MJ megajoule megajoules", 3.6e6: "kWh", 3.6e9: "MWh", 3.6e12: "GWh", 4184: "kilocalorie kcal"},
		"Hz":  {1: "Hz hertz", 1e3: "kHz kilohertz", 1e6: "MHz megahertz", 1e9: "GHz gigahertz"},
		"Pa":  {1: "Pa pascal pascals", 100: "hPa mbar millibar millibars", 1e3: "kPa kilopascal kilopascals", 1e6: "MPa", 1e9: "GPa", 1e5: "bar bars", 101325: "atm atmosphere atmospheres"},
		"V":   {1: "V volt volts", 1e3: "kV kilovolt kilovolts"},
		"%":   {1: "% percent"}, "deg": {1: "° degree degrees"},
		"USD": {1: "dollar dollars USD", .01: "cent cents"}, "EUR": {1: "euro euros EUR"}, "JPY": {1: "yen JPY"}, "GBP": {1: "GBP", .01: "pence", .05: "shilling shillings"},
		"INR": {1: "rupee rupees INR"}, "FRF": {1: "franc francs"}, "RUB": {1: "rouble roubles ruble rubles RUB"}, "CNY": {1: "yuan renminbi RMB CNY"}, "MXN": {1: "peso pesos"},
		"AUD": {1: "AUD"}, "CAD": {1: "CAD"}, "CHF": {1: "CHF"},
	} {
		for factor, words := range table {
			for _, w := range strings.Fields(words) {
				measures[w] = measure{unit: unit, low: factor, high: factor}
			}
		}
	}
	for words, m := range map[string]measure{
		"ton tons": {unit: "kg", low: 907.18, high: 1016.05}, "gallon gallons gal": {unit: "m3", low: .00378541, high: .00454609}, "pint pints": {unit: "m3", low: .000473, high: .000569},
		"month months": {unit: "s", low: 28 * 86400, high: 31 * 86400}, "year years yr yrs": {unit: "s", low: 365 * 86400, high: 366 * 86400},
		"decade decades": {unit: "s", low: 3650 * 86400, high: 3653 * 86400}, "century centuries": {unit: "s", low: 36500 * 86400, high: 36525 * 86400},
		"millennium millennia": {unit: "s", low: 365000 * 86400, high: 365250 * 86400}, "pound pounds": {unit: "kg", low: .45359237, high: .45359237, or: "GBP"},
		"stone stones": {unit: "kg", low: 6.35, high: 6.35029}, "celsius Celsius centigrade": {unit: "K", low: 1, high: 1, zero: 273.15},
		"fahrenheit Fahrenheit": {unit: "K", low: 5. / 9, high: 5. / 9, zero: 459.67 * 5 / 9}, "league leagues": {unit: "m", low: 4000, high: 5560},
		"bushel bushels": {unit: "m3", low: .0352, high: .0364}, "calorie calories cal": {unit: "J", low: 4.184, high: 4186.8}, "quart quarts": {unit: "m3", low: .000946, high: .001137},
		"hundredweight cwt": {unit: "kg", low: 45.36, high: 50.81},
	} {
		for _, w := range strings.Fields(words) {
			measures[w] = m
		}
	}
}

var (
	percentSign = regexp.MustCompile(`^(?:%|per cent(?:\P{L}|$))`)
	degreeHere  = regexp.MustCompile(`^(°|degrees?(?:\P{L}|$))`)
	scaleLetter = regexp.MustCompile(`^` + gap + `(C|Celsius|celsius|centigrade|F|Fahrenheit|fahrenheit)(?:\P{L}|$)`)
	microHere   = regexp.MustCompile(`^[μµ]m`)
	poweredHere = regexp.MustCompile(`^(square|sq|cubic|cu)` + gap + `(?:\.` + gap + `)?-?(\p{L}+)`)
	whichHere   = regexp.MustCompile(`^(US|nautical|light|metric|long|short|statute|troy|American|British|Canadian|Australian)` + gap + `(-?)(\p{L}*)`)
	inchHere    = regexp.MustCompile(`^in\.?\)`)
	powerSign   = regexp.MustCompile(`^\^?(²|2|³|3)(?:[^0-9]|$)`)
	perTimeHere = regexp.MustCompile(`^(?:(?:/|` + gap + `per ` + gap + `)(h|hr|hour|s|sec|second|min|minute)|` + gap + `an (hour))(?:\P{L}|$)`)
	otherDigit  = regexp.MustCompile(`^[0-9]`)
)

// measureAt reads a unit after a number that ends at i, and returns where it ends.
func measureAt(s string, i int) (m measure, end int) {
	at := skip(s, i)
	if at == i && strings.HasPrefix(s[at:], "-") {
		at++
	}
	if at >= len(s) {
		return m, i
	}
	if m, end = unitOf(s, at); m.unit != "m" {
		return m, end
	}
	if p := powerSign.FindStringSubmatch(s[end:min(len(s), end+8)]); p != nil {
		end += strings.Index(s[end:], p[1]) + len(p[1])
		return m.raised(p[1] == "²" || p[1] == "2"), end
	}
	if p := perTimeHere.FindStringSubmatch(s[end:min(len(s), end+48)]); p != nil {
		time := p[1] + p[2]
		seconds := map[byte]float64{'h': 3600, 's': 1, 'm': 60}[time[0]]
		end += strings.LastIndex(s[end:end+len(p[0])], time) + len(time)
		return measure{unit: "m/s", low: m.low / seconds, high: m.high / seconds}, end
	}
	return m, end
}

func (m measure) raised(square bool) measure {
	if square {
		return measure{unit: "m2", low: m.low * m.low, high: m.high * m.high}
	}
	return measure{unit: "m3", low: m.low * m.low * m.low, high: m.high * m.high * m.high}
}

// unitOf reads a unit at i, without a power sign or "per" after it.
func unitOf(s string, i int) (measure, int) {
	rest := s[i:min(len(s), i+96)]
	if percentSign.MatchString(rest) {
		if rest[0] == '%' {
			return measures["%"], i + 1
		}
		return measures["%"], i + len("per cent")
	}
	if m := degreeHere.FindString(rest); m != "" {
		end := i + len("°")
		if rest[0] == 'd' {
			end = i + len(here(wordHere, s, i))
		}
		if l := scaleLetter.FindStringSubmatch(s[end:min(len(s), end+32)]); l != nil {
			scale := "Celsius"
			if strings.ToLower(l[1])[0] == 'f' {
				scale = "Fahrenheit"
			}
			return measures[scale], skip(s, end) + len(l[1])
		}
		return measures["°"], end
	}
	if microHere.MatchString(rest) {
		return measures["μm"], i + 3
	}
	word := here(wordHere, s, i)
	end := i + len(word)
	switch word {
	case "square", "sq", "cubic", "cu":
		p := poweredHere.FindStringSubmatch(rest)
		if p == nil || measures[p[2]].unit != "m" {
			return measure{}, i
		}
		return measures[p[2]].raised(p[1][0] == 's'), i + len(p[0])
	case "US", "nautical", "light", "metric", "long", "short", "statute", "troy", "American", "British", "Canadian", "Australian":
		return whichUnit(s, i, rest)
	case "in":
		if inchHere.MatchString(rest) {
			return measures["inch"], end
		}
	}
	if after := s[end:min(len(s), end+1)]; otherDigit.MatchString(after) && after != "2" && after != "3" {
		return measure{}, i
	}
	return measures[word], end
}

// whichUnit reads a unit behind a word that says which of its kind.
func whichUnit(s string, i int, rest string) (measure, int) {
	p := whichHere.FindStringSubmatch(rest)
	if p == nil || p[2] == "-" && p[1] != "light" {
		return measure{}, i
	}
	which, noun, end := p[1], p[3], i+len(p[0])
	m := measures[noun]
	dollars, tons := m.unit == "USD", strings.HasPrefix(noun, "ton")
	switch {
	case which == "light" && strings.HasPrefix(noun, "year"):
		return measures["ly"], end
	case which == "nautical" && strings.HasPrefix(noun, "mile"):
		return measures["nmi"], end
	case which == "metric" && tons:
		return measures["tonnes"], end
	case which == "Canadian" && dollars:
		return measures["CAD"], end
	case which == "Australian" && dollars:
		return measures["AUD"], end
	case tons, dollars, m.unit == "m3", which == "British" && m.or == "GBP", which == "statute" && m.unit == "m":
		return m, end
	}
	return measure{}, i
}
