package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"infoseek/bench/table"
)

// redraw writes the page and the plot of a published table into a folder.
func redraw(name, dir string) error {
	rows, about, err := table.Published(name)
	if err != nil {
		return err
	}
	all := collections(rows)
	picture := "bench-" + name + ".svg"
	if err := drawFile(filepath.Join(dir, picture), all); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "bench-"+name+".md"), []byte(page(picture, rows, about, all)), 0o644)
}

// page is the table as Markdown.
func page(picture string, rows []table.Row, about table.About, all []*measured) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Search beside other engines: one run\n\n`make bench-search` writes this page and its picture from what it measured, and `go run ./bench/search --plot` writes them again without measuring; do not edit them. [search.md](search.md) says how is measured.\n\n")
	fmt.Fprintf(&b, "Measured on %s by `%s` at commit %s, on %d processors of %s (%s, %s).", about.Date, about.Command, about.Commit, about.Processors, about.Processor, about.System, about.Go)
	for i, engine := range slices.Sorted(maps.Keys(about.Versions)) {
		fmt.Fprintf(&b, "%s%s: %s", []string{" ", "; "}[min(i, 1)], engine, about.Versions[engine])
	}
	fmt.Fprintf(&b, "%s\n\n![The figures of each collection as bars, an engine a bar](%s)\n", strings.Repeat(".", min(1, len(about.Versions))), picture)
	for _, m := range all {
		b.WriteString(m.markdown())
	}
	b.WriteString(goals(rows))
	return b.String()
}

// markdown is a collection's table: a line a figure, a column an engine.
func (m *measured) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\n\n| |", m.collection)
	for _, engine := range m.engines {
		fmt.Fprintf(&b, " %s |", engine)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(m.engines)) + "\n")
	for _, figure := range m.figures {
		fmt.Fprintf(&b, "| %s |", strings.TrimSuffix(figure+", "+m.units[figure], ", "))
		for _, engine := range m.engines {
			v, is := m.values[[2]string{figure, engine}]
			cell := ""
			if is {
				cell = figureText(v)
			}
			fmt.Fprintf(&b, " %s |", cell)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// goals lists what was asked for, and what was not measured.
func goals(rows []table.Row) string {
	var b strings.Builder
	b.WriteString("\n## Goals\n\n| what | ours | theirs | ratio | goal | |\n|---|---|---|---|---|---|\n")
	for _, r := range rows {
		if r.Skipped != nil {
			fmt.Fprintf(&b, "| %s | | | | %s | skipped: %s |\n", r.What, cell(r.Goal), *r.Skipped)
		} else if r.Met != nil {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", r.What, number(r.Ours), number(r.Theirs), number(r.Ratio), cell(r.Goal), map[bool]string{true: "met", false: "missed"}[*r.Met])
		}
	}
	return b.String()
}

func cell(s *string) string { return *cmp.Or(s, new("")) }

func number(v *float64) string {
	if v == nil {
		return ""
	}
	return figureText(*v)
}
