package report

// histogram is a chart of standing bars, in the units of its view box.
type histogram struct {
	Title, Note   string
	Width, Height int
	Base          int  // y of the axis
	Slanted       bool // the labels, as they are too wide to stand side by side
	Columns       []column
}

type column struct {
	Label, Value, Hint string
	Odd                bool // the values deeper than looked
	X, Y, W, H, Mid    int
}

const (
	histWidth = 340
	histTop   = 20
	histBase  = 146
	histBelow = 24 // room for level labels
	histSlant = 46 // for slanted ones
)

// newHistogram is nil where there is nothing to count.
func newHistogram(title, note string, bins []bin) *histogram {
	if len(bins) == 0 {
		return nil
	}
	most, all := 0, 0
	for _, b := range bins {
		most, all = max(most, b.n), all+b.n
	}
	h := &histogram{Title: title, Note: note, Width: histWidth, Height: histBase + histBelow, Base: histBase}
	step := min(histWidth/len(bins), 64)
	left := (histWidth - step*len(bins)) / 2
	for i, b := range bins {
		height := 0
		if b.n > 0 {
			height = max(2, (histBase-histTop)*b.n/max(1, most))
		}
		c := column{Label: b.label, Hint: b.label + ": " + count(b.n) + " (" + percent(b.n, all) + ")", Odd: b.low == deeper,
			X: left + i*step + step/10, W: step - step/5, Y: histBase - height, H: height, Mid: left + i*step + step/2}
		if b.n > 0 {
			c.Value = compact(b.n)
		}
		if step < 7*len([]rune(b.label)) {
			h.Slanted, h.Height = true, histBase+histSlant
		}
		h.Columns = append(h.Columns, c)
	}
	return h
}
