package text

import "strings"

// unit converts to a canonical unit: a number of it is number*low..number*high+offset of the canonical one; low and high differ where the unit has several sizes.
type unit struct {
	name      string
	low, high float64
	offset    float64
	also      string // another unit that the word may mean, of the same size
}

func exactly(name string, factor float64) unit { return unit{name: name, low: factor, high: factor} }

var units = unitTable()

func unitTable() map[string]unit {
	t := map[string]unit{}
	for _, row := range [...]struct {
		names  string
		name   string
		factor float64
	}{
		{"m metre metres meter meters", "m", 1},
		{"km kilometre kilometres kilometer kilometers kilometres kms", "m", 1e3},
		{"cm centimetre centimetres centimeter centimeters", "m", .01},
		{"mm millimetre millimetres millimeter millimeters", "m", 1e-3},
		{"μm µm micrometre micrometres micrometer micrometers micron microns", "m", 1e-6},
		{"nm nanometre nanometres nanometer nanometers", "m", 1e-9},
		{"ft foot feet", "m", .3048},
		{"inch inches", "m", .0254},
		{"yd yds yard yards", "m", .9144},
		{"mi mile miles", "m", 1609.344},
		{"fathom fathoms", "m", 1.8288}, {"furlong furlongs", "m", 201.168},
		{"ly lightyear lightyears", "m", 9.4607e15}, {"parsec parsecs pc", "m", 3.0857e16}, {"AU", "m", 1.495979e11},
		{"acre acres", "m2", 4046.856}, {"ha hectare hectares", "m2", 1e4},
		{"litre litres liter liters L", "m3", 1e-3}, {"ml mL millilitre millilitres milliliter milliliters cc", "m3", 1e-6}, {"barrel barrels", "m3", .158987},
		{"kg kilogram kilograms kilogramme kilogrammes kilo kilos", "kg", 1}, {"g gram grams gramme grammes", "kg", 1e-3}, {"mg milligram milligrams", "kg", 1e-6},
		{"tonne tonnes", "kg", 1e3}, {"lb lbs", "kg", .45359237}, {"oz ounce ounces", "kg", .02834952}, {"carat carats", "kg", 2e-4},
		{"second seconds sec secs", "s", 1}, {"minute minutes min mins", "s", 60}, {"hour hours hr hrs", "s", 3600}, {"day days", "s", 86400}, {"week weeks", "s", 604800},
		{"fortnight fortnights", "s", 1209600}, {"ms millisecond milliseconds", "s", 1e-3}, {"μs microsecond microseconds", "s", 1e-6},
		{"K kelvin kelvins", "K", 1},
		{"mph", "m/s", .44704}, {"kph kmh", "m/s", 1 / 3.6}, {"knot knots kn kt", "m/s", .514444},
		{"W watt watts", "W", 1}, {"kW kilowatt kilowatts", "W", 1e3}, {"MW megawatt megawatts", "W", 1e6}, {"GW gigawatt gigawatts", "W", 1e9}, {"TW terawatt terawatts", "W", 1e12},
		{"hp bhp horsepower", "W", 745.7},
		{"J joule joules", "J", 1}, {"kJ kilojoule kilojoules", "J", 1e3}, {"MJ megajoule megajoules", "J", 1e6}, {"kWh", "J", 3.6e6}, {"MWh", "J", 3.6e9}, {"GWh", "J", 3.6e12},
		{"Hz hertz", "Hz", 1}, {"kHz kilohertz", "Hz", 1e3}, {"MHz megahertz", "Hz", 1e6}, {"GHz gigahertz", "Hz", 1e9},
		{"Pa pascal pascals", "Pa", 1}, {"hPa mbar millibar millibars", "Pa", 100}, {"kPa kilopascal kilopascals", "Pa", 1e3}, {"MPa", "Pa", 1e6}, {"GPa", "Pa", 1e9}, {"bar bars", "Pa", 1e5}, {"atm atmosphere atmospheres", "Pa", 101325},
		{"V volt volts", "V", 1}, {"kV kilovolt kilovolts", "V", 1e3},
		{"% percent", "%", 1},
		{"° degree degrees", "deg", 1},
		{"dollar dollars USD", "USD", 1}, {"euro euros EUR", "EUR", 1}, {"yen JPY", "JPY", 1}, {"GBP", "GBP", 1}, {"cent cents", "USD", .01}, {"pence", "GBP", .01},
		{"rupee rupees INR", "INR", 1}, {"franc francs", "FRF", 1}, {"rouble roubles ruble rubles RUB", "RUB", 1}, {"yuan renminbi RMB CNY", "CNY", 1}, {"peso pesos", "MXN", 1}, {"AUD", "AUD", 1}, {"CAD", "CAD", 1}, {"CHF", "CHF", 1},
	} {
		for _, n := range strings.Fields(row.names) {
			t[n] = exactly(row.name, row.factor)
		}
	}
	for names, u := range map[string]unit{
		"ton tons":                   {name: "kg", low: 907.18, high: 1016.05},
		"gallon gallons gal":         {name: "m3", low: .00378541, high: .00454609},
		"pint pints":                 {name: "m3", low: .000473, high: .000569},
		"month months":               {name: "s", low: 28 * 86400, high: 31 * 86400},
		"year years yr yrs":          {name: "s", low: 365 * 86400, high: 366 * 86400},
		"decade decades":             {name: "s", low: 3650 * 86400, high: 3653 * 86400},
		"century centuries":          {name: "s", low: 36500 * 86400, high: 36525 * 86400},
		"millennium millennia":       {name: "s", low: 365000 * 86400, high: 365250 * 86400},
		"pound pounds":               {name: "kg", low: .45359237, high: .45359237, also: "GBP"},
		"stone stones":               {name: "kg", low: 6.35, high: 6.35029},
		"celsius Celsius centigrade": {name: "K", low: 1, high: 1, offset: 273.15},
		"fahrenheit Fahrenheit":      {name: "K", low: 5. / 9, high: 5. / 9, offset: 459.67 * 5 / 9},
		"league leagues":             {name: "m", low: 4000, high: 5560},
		"nmi":                        exactly("m", 1852),
		"bushel bushels":             {name: "m3", low: .0352, high: .0364},
		"calorie calories cal":       {name: "J", low: 4.184, high: 4186.8},
		"kilocalorie kcal":           exactly("J", 4184),
		"quart quarts":               {name: "m3", low: .000946, high: .001137},
		"hundredweight cwt":          {name: "kg", low: 45.36, high: 50.81},
		"shilling shillings":         exactly("GBP", .05),
	} {
		for _, n := range strings.Fields(names) {
			t[n] = u
		}
	}
	return t
}

