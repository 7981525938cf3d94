package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestHelp demands that every command explains itself.
func TestHelp(t *testing.T) {
	root := (&app{}).command()
	commands := 0
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			if sub.Name() == "help" || sub.Name() == "completion" {
				continue // cobra's own
			}
			commands++
			checkHelp(t, sub)
			walk(sub)
		}
	}
	walk(root)
	if commands < 3 {
		t.Fatalf("%d commands walked", commands)
	}
}

func checkHelp(t *testing.T, c *cobra.Command) {
	t.Helper()
	path := c.CommandPath()
	if c.Short == "" || strings.HasSuffix(c.Short, ".") {
		t.Errorf("%s: Short is %q: want a phrase without full stop", path, c.Short)
	}
	if !c.HasSubCommands() && (c.Long == "" || !strings.Contains(c.Example, path)) {
		t.Errorf("%s: no Long, or no Example that uses it", path)
	}
	for _, line := range strings.Split(c.Example, "\n") {
		if line != "" && !strings.HasPrefix(line, "  ") {
			t.Errorf("%s: example line is not indented: %q", path, line)
		}
	}
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if len(f.Usage) < 5 {
			t.Errorf("%s: flag --%s is not described", path, f.Name)
		}
	})
}
