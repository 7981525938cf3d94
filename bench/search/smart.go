package main

import (
	"fmt"
	"strings"
)

// smart reads documents or queries in the form of the SMART system's collections: fields begin with lines ".I number", ".T" (title), ".W" (text) and others, which are left out.
func smart(text string) []document {
	var all []document
	field := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \r\n")
		if number, is := strings.CutPrefix(line, ".I "); is {
			all, field = append(all, document{ID: number}), ""
			continue
		}
		if len(line) == 2 && line[0] == '.' {
			field = line
			continue
		}
		if len(all) == 0 {
			continue
		}
		switch d := &all[len(all)-1]; field {
		case ".T":
			d.Title = oneLine(d.Title + " " + line)
		case ".W":
			d.Text += line + "\n"
		}
	}
	return all
}

// smartQrels are judgements of two columns, query and document and what else there is, as TREC has them.
func smartQrels(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) >= 2 {
			fmt.Fprintf(&b, "%s 0 %s 1\n", f[0], f[1])
		}
	}
	return b.String()
}
