package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"infoseek"

	"github.com/spf13/cobra"
)

func newConfigCmd(a *app) *cobra.Command {
	return group(&cobra.Command{
		Use:   "config",
		Short: "Show the settings of commands",
		Long:  "Show the settings of commands and where they come from.",
	}, newConfigShowCmd(a))
}

func newConfigShowCmd(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "show [COMMAND]",
		Short: "Say what each flag is set to, and by what",
		Long: `Say what each flag of the command (of all commands if none is named) is set to, and whether by the command line,
an environment variable, the configuration file or the program's default.

The file is YAML: a section per command, its keys named as the flags, sections nested for commands of two words:

  log-format: json
  corpus:
    import:
      k1: 1.2
      passage-words: 80`,
		Example: "  infoseek config show\n  infoseek --config infoseek.yaml config show corpus import",
		RunE: func(cmd *cobra.Command, args []string) error {
			settings, err := a.settingsOf(cmd.Root(), args)
			if err != nil {
				return err
			}
			if asJSON {
				return a.printSettingsJSON(settings)
			}
			return a.printSettings(settings)
		},
	}
	jsonFlag(c, &asJSON)
	return c
}

// settingsOf lists the settings of the command named by path and of those below it.
func (a *app) settingsOf(root *cobra.Command, path []string) ([]setting, error) {
	command := strings.Join(path, " ")
	var sections []string
	for _, c := range withSection(root) {
		sections = append(sections, section(c))
	}
	var found []setting
	known := command == ""
	for _, s := range sections {
		known = known || s == command
	}
	if !known {
		return nil, usagef("one of "+strings.Join(sections[1:], ", "), "no command %q", command)
	}
	for _, s := range a.settings {
		if command == "" || s.Command == command || strings.HasPrefix(s.Command, command+" ") {
			found = append(found, s)
		}
	}
	return found, nil
}

func (a *app) printSettings(settings []setting) error {
	w := tabwriter.NewWriter(a.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "COMMAND\tFLAG\tVALUE\tFROM")
	for _, s := range settings {
		fmt.Fprintf(w, "%s\t--%s\t%s\t%s\n", orDash(s.Command), s.Flag.Name, orDash(s.Flag.Value.String()), strings.TrimSpace(string(s.Origin)+" "+s.Where))
	}
	return w.Flush()
}

type settingRecord struct {
	V       int    `json:"v"`
	Command string `json:"command"`
	Flag    string `json:"flag"`
	Value   string `json:"value"`
	Origin  origin `json:"origin"`
	Where   string `json:"where"`
}

func (a *app) printSettingsJSON(settings []setting) error {
	for _, s := range settings {
		if err := a.printJSON(settingRecord{infoseek.FormatVersion, s.Command, s.Flag.Name, s.Flag.Value.String(), s.Origin, s.Where}); err != nil {
			return err
		}
	}
	return nil
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
