package main

import (
	"runtime"
	"runtime/debug"

	"infoseek"

	"github.com/spf13/cobra"
)

// version is set when linking: -ldflags "-X main.version=v1.2.3".
var version string

// programVersion is the version as stamped, else as the toolchain knows it, else "devel".
func programVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

func newVersionCmd(a *app) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "version",
		Short:   "Print the version of this program",
		Long:    "Print the version of this program, of the records it writes, and what it was built with.",
		Example: "  infoseek version\n  infoseek version --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return a.printJSON(versionRecord{infoseek.FormatVersion, programVersion(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH})
			}
			return a.printf("infoseek %s (records v%d, %s %s/%s)\n", programVersion(), infoseek.FormatVersion, runtime.Version(), runtime.GOOS, runtime.GOARCH)
		},
	}
	jsonFlag(c, &asJSON)
	return c
}

type versionRecord struct {
	V        int    `json:"v"`
	Version  string `json:"version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// jsonFlag gives a command the flag --json.
func jsonFlag(c *cobra.Command, to *bool) {
	c.Flags().BoolVar(to, "json", false, "print JSON, one object a line, for programs to read")
}
