package chart

import (
	"bytes"
	_ "embed"
	"encoding/base64"
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
	if err := PNG(&drawing, all, metric, title); err != nil {
		return err
	}
	png := "data:image/png;base64," + base64.StdEncoding.EncodeToString(drawing.Bytes())
	return page.Execute(w, map[string]any{"Runs": all, "Rows": rows, "Drawing": template.URL(png), "Title": title})
}
