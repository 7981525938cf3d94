package chart

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"infoseek/eval"
	"infoseek/stat"
)

func outcomes(sets ...string) []eval.Outcome {
	var all []eval.Outcome
	for i, run := range []string{"one<script>", "two"} {
		o := eval.Outcome{Name: run}
		for _, set := range sets {
			m := eval.Metric{Name: "em", Value: 0.25 * float64(i+1), Interval: stat.Interval{Low: 0.1, High: 0.8}, N: 4}
			o.Scores = append(o.Scores, eval.Score{Conditions: eval.Conditions{Set: set, Uncovered: "not looked for"}, Metrics: []eval.Metric{m}})
		}
		all = append(all, o)
	}
	return all
}

func TestPNG(t *testing.T) {
	var small, large bytes.Buffer
	if err := PNG(&small, outcomes("a"), "em", "exact match"); err != nil {
		t.Fatal(err)
	}
	if err := PNG(&large, outcomes("a", "b", "c", "d"), "em", "exact match"); err != nil {
		t.Fatal(err)
	}
	one, err := png.Decode(&small)
	if err != nil {
		t.Fatal(err)
	}
	four, err := png.Decode(&large)
	if err != nil {
		t.Fatal(err)
	}
	if w, h := one.Bounds().Dx(), one.Bounds().Dy(); w < 200 || four.Bounds().Dx() < 3*w-3 || four.Bounds().Dy() < 2*h-3 {
		t.Errorf("one panel is %v, four are %v", one.Bounds(), four.Bounds())
	}
	inked := 0
	for x := range one.Bounds().Dx() {
		for y := range one.Bounds().Dy() {
			if r, g, b, _ := one.At(x, y).RGBA(); r>>8 == 0x1b && g>>8 == 0x6c && b>>8 == 0xa8 {
				inked++
			}
		}
	}
	if inked < 100 {
		t.Errorf("%d dots of the first bar's colour", inked)
	}
	if err := PNG(&small, outcomes("a"), "speed", ""); err == nil {
		t.Error("a figure that nobody has was drawn")
	}
}

func TestHTML(t *testing.T) {
	var b bytes.Buffer
	if err := HTML(&b, outcomes("a"), []eval.Comparison{{Set: "a", A: "one<script>", B: "two", N: 4, Difference: 0.25, Unlike: []string{"agent"}}}, "em", "exact match"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"data:image/png;base64,", "one&lt;script&gt;", "<td class=n>&#43;25.0", "not looked for"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in the page", want)
		}
	}
	if strings.Contains(b.String(), "<script>") {
		t.Error("a name is read as HTML")
	}
}
