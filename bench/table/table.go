// Package table is how a benchmark tells what it measured: rows with goals, printed for a person, written as JSON, and summed up in an exit status. It knows nothing
// of what is measured.
package table

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// The exit statuses of a benchmark.
const (
	AllMet  = 0
	Missed  = 1 // a goal is not met
	Skipped = 2 // none is missed, but something was not measured
)

// Table is the rows of one benchmark, in the order in which they were measured.
type Table struct{ rows []Row }

// Add appends rows.
func (t *Table) Add(rows ...Row) { t.rows = append(t.rows, rows...) }

// Totals counts goals met and missed, and rows skipped.
func (t *Table) Totals() (met, missed, skipped int) {
	for _, r := range t.rows {
		switch {
		case r.Skipped != nil:
			skipped++
		case r.Met != nil && *r.Met:
			met++
		case r.Met != nil:
			missed++
		}
	}
	return met, missed, skipped
}

// Status is the exit status the rows stand for.
func (t *Table) Status() int {
	switch _, missed, skipped := t.Totals(); {
	case missed > 0:
		return Missed
	case skipped > 0:
		return Skipped
	}
	return AllMet
}

// Print writes the table and, last, the line of totals.
func (t *Table) Print(w io.Writer) error {
	lines := [][6]string{{"what", "ours", "theirs", "ratio", "goal", ""}}
	for _, r := range t.rows {
		lines = append(lines, r.cells())
	}
	var width [6]int
	for _, l := range lines {
		for i, c := range l {
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	var b strings.Builder
	for _, l := range lines {
		var line strings.Builder
		for i, c := range l {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
			if i == 0 {
				line.WriteString(c + pad)
			} else if i < 4 {
				line.WriteString("  " + pad + c)
			} else {
				line.WriteString("  " + c + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	met, missed, skipped := t.Totals()
	fmt.Fprintf(&b, "%d met, %d missed, %d skipped\n", met, missed, skipped)
	_, err := io.WriteString(w, b.String())
	return err
}

// Publish writes the table to bench/out/NAME.json below the working directory, and prints it to stdout.
func (t *Table) Publish(name string) error {
	return errors.Join(t.WriteFile(place(name, ".json")), t.Print(os.Stdout))
}

// Exit publishes the table of the program bench-NAME and ends it with the table's status.
func (t *Table) Exit(name string) {
	if err := t.Publish(name); err != nil {
		slog.Error("bench-"+name, "error", err)
		os.Exit(Missed)
	}
	os.Exit(t.Status())
}

// WriteFile writes the rows as a JSON list, making the folder if need be.
func (t *Table) WriteFile(path string) error {
	rows := t.rows
	if rows == nil {
		rows = []Row{}
	}
	data, err := json.MarshalIndent(rows, "", " ")
	if err != nil {
		return fmt.Errorf("table: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}
