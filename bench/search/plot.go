package main

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"os"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// panels are the figures that are drawn, a column each, with what is better.
var panels = []struct{ figure, title string }{
	{"queries per CPU s, one thread", "queries per CPU s (more is better)"},
	{"indexing, CPU", "indexing, CPU s (less is better)"},
	{"size of the index", "size of the index, MB (less is better)"},
	{"nDCG@10", "nDCG@10 (more is better)"},
}

// The size of a panel.
const (
	panelWidth  = 7.5 * vg.Centimeter
	panelHeight = 4.5 * vg.Centimeter
)

var (
	ourColour   = color.RGBA{R: 0x1b, G: 0x6c, B: 0xa8, A: 0xff}
	theirColour = color.RGBA{R: 0xb5, G: 0xbd, B: 0xc4, A: 0xff}
)

// drawFile draws the collections, a row each, as SVG.
func drawFile(path string, all []*measured) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(drawTo(f, all), f.Close())
}

func drawTo(w io.Writer, all []*measured) error {
	if len(all) == 0 {
		return errors.New("nothing was measured that could be drawn")
	}
	canvas := vgsvg.New(panelWidth*vg.Length(len(panels)), panelHeight*vg.Length(len(all)))
	tiles := draw.Tiles{Rows: len(all), Cols: len(panels), PadX: vg.Millimeter * 4, PadY: vg.Millimeter * 4, PadTop: vg.Millimeter, PadBottom: vg.Millimeter, PadLeft: vg.Millimeter, PadRight: vg.Millimeter * 3}
	grid := make([][]*plot.Plot, len(all))
	for i, m := range all {
		for _, p := range panels {
			bars, err := m.bars(p.figure, p.title)
			if err != nil {
				return err
			}
			grid[i] = append(grid[i], bars)
		}
	}
	canvas.SetColor(color.White)
	width, height := canvas.Size()
	canvas.Fill(vg.Rectangle{Max: vg.Point{X: width, Y: height}}.Path())
	places := plot.Align(grid, tiles, draw.New(canvas))
	for i, row := range grid {
		for j, p := range row {
			if p != nil {
				p.Draw(places[i][j])
			}
		}
	}
	_, err := canvas.WriteTo(w)
	return err
}

// bars draws one figure, a bar an engine; nil if it was not measured.
func (m *measured) bars(figure, title string) (*plot.Plot, error) {
	var values plotter.Values
	var names, labels []string
	for _, engine := range slices.Backward(m.engines) { // the first is on top
		if v, is := m.values[[2]string{figure, engine}]; is && engine != luceneDefault {
			values, names, labels = append(values, v), append(names, engine), append(labels, figureText(v))
		}
	}
	if len(values) == 0 {
		return nil, nil
	}
	p := plot.New()
	p.Title.Text = m.collection + ": " + title
	p.Title.Padding = vg.Points(4)
	p.Title.TextStyle.Font.Size = vg.Points(9)
	p.Title.TextStyle.Font.Variant, p.Y.Tick.Label.Font.Variant = "Sans", "Sans"
	p.Y.Tick.Label.Font.Size = vg.Points(9)
	p.HideX()
	p.NominalY(names...)
	p.Y.LineStyle.Width = 0
	if err := addBars(p, values, names); err != nil {
		return nil, err
	}
	err := addLabels(p, values, labels)
	p.X.Min, p.X.Max = 0, slices.Max(values)*1.25 // room for the labels
	return p, err
}

// addBars has a colour for ours.
func addBars(p *plot.Plot, values plotter.Values, names []string) error {
	for i, v := range values {
		bar, err := plotter.NewBarChart(plotter.Values{v}, vg.Points(11))
		if err != nil {
			return err
		}
		bar.Horizontal, bar.XMin, bar.LineStyle.Width, bar.Color = true, float64(i), 0, theirColour
		if names[i] == ourName {
			bar.Color = ourColour
		}
		p.Add(bar)
	}
	return nil
}

func addLabels(p *plot.Plot, values plotter.Values, labels []string) error {
	at := make(plotter.XYs, len(values))
	for i, v := range values {
		at[i] = plotter.XY{X: v, Y: float64(i)}
	}
	shown, err := plotter.NewLabels(plotter.XYLabels{XYs: at, Labels: labels})
	if err != nil {
		return err
	}
	for i := range shown.TextStyle {
		style := &shown.TextStyle[i]
		style.YAlign, style.Font.Size, style.Font.Variant = text.YCenter, vg.Points(8), "Sans"
	}
	shown.Offset.X = vg.Points(3)
	p.Add(shown)
	return nil
}

// figureText shows three significant digits, of large numbers all before the point.
func figureText(v float64) string {
	if v >= 1000 {
		return fmt.Sprintf("%.0f", v)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
