package dataset

import (
	"bytes"
	"embed"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
)

//go:embed hf.card.md.tmpl trl.card.md.tmpl prompts.card.md.tmpl
var sampleCards embed.FS

var sampleCardTemplates = template.Must(template.New("cards").Option("missingkey=error").Funcs(template.FuncMap{"yaml": yaml}).ParseFS(sampleCards, "*.card.md.tmpl"))

// card fills the dataset card called name.
func (e samplesExport) card(name string) ([]byte, error) {
	m := e.manifest
	options, err := indented(m.Options)
	if err != nil {
		return nil, fmt.Errorf("dataset: options of the run: %w", err)
	}
	var b bytes.Buffer
	err = sampleCardTemplates.ExecuteTemplate(&b, name, map[string]any{
		"Name":     or(e.Card.Name, m.Run),
		"License":  or(e.Card.License, "unknown"),
		"Language": or(e.Card.Language, "en"),
		"Source":   strings.TrimSpace(e.Card.Source),
		"Size":     sizeCategory(e.tally.Trajectories),
		"File":     filepath.Base(e.path),
		"Native":   e.native(),
		"T":        e.tally,
		"Agents":   counted(e.tally.ByAgent),
		"Endings":  counted(e.tally.ByEnding),
		"Options":  options,
		"M":        m,
	})
	return b.Bytes(), err
}

// counted lists names with their counts.
func counted[K ~string](counts map[K]int) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[k], k))
	}
	return strings.Join(parts, ", ")
}

// hf writes whole records and the card.
func (e samplesExport) hf(dir string) ([]string, error) {
	names, err := writeShards(filepath.Join(dir, dataFolder), e.shards(e.tally.Trajectories, e.manifest), rowsOf(e.samples(), newSampleRow))
	if err != nil {
		return nil, err
	}
	card, err := e.card("hf.card.md.tmpl")
	if err != nil {
		return nil, err
	}
	return append(within(dataFolder, names), cardName), writeCard(dir, card)
}
