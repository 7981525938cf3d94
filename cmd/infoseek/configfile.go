package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// fileValue is the value that the configuration file gives a flag.
type fileValue struct {
	values []string // one, or the items of a list
	list   bool
	line   int
}

// configFile is a configuration file, checked against the tree of commands: every key is a flag or a command with a section of its own.
type configFile struct {
	name   string
	values map[*pflag.Flag]fileValue
}

// openConfigFile reads the named file for the commands below root.
func openConfigFile(name string, root *cobra.Command) (*configFile, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, usagef("", "config: %v", err)
	}
	defer f.Close()
	return readConfigFile(f, name, root)
}

func readConfigFile(r io.Reader, name string, root *cobra.Command) (*configFile, error) {
	c := &configFile{name: name, values: map[*pflag.Flag]fileValue{}}
	dec := yaml.NewDecoder(r)
	var doc, more yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return c, nil
	} else if err != nil {
		return nil, usagef("", "config: %s: %v", name, err)
	}
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, usagef("", "config: %s: more than one document", name)
	}
	if err := c.section(doc.Content[0], root); err != nil {
		return nil, err
	}
	return c, nil
}

// section reads the section of one command.
func (c *configFile) section(n *yaml.Node, cmd *cobra.Command) error {
	n = resolveAlias(n)
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return c.errorf(n, "", "the section of %q must be keys with values", cmd.CommandPath())
	}
	seen := map[string]int{}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if line, twice := seen[key.Value]; twice {
			return c.errorf(key, "", "key %q is already set in line %d", key.Value, line)
		}
		seen[key.Value] = key.Line
		if err := c.entry(key, value, cmd); err != nil {
			return err
		}
	}
	return nil
}

// entry reads one key of cmd's section: a command below it, or a flag.
func (c *configFile) entry(key, value *yaml.Node, cmd *cobra.Command) error {
	for _, sub := range configurable(cmd) {
		if sub.Name() == key.Value {
			return c.section(value, sub)
		}
	}
	for _, f := range ownFlags(cmd) {
		if f.Name == key.Value {
			return c.flag(key, value, f)
		}
	}
	hint := ""
	if near := nearest(key.Value, sectionKeys(cmd)); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return c.errorf(key, hint, "unknown key %q in the section of %q", key.Value, cmd.CommandPath())
}

func (c *configFile) flag(key, n *yaml.Node, f *pflag.Flag) error {
	n = resolveAlias(n)
	v := fileValue{line: key.Line}
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
		v.values = []string{n.Value}
	case n.Kind == yaml.SequenceNode:
		v.list = true
		for _, item := range n.Content {
			if item = resolveAlias(item); item.Kind != yaml.ScalarNode {
				return c.errorf(item, "", "key %q: an item of the list is not a plain value", f.Name)
			}
			v.values = append(v.values, item.Value)
		}
	default:
		return c.errorf(key, "", "key %q has no plain value", f.Name)
	}
	if err := v.set(f); err != nil {
		return c.errorf(n, "", "key %q: %v", f.Name, err)
	}
	c.values[f] = v
	return nil
}

// set gives the flag this value, without marking it as given on the command line.
func (v fileValue) set(f *pflag.Flag) error {
	if s, ok := f.Value.(pflag.SliceValue); ok && v.list {
		return s.Replace(v.values)
	}
	if v.list {
		return fmt.Errorf("takes one value, not a list")
	}
	return f.Value.Set(v.values[0])
}

func (c *configFile) errorf(n *yaml.Node, hint, format string, args ...any) error {
	return usagef(hint, "config: %s:%d: %s", c.name, n.Line, fmt.Sprintf(format, args...))
}

func resolveAlias(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

// configurable lists the commands below cmd that can have a section.
func configurable(cmd *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(slices.Clone(cmd.Commands()), func(c *cobra.Command) bool {
		return !c.IsAvailableCommand() || c.Name() == "help" || c.Name() == "completion" || c.Name() == "config"
	})
}

// ownFlags lists the flags that cmd itself declares and that a file may set.
func ownFlags(cmd *cobra.Command) []*pflag.Flag {
	var flags []*pflag.Flag
	add := func(f *pflag.Flag) {
		if f.Name != "help" && f.Name != "config" {
			flags = append(flags, f)
		}
	}
	if !cmd.HasParent() {
		cmd.PersistentFlags().VisitAll(add)
		return flags
	}
	cmd.LocalNonPersistentFlags().VisitAll(add)
	return flags
}

func sectionKeys(cmd *cobra.Command) []string {
	var keys []string
	for _, f := range ownFlags(cmd) {
		keys = append(keys, f.Name)
	}
	for _, sub := range configurable(cmd) {
		keys = append(keys, sub.Name())
	}
	return keys
}
