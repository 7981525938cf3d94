package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError turns the flag parser's error into a usage error that names the nearest flag.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usagef("", "%v", err)
	}
	hint := ""
	if near := nearest(unknown.GetSpecifiedName(), flagNames(cmd)); near != "" {
		hint = "did you mean --" + near + "?"
	}
	return usagef(hint, "%v", err)
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// group makes a command that only holds others say so when it is called by itself or with a word it does not know.
func group(c *cobra.Command, subs ...*cobra.Command) *cobra.Command {
	c.AddCommand(subs...)
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(cmd *cobra.Command, args []string) error {
		var names []string
		for _, sub := range subs {
			names = append(names, sub.Name())
		}
		if len(args) == 0 {
			return usagef("one of: "+strings.Join(names, ", "), "%s needs a command", cmd.CommandPath())
		}
		hint := "one of: " + strings.Join(names, ", ")
		if near := nearest(args[0], names); near != "" {
			hint = "did you mean '" + cmd.CommandPath() + " " + near + "'?"
		}
		return usagef(hint, "unknown command %q for %q", args[0], cmd.CommandPath())
	}
	return c
}
