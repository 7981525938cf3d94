package text

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func showNumbers(numbers []Number) string {
	parts := []string{}
	for _, n := range numbers {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%.4g[%.4g..%.4g] %s", n.Value, n.Low, n.High, n.Unit)))
	}
	return strings.Join(parts, "; ")
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"23 ships", "23[22.5..23.5]"},
		{"1,200,000 people", "1.2e+06[1.15e+06..1.25e+06]"},
		{"3.2 million", "3.2e+06[3.15e+06..3.25e+06]"},
		{"half a million", "5e+05[4.5e+05..5.5e+05]"},
		{"a dozen eggs", "12[11.5..12.5]"},
		{"twenty-three men", "23[22.5..23.5]"},
		{"two hundred and five", "205[204.5..205.5]"},
		{"three thousand four hundred", "3400[3350..3450]"},
		{"a hundred miles", "1.609e+05[8.047e+04..2.414e+05] m"},
		{"two and a half million", "2.5e+06[2.45e+06..2.55e+06]"},
		{"12 km", "1.2e+04[1.15e+04..1.25e+04] m"},
		{"a 12-metre mast", "12[11.5..12.5] m"},
		{"5.0 km²", "5e+06[4.95e+06..5.05e+06] m2"},
		{"7 square miles", "1.813e+07[1.683e+07..1.942e+07] m2"},
		{"25 °C", "298.1[297.6..298.6] K"},
		{"-12 °C", "261.1[260.6..261.6] K"},
		{"$3.5 billion", "3.5e+09[3.45e+09..3.55e+09] USD"},
		{"£5m", "5e+06[4.5e+06..5.5e+06] GBP"},
		{"43%", "43[42.5..43.5] %"},
		{"43 per cent", "43[42.5..43.5] %"},
		{"3–5 km", "4000[2500..5500] m; 3000[2500..3500] m; 5000[4500..5500] m"},
		{"between 3 and 5 million", "4e+06[2.5e+06..5.5e+06]; 3e+06[2.5e+06..3.5e+06]; 5e+06[4.5e+06..5.5e+06]"},
		{"55 mph", "24.59[24.36..24.81] m/s"},
		{"36 km/h", "10[9.861..10.14] m/s"},
		{"3 metres per second", "3[2.5..3.5] m/s"},
		{"In 1850 and the 1850s, on 4 July 1776", ""},
		{"on 4 July and July 5", ""},
		{"the 19th and the twenty-first", ""},
		{"2000 people in 2000", "2000[1500..2500]"},
		{"1500 km", "1.5e+06[1.45e+06..1.55e+06] m"},
		{"F-16 and B52 and 747s at 10:30 v1.2.3", ""},
		{"6×10^24 kg", "6e+24[5.5e+24..6.5e+24] kg"},
		{"3½ hours", "1.26e+04[1.256e+04..1.264e+04] s"},
		{"one of them, no one", ""},
		{"one moon", "1[0.5..1.5]"},
		{"five tons", "4808[4082..5588] kg"},
		{"two-thirds", ""},
		{"20 pounds", "9.072[6.804..11.34] kg; 20[15..25] GBP"},
		{"10,000 BC", ""},
		{"Cléten and tené", ""},
		{"5 to 10 feet", "2.972[1.372..4.572] m; 1.524[1.372..1.676] m; 3.048[1.524..4.572] m"},
	} {
		got := showNumbers(Numbers(nil, c.s))
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.s, got, c.want)
		}
	}
}

func FuzzNumbers(f *testing.F) {
	f.Add("−12 °C, US$3.5m, two hundred and five, 3–5 × 10^6 km², half a dozen, 1,200,000 \xff")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, n := range Numbers(nil, s) {
			if n.Span.Start < last || n.Span.End <= n.Span.Start || n.Span.End > len(s) || n.Low > n.High || math.IsNaN(n.Value) {
				t.Fatalf("%q: %+v after %d", s, n, last)
			}
			onBoundaries(t, s, n.Span)
			last = n.Span.Start
		}
	})
}

func BenchmarkNumbers(b *testing.B) {
	s := strings.Repeat("The river rises in the hills above the town (1848–71) and flows for some 120 miles to the sea; O'Brien's map of 1850 shows it. ", 1000)
	var numbers []Number
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		numbers = Numbers(numbers[:0], s)
	}
}
