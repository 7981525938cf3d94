package agent

import (
	"slices"
	"testing"
)

func TestReadAsking(t *testing.T) {
	for _, c := range []struct {
		question string
		kind     sought
		options  []string
	}{
		{"Who mapped Lake Orum?", seekPerson, nil},
		{"Lake Orum was mapped by whom?", seekPerson, nil},
		{"Which surveyor, who was born in Hollby, mapped Lake Orum?", seekName, nil},
		{"Which actor played Ida Brandt?", seekPerson, nil},
		{"Where was Ida Brandt born?", seekPlace, nil},
		{"In which town was Ida Brandt born?", seekPlace, nil},
		{"When was Lake Orum mapped?", seekDate, nil},
		{"Lake Orum was mapped in what year?", seekYear, nil},
		{"Which surveyor was there when Lake Orum was mapped?", seekName, nil},
		{"How many bells were cast in Hollby?", seekNumber, nil},
		{"What is the population of Hollby?", seekNumber, nil},
		{"Were Ida Brandt and Jon Falk both born in Hollby?", seekYesNo, nil},
		{"Ida Brandt was a surveyor. Was Jon Falk one, too?", seekYesNo, nil},
		{"Who was born first, Ida Brandt or Jon Falk?", seekChoice, []string{"Ida Brandt", "Jon Falk"}},
		{"Between Lake Orum and the Stone Sea, which is deeper?", seekChoice, []string{"Lake Orum", "Stone Sea"}},
		{"Which founder died between 1878 and 1882?", seekName, nil},
		{"", seekName, nil},
	} {
		got := readAsking(c.question)
		if got.kind != c.kind || c.kind == seekChoice && !slices.Equal(got.options, c.options) {
			t.Errorf("%s: %d %q, want %d %q", c.question, got.kind, got.options, c.kind, c.options)
		}
	}
}

func TestNameRuns(t *testing.T) {
	for _, c := range []struct {
		said string
		want []string
	}{
		{"The river Tarn leaves Lake Orum at Hollby.", []string{"Tarn", "Lake Orum", "Hollby"}},
		{"He knew G. Stanley Hall and the Duke of Orum, and Anna-Maria O'Neal.", []string{"G. Stanley Hall", "Duke of Orum", "Anna-Maria O'Neal"}},
		{"In 1831 she left.", []string{"1831"}},
		{"they sang with The Bells in Vesland. The Tarn rose.", []string{"The Bells", "Vesland", "Tarn"}},
		{"nothing here", nil},
	} {
		var got []string
		for _, span := range nameRuns(c.said) {
			got = append(got, c.said[span.Start:span.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.said, got, c.want)
		}
	}
}

// FuzzReadAsking: whatever is asked, alternatives and names are pieces of the question.
func FuzzReadAsking(f *testing.F) {
	f.Add("Who was born first, Ida Brandt or Jon Falk?")
	f.Add("Between A. and É or or")
	f.Fuzz(func(t *testing.T, question string) {
		if a := readAsking(question); a.kind == seekChoice && len(a.options) != 2 {
			t.Errorf("a choice of %q", a.options)
		}
		last := 0
		for _, span := range nameRuns(question) {
			if span.Start < last || span.End <= span.Start || span.End > len(question) {
				t.Errorf("%v after %d in %q", span, last, question)
			}
			last = span.End
		}
	})
}
