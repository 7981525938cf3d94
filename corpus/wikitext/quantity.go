package wikitext

import (
	"strings"
)

var unitNames = map[string]string{
	"sqmi": "sq mi", "sqkm": "km²", "km2": "km²", "m2": "m²", "m3": "m³", "km3": "km³", "cm2": "cm²", "cm3": "cm³", "mm2": "mm²", "ft2": "sq ft", "sqft": "sq ft", "ft3": "cu ft", "cuft": "cu ft", "cumi": "cu mi", "cumi2": "cu mi", "mi2": "sq mi",
	"C": "°C", "F": "°F", "K": "K", "C-change": "°C", "F-change": "°F", "kn": "knots", "e6km2": "million km²", "e6sqmi": "million sq mi", "e3m3": "thousand m³", "cuyd": "cu yd", "impgal": "imp gal", "USgal": "US gal", "PD/sqkm": "per km²",
	"PD/sqmi": "per sq mi", "/km2": "per km²", "/sqmi": "per sq mi", "mi/h": "mph", "km/h": "km/h", "nmi": "nautical miles", "cuin": "cu in", "sqin": "sq in", "sqyd": "sq yd", "e6t": "million tonnes", "long ton": "long tons", "short ton": "short tons",
	"LT": "long tons", "ST": "short tons", "t": "tonnes", "MT": "tonnes", "u": "u", "inHg": "inHg", "lb": "lb", "m3/s": "m³/s", "cuft/s": "cu ft/s", "ft·lbf": "ft·lbf", "acre": "acres", "oz": "oz", "ha": "ha",
}

// convert writes the quantity as it was given, without the conversion.
func convert(c *call) {
	var parts []string
	for n := 1; ; n++ {
		s := c.source(n)
		if s == "" || strings.ContainsAny(s, "{[<") && n > 1 {
			break
		}
		if u, ok := unitNames[s]; ok {
			s = u
		}
		switch s {
		case "-", "–", "and(-)", "to(-)", "to about":
			s = map[string]string{"-": "–", "–": "–", "and(-)": "and", "to(-)": "to", "to about": "to about"}[s]
		}
		parts = append(parts, grouped(s))
		if n%2 == 0 && isUnit(parts[n-1]) && !isNumber(c.source(n+1)) || n%2 == 0 && isUnit(parts[n-1]) && !isUnit(c.source(n+2)) {
			break
		}
	}
	c.p.words(strings.ReplaceAll(strings.Join(parts, " "), " – ", "–"))
}

// grouped writes a whole number with thousands marks, and a minus as one.
func grouped(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok && isNumber(rest) {
		return "−" + grouped(rest)
	}
	if len(s) < 4 || len(strings.Trim(s, "0123456789")) > 0 {
		return s
	}
	return grouped(s[:len(s)-3]) + "," + s[len(s)-3:]
}

func isNumber(s string) bool {
	return s != "" && strings.IndexByte("+-−.0123456789", s[0]) >= 0 && strings.ContainsAny(s, "0123456789")
}

// isUnit tells a unit from the words that join two values.
func isUnit(s string) bool {
	switch s {
	case "", "-", "–", "to", "and", "or", "by", "x", "×", "by(-)", "to(-)", "and(-)", "+/-", "±", "+", ",", "xx", "*", "/", "to about", "or(-)", "minus":
		return false
	}
	return !isNumber(s)
}

// chem writes {{chem|C|O|3|2-}} as CO3²⁻.
func chem(c *call) {
	for _, a := range c.args {
		s := c.p.src[a.value.i:a.value.end]
		switch {
		case a.key != "":
		case strings.HasSuffix(s, "+") || strings.HasSuffix(s, "-") || strings.HasSuffix(s, "−"):
			c.p.words(raise(s))
		default:
			c.write(a.value)
		}
	}
}

// gaps writes {{gaps|6|022|140}} with blanks between the groups.
func gaps(c *call) {
	for i, a := range c.args {
		if a.key == "" {
			if i > 0 {
				c.p.words(" ")
			}
			c.write(a.value)
		}
	}
}

func fraction(c *call) {
	s := [3]string{c.source(1), c.source(2), c.source(3)}
	switch {
	case s[2] != "":
		c.p.words(s[0] + " " + s[1] + "/" + s[2])
	case s[1] != "":
		c.p.words(s[0] + "/" + s[1])
	default:
		c.p.words("1/" + s[0])
	}
}

func value(c *call) {
	if strings.HasPrefix(c.name, "e") {
		c.p.words("×10" + raise(c.source(1)))
		return
	}
	if r, ok := c.pos(1); ok {
		c.write(r)
	}
	if r, ok := c.named("e"); ok {
		c.p.words("×10" + raise(c.p.src[r.i:r.end]))
	}
	if r, ok := c.named("ul", "u"); ok {
		c.p.words(" ")
		c.write(r)
	}
}

func superscript(c *call) {
	was := c.p.raised
	c.p.raised = true
	first(c)
	c.p.raised = was
}

func height(c *call) {
	sep := ""
	for _, unit := range []string{"m", "cm", "ft", "in"} {
		if r, ok := c.named(unit); ok {
			c.p.words(sep)
			c.write(r)
			c.p.words(" " + unit)
			sep = " "
		}
	}
}

func currency(sign string) func(*call) {
	return func(c *call) {
		c.p.words(sign)
		if r, ok := c.pos(1); ok {
			c.write(r)
		}
	}
}

func nuclide(c *call) {
	if r, ok := c.pos(1); ok {
		c.write(r)
	}
	if n := c.source(2); n != "" {
		c.p.words("-" + n)
	}
}

// raise writes digits and signs as superscripts; what has other characters stays.
func raise(s string) string {
	const plain, raised = "0123456789+-−n()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ⁽⁾"
	up := []rune(raised)
	var b strings.Builder
	for _, c := range s {
		i := strings.IndexRune(plain, c)
		if i < 0 {
			return s
		}
		b.WriteRune(up[len([]rune(plain[:i]))])
	}
	return b.String()
}

// ordinal writes {{ordinal|3}} as "3rd".
func ordinal(c *call) {
	n := c.source(1)
	if n == "" || strings.Trim(n, "0123456789") != "" {
		first(c)
		return
	}
	ending := "th"
	if len(n) < 2 || n[len(n)-2] != '1' {
		switch n[len(n)-1] {
		case '1':
			ending = "st"
		case '2':
			ending = "nd"
		case '3':
			ending = "rd"
		}
	}
	c.p.words(n + ending)
}

// rating writes {{rating|4|5}} as "4/5".
func rating(c *call) {
	first(c)
	if of := c.source(2); of != "" {
		c.p.words("/" + of)
	}
}
