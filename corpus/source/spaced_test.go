package source

import "testing"

func TestRespaced(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"brackets, quotes and hyphens", `Karl" Kaspar" Weber( born 4 May 1809) was an Austrian- born painter, called" the Lom"( 1830).`, `Karl "Kaspar" Weber (born 4 May 1809) was an Austrian-born painter, called "the Lom" (1830).`},
		{"halves of two words", "Weber( 1809–1880) painted pre- and post- war scenes.", "Weber (1809–1880) painted pre- and post-war scenes."},
		{"a dash before a number", "Weber( 1809–1880) had the number 4- 5.", "Weber (1809–1880) had the number 4- 5."},
		{"letters of other alphabets", "Wéberé( born 1809) was a painter.", "Wéberé (born 1809) was a painter."},
		{"a text as it should be", `Karl Weber (born 1809) was "a painter" and- well.`, `Karl Weber (born 1809) was "a painter" and- well.`},
		{"formulas", "f( x) is g(x) and h(x), says Weber.", "f( x) is g(x) and h(x), says Weber."},
		{"no brackets", `A non- sequitur" here`, `A non- sequitur" here`},
		{"at the end", `Weber( born) lived in Vienna(`, `Weber( born) lived in Vienna(`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := respaced(c.in)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if again := respaced(got); again != got {
				t.Errorf("once more: %s", again)
			}
		})
	}
}