var celsius, fahrenheit = units["Celsius"], units["Fahrenheit"]

// unitAfter reads a unit after a number that ends at i: where it starts and ends. Its name is "" if there is none.
func unitAfter(s string, i int) (u unit, from, end int) {
	from = skipBlanks(s, i)
	if from < len(s) && s[from] == '-' && from == i {
		from++
	}
	if from >= len(s) {
		return unit{}, i, i
	}
	u, end = plainUnit(s, from)
	if u.name == "" {
		return unit{}, i, i
	}
	if u.name == "m" {
		u, end = raised(s, u, end)
	}
	if u.name == "m" {
		u, end = perTime(s, u, end)
	}
	return u, from, end
}

// plainUnit reads a unit without power or "per".
func plainUnit(s string, i int) (unit, int) {
	rest := s[i:]
	switch {
	case rest[0] == '%':
		return units["%"], i + 1
	case strings.HasPrefix(rest, "°"):
		return degrees(s, i+len("°"))
	case strings.HasPrefix(rest, "per cent") && !letterAt(s, i+8):
		return units["%"], i + 8
	case strings.HasPrefix(rest, "μm"), strings.HasPrefix(rest, "µm"):
		return units["μm"], i + 3
	}
	word, _ := wordAt(s, i)
	end := i + len(word)
	switch word {
	case "":
		return unit{}, i
	case "square", "sq", "cubic", "cu":
		return power(s, word, end)
	case "US", "nautical", "light", "metric", "long", "short", "statute", "troy", "American", "British", "Canadian", "Australian":
		return qualified(s, word, end)
	case "degree", "degrees":
		return degrees(s, end)
	case "in":
		if strings.HasPrefix(s[end:], ")") || strings.HasPrefix(s[end:], ".)") {
			return units["inch"], end
		}
	}
	if digitAt(s, end) && !(s[end] == '2' || s[end] == '3') {
		return unit{}, i
	}
	return units[word], end
}

// degrees reads the scale after a degree sign or word that ends at i.
func degrees(s string, i int) (unit, int) {
	j := skipBlanks(s, i)
	word, _ := wordAt(s, j)
	switch word {
	case "C", "Celsius", "celsius", "centigrade":
		return celsius, j + len(word)
	case "F", "Fahrenheit", "fahrenheit":
		return fahrenheit, j + len(word)
	}
	return units["°"], i
}

