package text

import (
	"fmt"
	"strings"
	"testing"
)

// show writes years in short: low..high, C for a century, D for a date.
func show(years []Year) string {
	parts := []string{}
	for _, y := range years {
		p := fmt.Sprint(y.Low)
		if y.High != y.Low {
			p = fmt.Sprintf("%d..%d", y.Low, y.High)
		}
		if y.Century {
			p += "C"
		}
		if y.Date {
			p += "D"
		}
		parts = append(parts, p)
	}
	return strings.Join(parts, " ")
}

func TestYears(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"In 1850 he left; by 1851 he was back.", "1850 1851"},
		{"It cost $1850 and weighed 1850 kg over 1,850 days.", ""},
		{"the 1850s", "1850..1859"},
		{"the 1990s and 2000s", "1990..1999 2000..2009 2000..2099C"},
		{"the 1850s and 60s", "1850..1859 1860..1869"},
		{"the 1850s to 1870s", "1850..1879 1850..1859 1870..1879"},
		{"1848-71", "1848..1871 1848 1871"},
		{"1848–1871", "1848..1871 1848 1871"},
		{"1914/15", "1914..1915 1914 1915"},
		{"1999–03", "1999..2003 1999 2003"},
		{"from 1914 to 1918", "1914..1918 1914 1918"},
		{"from 1914 until 1918", "1914..1918 1914 1918"},
		{"between 1850 and 1860", "1850..1860 1850 1860"},
		{"in 1850 and 1860", "1850 1860"},
		{"4 July 1776", "1776D"},
		{"July 4, 1776", "1776D"},
		{"the 4th of July, 1776", "1776D"},
		{"July 1776", "1776D"},
		{"1776-07-04", "1776D"},
		{"4/7/1776 and 04.07.1777", "1776D 1777D"},
		{"(12 February 1809 – 19 April 1882)", "1809..1882D 1809D 1882D"},
		{"(February 12, 1809 – April 19, 1882)", "1809..1882D 1809D 1882D"},
		{"44 BC", "-44"},
		{"59–17 BC", "-59..-17 -59 -17"},
		{"27 BC – AD 14", "-27..14 -27 14"},
		{"27 BC to 14 AD", "-27..14 -27 14"},
		{"15 March 44 BC", "-44D"},
		{"AD 43", "43"},
		{"A.D. 43–84", "43..84 43 84"},
		{"43 CE and 7 B.C.E.", "43 -7"},
		{"about 10,000 BC", "-10000"},
		{"the 440s BC", "-449..-440"},
		{"died c. 608", "608"},
		{"(died c. 555–560)", "555..560 555 560"},
		{"from about 574 onwards", "574"},
		{"in 20 countries of 300 people", ""},
		{"reigned 955–1016", "955..1016 955 1016"},
		{"the 19th century", "1800..1900C"},
		{"the late nineteenth century", "1800..1900C"},
		{"in the twenty-first century", "2000..2100C"},
		{"5th century BC", "-500..-400C"},
		{"18th and 19th centuries", "1700..1800C 1800..1900C"},
		{"18th to 20th centuries", "1700..2000C 1700..1800C 1900..2000C"},
		{"9th–10th century", "800..1000C 800..900C 900..1000C"},
		{"the XIX century", "1800..1900C"},
		{"third millennium BC", "-3000..-2000C"},
		{"the 1800s", "1800..1809 1800..1899C"},
		{"pi is 3.1415, and 1850.5 too", ""},
		{"1500–1800 m", ""},
		{"1850a, in 1066.", "1850 1066"},
		{"2000 people", "2000"},
		{"a 1000-year reign", ""},
		{"1080p", "1080"},
		{"3000 is none", ""},
		{"c. 1850 – c. 1860", "1850..1860 1850 1860"},
		{"4–6 July 1776", "1776D"},
		{"June 8, 793", "793D"},
		{"F1950", "1950"},
		{"mid-1850s", "1850..1859"},
		{"in 1904.", "1904"},
		{"vitamin B1 and R34, from 80–85 km, between 13 and 24 species, by 27 of the 50", ""},
		{"from 25 October 2005 and died 3 August 1271", "2005D 1271D"},
		{"624 CE/17 Ramadan", "624"},
		{"in 64, when Nero", "64"},
		{"levels 100-96", ""},
		{"the 21^st century, House18th century", "2000..2100C 1700..1800C"},
		{"1914-8", "1914..1918 1914 1918"},
	} {
		if got := show(Years(nil, c.s)); got != c.want {
			t.Errorf("%q: got %q, want %q", c.s, got, c.want)
		}
	}
}

func FuzzYears(f *testing.F) {
	f.Add("(12 February 1809 – c. 1882), 59–17 BC, 18th to 20th centuries, 1850s and '60s \xff")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, y := range Years(nil, s) {
			if y.Span.Start < last || y.Span.End <= y.Span.Start || y.Span.End > len(s) || y.Low > y.High {
				t.Fatalf("%q: %+v after %d", s, y, last)
			}
			onBoundaries(t, s, y.Span)
			last = y.Span.Start
		}
	})
}

func BenchmarkYears(b *testing.B) {
	s := strings.Repeat("The river rises in the hills above the town (1848–71) and flows for some 120 miles to the sea; O'Brien's map of 1850 shows it. ", 1000)
	var years []Year
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		years = Years(years[:0], s)
	}
}
