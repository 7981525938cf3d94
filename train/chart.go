package train

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// Curve is a figure over the course of training.
type Curve struct {
	Name   string
	Values []float64 // NaN: none
}

// Curves are what SFT shows.
func (r SFTResult) Curves() []Curve {
	return []Curve{
		curve("loss", r.Metrics, func(m SFTMetrics) float64 { return m.Loss }),
		curve("evaluation", r.Metrics, func(m SFTMetrics) float64 { return orNaN(m.Eval) }),
		curve("gradient", r.Metrics, func(m SFTMetrics) float64 { return m.Norm }),
	}
}

// Curves are what GRPO shows.
func (r GRPOResult) Curves() []Curve {
	return []Curve{
		curve("reward", r.Metrics, func(m GRPOMetrics) float64 { return m.Reward }),
		curve("right format", r.Metrics, func(m GRPOMetrics) float64 { return m.Format }),
		curve("searches", r.Metrics, func(m GRPOMetrics) float64 { return m.Searches }),
		curve("entropy", r.Metrics, func(m GRPOMetrics) float64 { return m.Entropy }),
		curve("KL", r.Metrics, func(m GRPOMetrics) float64 { return m.KL }),
		curve("context", r.Metrics, func(m GRPOMetrics) float64 { return m.Context.Mean }),
	}
}

func curve[M any](name string, ms []M, value func(M) float64) Curve {
	c := Curve{Name: name}
	for _, m := range ms {
		c.Values = append(c.Values, value(m))
	}
	return c
}

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

// known are the values with their places, and their bounds.
func (c Curve) known() (places []int, low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for i, v := range c.Values {
		if finite(v) {
			places, low, high = append(places, i), min(low, v), max(high, v)
		}
	}
	return places, low, high
}

// bars are the heights of a line of text.
var bars = []rune("▁▂▃▄▅▆▇█")

// Line is the curve in one line of text at most width wide: each sign the mean of a part of it, between its least and its greatest value.
func (c Curve) Line(width int) string {
	places, low, high := c.known()
	if len(places) == 0 {
		return ""
	}
	signs := min(width, len(c.Values))
	sums, counts := make([]float64, signs), make([]int, signs)
	for _, i := range places {
		at := i * signs / len(c.Values)
		sums[at], counts[at] = sums[at]+c.Values[i], counts[at]+1
	}
	var b strings.Builder
	for i, n := range counts {
		if n == 0 {
			b.WriteByte(' ')
			continue
		}
		height := 0.0
		if high > low {
			height = (sums[i]/float64(n) - low) / (high - low)
		}
		b.WriteRune(bars[int(math.Round(height*float64(len(bars)-1)))])
	}
	return b.String()
}

// Chart draws curves as text, a line each, with the first and the last value.
func Chart(w io.Writer, curves []Curve, width int) error {
	for _, c := range curves {
		places, _, _ := c.known()
		if len(places) == 0 {
			continue
		}
		if _, err := fmt.Fprintf(w, "  %-14s %9.4g %s %-9.4g\n", c.Name, c.Values[places[0]], c.Line(width), c.Values[places[len(places)-1]]); err != nil {
			return err
		}
	}
	return nil
}

// The size of a panel of a picture, in pixels, and of what is around its curve.
const (
	panelWidth, panelHeight = 480, 140
	panelMargin             = 20
)

// Plot draws curves as an SVG picture, a panel each.
func Plot(w io.Writer, curves []Curve) error {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">`+"\n", panelWidth, panelHeight*len(curves))
	b.WriteString(`<rect width="100%" height="100%" fill="white"/>` + "\n")
	for i, c := range curves {
		c.panel(&b, panelHeight*i)
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (c Curve) panel(b *strings.Builder, top int) {
	places, low, high := c.known()
	fmt.Fprintf(b, `<text x="%d" y="%d">%s`, panelMargin, top+14, c.Name)
	if len(places) == 0 {
		b.WriteString("</text>\n")
		return
	}
	fmt.Fprintf(b, ", %.4g to %.4g</text>\n", low, high)
	if high == low {
		high = low + 1
	}
	fmt.Fprintf(b, `<polyline fill="none" stroke="#1f5fa8" points="`)
	for _, i := range places {
		x := panelMargin + float64(panelWidth-2*panelMargin)*float64(i)/math.Max(1, float64(len(c.Values)-1))
		y := float64(top+panelHeight-panelMargin) - float64(panelHeight-2*panelMargin)*(c.Values[i]-low)/(high-low)
		fmt.Fprintf(b, "%.1f,%.1f ", x, y)
	}
	b.WriteString(`"/>` + "\n")
}
