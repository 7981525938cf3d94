package chart

import (
	"bytes"
	_ "embed"
	"html/template"
	"io"

	"infoseek/eval"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"percent": func(v float64) float64 { return 100 * v },
}).Parse(pageText))

// HTML writes a page with the drawing, the conditions of every score, and the comparisons. It needs no other file.
func HTML(w io.Writer, all []eval.Outcome, rows []eval.Comparison, metric, title string) error {
	var drawing bytes.Buffer
	if err := SVG(&drawing, all, metric, title); err != nil {
		return err
	}
	// the drawing is this program's own; the texts in it are escaped by what draws it
	_, svg, _ := bytes.Cut(drawing.Bytes(), []byte("?>"))
	return page.Execute(w, map[string]any{"Runs": all, "Rows": rows, "Drawing": template.HTML(svg), "Title": title})
}
