package main

import (
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestExamples demands that every line shown as an example, in the help and in the README, is one that the program takes.
func TestExamples(t *testing.T) {
	lines := readmeLines(t)
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			lines = append(lines, exampleLines(sub.Example)...)
			walk(sub)
		}
	}
	walk((&app{}).command())
	if len(lines) < 30 {
		t.Fatalf("only %d lines found", len(lines))
	}
	for _, line := range lines {
		if err := parses(words(line)[1:]); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func readmeLines(t *testing.T) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return exampleLines(string(readme))
}

// exampleLines are the indented lines that call the program.
func exampleLines(s string) []string {
	var lines []string
	for line := range strings.Lines(s) {
		if call := strings.TrimSpace(line); strings.HasPrefix(line, "  ") && strings.HasPrefix(call, "infoseek ") {
			lines = append(lines, call)
		}
	}
	return lines
}

// parses says whether the program would begin to work with these arguments.
func parses(args []string) error {
	cmd, rest, err := (&app{}).command().Find(args)
	if err != nil {
		return err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
		return err
	}
	return cmd.ValidateRequiredFlags()
}

// words splits a line as a shell does, up to a pipe or redirection.
func words(line string) []string {
	var words []string
	word, quoted, in := strings.Builder{}, false, false
	for _, r := range line + " " {
		switch {
		case r == '"':
			quoted, in = !quoted, true
		case quoted || r != ' ':
			word.WriteRune(r)
			in = true
		case in:
			if w := word.String(); w == ">" || w == "|" {
				return words
			}
			words = append(words, word.String())
			word.Reset()
			in = false
		}
	}
	return words
}
