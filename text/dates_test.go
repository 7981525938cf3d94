package text

import (
	"fmt"
	"strings"
	"testing"
)

func TestDates(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"12 May 1903", "1903-5-12"},
		{"born May 12, 1903 in Aa", "1903-5-12"},
		{"1903-05-12", "1903-5-12"},
		{"am 12.5.1903", "1903-5-12"},
		{"May 1903 – 3 June 1910", "1903-5-0 1910-6-3"},
		{"15 March 44 BC", "-44-3-15"},
		{"founded 1832", "1832-0-0"},
		{"in the 1850s and the 19th century", ""},
		{"3 rivers", ""},
	} {
		var got []string
		for _, d := range Dates(nil, tt.in) {
			got = append(got, fmt.Sprintf("%d-%d-%d", d.Year, d.Month, d.Day))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzDates(f *testing.F) {
	f.Add("12 May 1903, 1903-05-12, May 1st 800 BC")
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range Dates(nil, s) {
			if d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 || d.Day > 0 && d.Month == 0 || d.Span.Start < 0 || d.Span.End > len(s) || d.Span.Start >= d.Span.End {
				t.Errorf("%q: %+v", s, d)
			}
		}
	})
}
