package main

import (
	"context"
	"io"
	"log/slog"

	"github.com/spf13/cobra"
)

// app is the program as a value: what it was started with, and what its commands share. It reads nothing else of its surroundings but files, so that a test starts the real
// thing. It is used for one Run.
type app struct {
	Name           string   // as the program was called
	Args           []string // without the name
	Env            []string // as os.Environ gives it
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	log      *slog.Logger
	global   globalFlags
	settings []setting // of every command, once resolved
	started  bool      // a command's own code has begun: errors before that are usage errors
}

// globalFlags are the flags of every command.
type globalFlags struct {
	config    string
	logFormat string
	logLevel  string
	quiet     bool
}

// Run does what Args say and returns the exit code.
func (a *app) Run(ctx context.Context) int {
	a.log = slog.New(newLogHandler(a.Stderr, "auto", slog.LevelInfo))
	root := a.command()
	root.SetArgs(append([]string{}, a.Args...))
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	code := a.code(ctx, err)
	a.complain(cmd, code, err)
	return code
}

// command builds the tree of commands.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "infoseek",
		Short: "Make certified deep-research questions from a corpus of pages",
		Long: `infoseek reads a corpus of pages with the links between them, grows research trees over it, and writes questions
that need several searches to answer. Each question carries a certificate, computed over the corpus, that it has
exactly one answer and that none of its clues can be left out.

Results go to stdout, progress and messages to stderr.
Exit codes: 0 done, 1 error, 2 usage, 3 a check found differences, 4 a limit was reached, 130 interrupted
(after 4 and 130 the same command goes on where it stopped).

A flag's value comes from the command line, or the variable INFOSEEK_<COMMAND>_<FLAG>, or the file given by --config,
or its default, in this order. 'infoseek config show' says which.`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(a.Stdin)
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return a.prepare(cmd) }

	f := root.PersistentFlags()
	f.StringVar(&a.global.config, "config", "", "YAML file with a section per command, its keys named as the flags (or INFOSEEK_CONFIG)")
	f.StringVar(&a.global.logFormat, "log-format", "auto", "how messages look on stderr: auto, text, json")
	f.StringVar(&a.global.logLevel, "log-level", "info", "least level of the messages shown: debug, info, warn, error")
	f.BoolVarP(&a.global.quiet, "quiet", "q", false, "show warnings and errors only, no progress")

	addGroup(root, "Pages:", newCorpusCmd(a), newForgetCmd(a), newSearchCmd(a), newTuneCmd(a), newAskCmd(a), newServeCmd(a))
	addGroup(root, "Questions:", newSynthCmd(a), newWorkerCmd(a), newShowCmd(a), newCheckCmd(a), newVerifyCmd(a), newFilterCmd(a), newSplitCmd(a), newContaminationCmd(a), newAuditCmd(a), newReportCmd(a), newExportCmd(a))
	addGroup(root, "Answers:", newRolloutCmd(a), newRejectCmd(a), newSFTCmd(a), newGRPOCmd(a), newScoreCmd(a), newEvalCmd(a), newCompareCmd(a))
	addGroup(root, "The program:", newLLMCmd(a), newLMCmd(a), newDemoCmd(a), newSampleCmd(a), newConfigCmd(a), newVersionCmd(a))
	root.SetHelpCommandGroupID("The program:")
	root.SetCompletionCommandGroupID("The program:")
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	a.watchStart(root)
	return root
}

// addGroup puts commands under a heading of the help.
func addGroup(root *cobra.Command, title string, commands ...*cobra.Command) {
	root.AddGroup(&cobra.Group{ID: title, Title: title})
	for _, c := range commands {
		c.GroupID = title
		root.AddCommand(c)
	}
}

// prepare settles the flags' values and the log before a command runs.
func (a *app) prepare(cmd *cobra.Command) error {
	if err := a.resolve(cmd.Root()); err != nil {
		return err
	}
	h, err := a.logHandler()
	if err != nil {
		return err
	}
	a.log = slog.New(h)
	a.warnUnknownEnv(cmd.Root())
	return nil
}

// watchStart makes every command note that its own code has begun.
func (a *app) watchStart(c *cobra.Command) {
	if run := c.RunE; run != nil {
		c.RunE = func(cmd *cobra.Command, args []string) error {
			a.started = true
			return run(cmd, args)
		}
	}
	for _, sub := range c.Commands() {
		a.watchStart(sub)
	}
}