// power reads the length whose square or cube word asks for.
func power(s, word string, i int) (unit, int) {
	j := skipBlanks(s, i)
	if strings.HasPrefix(s[j:], ".") {
		j = skipBlanks(s, j+1)
	}
	if strings.HasPrefix(s[j:], "-") {
		j++
	}
	length, _ := wordAt(s, j)
	u := units[length]
	if u.name != "m" {
		return unit{}, i
	}
	if word[0] == 's' {
		return unit{name: "m2", low: u.low * u.low, high: u.high * u.high}, j + len(length)
	}
	return unit{name: "m3", low: u.low * u.low * u.low, high: u.high * u.high * u.high}, j + len(length)
}

// qualified reads a unit behind a word that says which one of its name.
func qualified(s, word string, i int) (unit, int) {
	j := skipBlanks(s, i)
	if word == "light" && strings.HasPrefix(s[j:], "-") {
		j++
	}
	noun, _ := wordAt(s, j)
	end := j + len(noun)
	u := units[noun]
	dollars, tons := u.name == "USD", strings.HasPrefix(noun, "ton")
	switch {
	case word == "light" && strings.HasPrefix(noun, "year"):
		return units["ly"], end
	case word == "nautical" && strings.HasPrefix(noun, "mile"):
		return units["nmi"], end
	case word == "metric" && tons:
		return units["tonnes"], end
	case word == "Canadian" && dollars:
		return units["CAD"], end
	case word == "Australian" && dollars:
		return units["AUD"], end
	case tons, dollars, u.name == "m3", word == "British" && u.also == "GBP", word == "statute" && u.name == "m":
		return u, end
	}
	return unit{}, i
}

// raised reads a power sign behind a length: "km²", "km2", "km^3".
func raised(s string, u unit, end int) (unit, int) {
	rest := s[end:]
	n := 0
	if strings.HasPrefix(rest, "^") {
		n = 1
	}
	for _, sign := range [...]string{"²", "2", "³", "3"} {
		if !strings.HasPrefix(rest[n:], sign) || digitAt(s, end+n+len(sign)) {
			continue
		}
		if sign == "²" || sign == "2" {
			return unit{name: "m2", low: u.low * u.low, high: u.high * u.high}, end + n + len(sign)
		}
		return unit{name: "m3", low: u.low * u.low * u.low, high: u.high * u.high * u.high}, end + n + len(sign)
	}
	return u, end
}

// perTime reads what makes a speed of a length: "/h", "per second".
func perTime(s string, u unit, end int) (unit, int) {
	at := end
	if strings.HasPrefix(s[at:], "/") {
		at++
	} else {
		at = skipBlanks(s, at)
		if !strings.HasPrefix(s[at:], "per ") && !strings.HasPrefix(s[at:], "an hour") {
			return u, end
		}
		at = skipBlanks(s, at+len("per"))
	}
	word, _ := wordAt(s, at)
	var seconds float64
	switch word {
	case "h", "hr", "hour":
		seconds = 3600
	case "s", "sec", "second":
		seconds = 1
	case "min", "minute":
		seconds = 60
	default:
		return u, end
	}
	return unit{name: "m/s", low: u.low / seconds, high: u.high / seconds}, at + len(word)
}

// currencies are the signs before an amount, longer ones first.
var currencies = [...]struct{ sign, code string }{
	{"US$", "USD"}, {"AU$", "AUD"}, {"NZ$", "NZD"}, {"HK$", "HKD"}, {"CA$", "CAD"}, {"A$", "AUD"}, {"C$", "CAD"}, {"S$", "SGD"}, {"R$", "BRL"}, {"$", "USD"}, {"£", "GBP"}, {"€", "EUR"}, {"¥", "JPY"}, {"₹", "INR"},
	{"USD", "USD"}, {"EUR", "EUR"}, {"GBP", "GBP"}, {"CHF", "CHF"}, {"Rs", "INR"},
}

// currencyBeforeEnd returns the currency whose sign s ends with, and the sign's length.
func currencyBeforeEnd(s string) (code string, size int) {
	for _, c := range currencies {
		if strings.HasSuffix(s, c.sign) {
			return c.code, len(c.sign)
		}
	}
	return "", 0
}

// currencyAndSign reads what stands before a number at i: a currency, or a minus sign (sign is then -1); start is where that begins.
func currencyAndSign(s string, i int) (start int, code string, sign float64) {
	if code, size := currencyBeforeEnd(s[:i]); size > 0 {
		return i - size, code, 1
	}
	if i > 0 && s[i-1] == ' ' {
		if code, size := currencyBeforeEnd(s[:i-1]); size > 0 {
			return i - 1 - size, code, 1
		}
	}
	for _, minus := range [...]string{"−", "-", "–"} {
		if !strings.HasSuffix(s[:i], minus) {
			continue
		}
		start := i - len(minus)
		if start == 0 || strings.IndexByte(" (\n", s[start-1]) >= 0 && isDigit(s[i]) {
			return start, "", -1
		}
	}
	return i, "", 1
}
