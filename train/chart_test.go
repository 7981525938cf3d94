package train

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"testing"
)

func TestChart(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		values []float64
		width  int
		want   string
	}{
		{[]float64{0, 1, 2}, 9, "▁▅█"},
		{[]float64{3, 3, 1, 1}, 2, "█▁"},
		{[]float64{1, nan, 2}, 3, "▁ █"},
		{[]float64{5, 5}, 3, "▁▁"},
		{[]float64{nan}, 3, ""},
		{[]float64{1, 2, math.Inf(1)}, 3, "▁█ "},
	} {
		if got := (Curve{"x", c.values}).Line(c.width); got != c.want {
			t.Errorf("%v: %q, want %q", c.values, got, c.want)
		}
	}
	var b bytes.Buffer
	if err := Chart(&b, []Curve{{"loss", []float64{2, 1}}, {"none", nil}}, 10); err != nil || b.String() != "  loss                   2 █▁ 1        \n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestPlot(t *testing.T) {
	var b bytes.Buffer
	if err := Plot(&b, []Curve{{"loss", []float64{2, 1, math.NaN(), 0.5}}, {"flat", []float64{1, 1}}, {"none", nil}}); err != nil {
		t.Fatal(err)
	}
	lines, points := 0, ""
	d := xml.NewDecoder(&b)
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "polyline" {
			if lines++; lines == 1 {
				points = e.Attr[len(e.Attr)-1].Value
			}
		}
	}
	if lines != 2 || points != "20.0,20.0 166.7,86.7 460.0,120.0 " {
		t.Errorf("%d lines, the first %q", lines, points)
	}
}
