package chart

import (
	"fmt"
	"image/color"
	"io"

	"infoseek/eval"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// The size of a panel, and how many stand side by side.
const (
	panelWidth  = 8 * vg.Centimeter
	panelHeight = 6 * vg.Centimeter
	columns     = 3
)

var colours = []color.RGBA{{0x1b, 0x6c, 0xa8, 0xff}, {0xd9, 0x8c, 0x2b, 0xff}, {0x5a, 0x9e, 0x6f, 0xff}, {0x9b, 0x5d, 0xa5, 0xff}, {0x7d, 0x87, 0x8f, 0xff}}

// bar is a run's figure on a set.
type bar struct {
	name string
	eval.Metric
}

// barsOf are the bars of a metric on each set, in the order in which sets first occur.
func barsOf(all []eval.Outcome, metric string) (sets []string, bars map[string][]bar) {
	bars = map[string][]bar{}
	for _, o := range all {
		for _, s := range o.Scores {
			for _, m := range s.Metrics {
				if m.Name != metric {
					continue
				}
				if bars[s.Conditions.Set] == nil {
					sets = append(sets, s.Conditions.Set)
				}
				bars[s.Conditions.Set] = append(bars[s.Conditions.Set], bar{o.Name, m})
			}
		}
	}
	return sets, bars
}

// PNG draws a metric of the runs.
func PNG(w io.Writer, all []eval.Outcome, metric, title string) error {
	c := vgimg.NewWith(vgimg.UseWH(size(all, metric)), vgimg.UseDPI(144))
	if err := drawOn(draw.New(c), all, metric, title); err != nil {
		return err
	}
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}

func size(all []eval.Outcome, metric string) (width, height vg.Length) {
	sets, _ := barsOf(all, metric)
	rows := (len(sets) + columns - 1) / columns
	return panelWidth * vg.Length(min(columns, max(len(sets), 1))), panelHeight * vg.Length(max(rows, 1))
}

func drawOn(c draw.Canvas, all []eval.Outcome, metric, title string) error {
	c.SetColor(color.White)
	c.Fill(c.Rectangle.Path())
	sets, bars := barsOf(all, metric)
	if len(sets) == 0 {
		return fmt.Errorf("chart: no run has the figure %q", metric)
	}
	tiles := draw.Tiles{Rows: (len(sets) + columns - 1) / columns, Cols: min(columns, len(sets)), PadX: vg.Millimeter * 4, PadY: vg.Millimeter * 4, PadTop: vg.Millimeter * 2, PadBottom: vg.Millimeter * 2, PadLeft: vg.Millimeter * 2, PadRight: vg.Millimeter * 2}
	for i, set := range sets {
		p, err := panel(set+": "+title, bars[set])
		if err != nil {
			return err
		}
		p.Draw(tiles.At(c, i%columns, i/columns))
	}
	return nil
}

// intervals are the bars' lows and highs, as gonum's error bars want them.
type intervals struct {
	plotter.XYs
	plotter.YErrors
}

// panel draws one set, in per cent.
func panel(title string, bars []bar) (*plot.Plot, error) {
	p := plot.New()
	p.Title.Text = title
	p.Title.TextStyle.Font.Size, p.Title.TextStyle.Font.Variant = vg.Points(9), "Sans"
	p.Y.Min = 0
	var names []string
	var errs intervals
	for i, b := range bars {
		drawn, err := plotter.NewBarChart(plotter.Values{100 * b.Value}, vg.Points(18))
		if err != nil {
			return nil, err
		}
		drawn.XMin, drawn.LineStyle.Width, drawn.Color = float64(i), 0, colours[i%len(colours)]
		p.Add(drawn)
		names = append(names, b.name)
		errs.XYs = append(errs.XYs, plotter.XY{X: float64(i), Y: 100 * b.Value})
		errs.YErrors = append(errs.YErrors, struct{ Low, High float64 }{100 * (b.Value - b.Low), 100 * (b.High - b.Value)})
	}
	whiskers, err := plotter.NewYErrorBars(errs)
	if err != nil {
		return nil, err
	}
	p.Add(whiskers)
	p.NominalX(names...)
	p.X.Tick.Label.Font.Size, p.Y.Tick.Label.Font.Size = vg.Points(7), vg.Points(7)
	p.X.Tick.Label.Font.Variant, p.Y.Tick.Label.Font.Variant = "Sans", "Sans"
	return p, nil
}
