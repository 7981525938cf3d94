package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// origin says where a flag's value comes from.
type origin string

// The origins, strongest first.
const (
	fromFlag    origin = "flag"
	fromEnv     origin = "environment"
	fromFile    origin = "file"
	fromDefault origin = "default"
)

// setting is a flag of a command with the origin of its value.
type setting struct {
	Command string // path below the program, "" for the flags of every command
	Flag    *pflag.Flag
	Origin  origin
	Where   string // the variable, or file:line
}

// resolve gives every flag of every command its value: command line over environment over file over default.
func (a *app) resolve(root *cobra.Command) error {
	name := a.global.config
	if name == "" {
		name, _ = a.env("INFOSEEK_CONFIG")
	}
	given := a.givenValues(root)
	file := &configFile{}
	if name != "" {
		var err error
		if file, err = openConfigFile(name, root); err != nil {
			return err
		}
	}
	a.settings = nil
	for _, cmd := range withSection(root) {
		for _, f := range ownFlags(cmd) {
			s, err := a.settle(cmd, f, file, given)
			if err != nil {
				return err
			}
			a.settings = append(a.settings, s)
		}
	}
	return nil
}

// givenValues remembers what the command line gave, since reading the file overwrites it.
func (a *app) givenValues(root *cobra.Command) map[*pflag.Flag]fileValue {
	given := map[*pflag.Flag]fileValue{}
	for _, cmd := range withSection(root) {
		for _, f := range ownFlags(cmd) {
			if !f.Changed {
				continue
			}
			if s, ok := f.Value.(pflag.SliceValue); ok {
				given[f] = fileValue{values: slices.Clone(s.GetSlice()), list: true}
			} else {
				given[f] = fileValue{values: []string{f.Value.String()}}
			}
		}
	}
	return given
}

// settle chooses between the sources for one flag.
func (a *app) settle(cmd *cobra.Command, f *pflag.Flag, file *configFile, given map[*pflag.Flag]fileValue) (setting, error) {
	s := setting{Command: section(cmd), Flag: f, Origin: fromDefault}
	variable := envName(s.Command, f.Name)
	if v, ok := given[f]; ok {
		s.Origin = fromFlag
		return s, v.set(f)
	}
	if v, ok := a.env(variable); ok {
		s.Origin, s.Where, f.Changed = fromEnv, variable, true
		if err := setFromEnv(f, v); err != nil {
			return s, usagef("", "config: %s: %v", variable, err)
		}
		return s, nil
	}
	if v, ok := file.values[f]; ok {
		s.Origin, s.Where, f.Changed = fromFile, fmt.Sprintf("%s:%d", file.name, v.line), true
	}
	return s, nil
}

// setFromEnv sets a list from values separated by commas, in place of what it holds.
func setFromEnv(f *pflag.Flag, v string) error {
	if s, ok := f.Value.(pflag.SliceValue); ok {
		return s.Replace(strings.Split(v, ","))
	}
	return f.Value.Set(v)
}

// env looks a variable up.
func (a *app) env(name string) (string, bool) {
	for _, e := range slices.Backward(a.Env) {
		if k, v, ok := strings.Cut(e, "="); ok && k == name {
			return v, true
		}
	}
	return "", false
}

// warnUnknownEnv tells of variables that look as if they set a flag and do not.
func (a *app) warnUnknownEnv(root *cobra.Command) {
	known := []string{"INFOSEEK_CONFIG", "INFOSEEK_DATA", "INFOSEEK_CACHE", "INFOSEEK_LLAMA_URL", "INFOSEEK_OPENSEARCH_URL", "INFOSEEK_FASTMCP", "INFOSEEK_CLIENTS", "INFOSEEK_TOKEN"}
	for _, s := range a.settings {
		known = append(known, envName(s.Command, s.Flag.Name))
	}
	for _, e := range a.Env {
		k, _, _ := strings.Cut(e, "=")
		if !strings.HasPrefix(k, "INFOSEEK_") || slices.Contains(known, k) {
			continue
		}
		a.log.Warn("environment variable sets no flag", "name", k, "nearest", nearest(k, known))
	}
}

// withSection lists the commands that can have a section in the file, root first.
func withSection(root *cobra.Command) []*cobra.Command {
	cmds := []*cobra.Command{root}
	for _, sub := range configurable(root) {
		cmds = append(cmds, withSection(sub)...)
	}
	return cmds
}

// section is the path of a command below the program: "corpus import".
func section(cmd *cobra.Command) string {
	_, path, _ := strings.Cut(cmd.CommandPath(), " ")
	return path
}

func envName(command, flag string) string {
	words := strings.Join(append(strings.Fields(command), flag), "_")
	return "INFOSEEK_" + strings.ToUpper(strings.ReplaceAll(words, "-", "_"))
}
