package wikitext

import "strings"

// coordinates writes {{coord|52|31|N|13|24|E}} as "52°31′N 13°24′E". Those shown beside the title alone are no text, and those of an infobox no fact.
func coordinates(c *call) {
	if display := c.value("display"); display == "title" || display == "t" || c.p.scratch {
		c.p.drop()
		return
	}
	var parts []string
	for n := 1; n <= 8; n++ {
		s := c.source(n)
		if s == "" || !isNumber(s) && !strings.Contains("NSEWnsew", s) {
			break
		}
		parts = append(parts, s)
	}
	text, ok := degrees(parts)
	if !ok {
		c.p.drop()
		return
	}
	c.p.words(text)
}

// degrees writes latitude and longitude, each of one to three numbers with a letter, or both as decimals without.
func degrees(parts []string) (string, bool) {
	if len(parts) == 2 && isNumber(parts[0]) && isNumber(parts[1]) {
		return decimal(parts[0], "N", "S") + " " + decimal(parts[1], "E", "W"), true
	}
	var b strings.Builder
	marks, n, letters := [...]string{"°", "′", "″"}, 0, 0
	for _, s := range parts {
		switch {
		case !isNumber(s):
			if n == 0 {
				return "", false
			}
			b.WriteString(strings.ToUpper(s))
			if letters++; letters == 1 {
				b.WriteString(" ")
			}
			n = 0
		case n == len(marks):
			return "", false
		default:
			b.WriteString(s + marks[n])
			n++
		}
	}
	return b.String(), letters == 2 && n == 0
}

func decimal(s, positive, negative string) string {
	if rest := strings.TrimLeft(s, "-−"); rest != s {
		return rest + "°" + negative
	}
	return strings.TrimPrefix(s, "+") + "°" + positive
}
