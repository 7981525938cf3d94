package dataset

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template"

	"infoseek"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Card is what a dataset card says that the run doesn't know.
type Card struct {
	Name string // "" is the run's id
	// License is the corpus's as Hugging Face names licences ("cc-by-sa-3.0"); "" is "unknown". The questions quote the corpus, so it is theirs too.
	License string
	// Source says what the corpus is and where it is from, in Markdown.
	Source string
	// Language of corpus and questions, as an ISO 639 code; "" is "en".
	Language string
}

//go:embed card.md.tmpl
var cardText string

var cardTemplate = template.Must(template.New("card").Option("missingkey=error").Funcs(template.FuncMap{"yaml": yaml}).Parse(cardText))

// yaml quotes a string for YAML: a JSON string on one line is one.
func yaml(s string) (string, error) {
	b, err := json.Marshal(s)
	return string(b), err
}

// tally counts what a card states.
type tally struct {
	Questions  int
	ByVertices map[int]int
	ByGrade    map[infoseek.Grade]int
}

func (e exporter) count() (tally, error) {
	e.Progress = nil // only what is written counts as done
	t := tally{ByVertices: map[int]int{}, ByGrade: map[infoseek.Grade]int{}}
	for q, err := range e.questions() {
		if err != nil {
			return t, err
		}
		t.Questions++
		t.ByVertices[len(q.Value.Tree.Vertices)]++
		t.ByGrade[q.Value.Certificate.Grade]++
	}
	return t, nil
}

// vertexCount is a line of the card's table.
type vertexCount struct{ Vertices, Questions int }

func (t tally) table() []vertexCount {
	var lines []vertexCount
	for _, n := range slices.Sorted(maps.Keys(t.ByVertices)) {
		lines = append(lines, vertexCount{n, t.ByVertices[n]})
	}
	return lines
}

// card fills the dataset card.
func (e exporter) card(t tally) ([]byte, error) {
	m := e.manifest
	options, err := indented(m.Options)
	if err != nil {
		return nil, fmt.Errorf("dataset: options of the run: %w", err)
	}
	var b bytes.Buffer
	err = cardTemplate.Execute(&b, map[string]any{
		"Name":      or(e.Card.Name, m.Run),
		"License":   or(e.Card.License, "unknown"),
		"Language":  or(e.Card.Language, "en"),
		"Source":    strings.TrimSpace(e.Card.Source),
		"Size":      sizeCategory(t.Questions),
		"Questions": t.Questions,
		"Table":     t.table(),
		"Grades":    grades(t),
		"Options":   options,
		"M":         m,
	})
	return b.Bytes(), err
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func grades(t tally) string {
	var parts []string
	for _, g := range slices.Sorted(maps.Keys(t.ByGrade)) {
		parts = append(parts, fmt.Sprintf("%d %s", t.ByGrade[g], g))
	}
	return strings.Join(parts, ", ")
}

func indented(v jsontext.Value) (string, error) {
	v = v.Clone()
	err := v.Indent(jsontext.WithIndent("  "))
	return string(v), err
}

// sizeCategory is the name Hugging Face has for a data set of n rows.
func sizeCategory(n int) string {
	for _, c := range []struct {
		below int
		name  string
	}{{1e3, "n<1K"}, {1e4, "1K<n<10K"}, {1e5, "10K<n<100K"}, {1e6, "100K<n<1M"}, {1e7, "1M<n<10M"}} {
		if n < c.below {
			return c.name
		}
	}
	return "n>10M"
}
