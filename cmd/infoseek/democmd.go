package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"infoseek/runs"

	"github.com/spf13/cobra"
)

func newDemoCmd(a *app) *cobra.Command {
	var dir string
	var n int
	c := &cobra.Command{
		Use:   "demo",
		Short: "Do the whole way with the sample encyclopedia: import, questions, check, report",
		Long: `Do the whole way with the sample encyclopedia that comes with this program: import it, make questions, check them, draw the
report. The demo runs the commands that it prints, so the same lines with other files do the same for pages of your own.`,
		Example: "  infoseek demo\n  infoseek demo -o somewhere -n 20",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
				return usagef("remove it, or choose another directory with -o", "%s is not empty", dir)
			} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			return (&demo{app: a, dir: dir, n: n}).run(cmd.Context())
		},
	}
	c.Flags().StringVarP(&dir, "out", "o", "demo-out", "`directory` to make")
	c.MarkFlagDirname("out")
	c.Flags().IntVarP(&n, "n", "n", 50, "how many questions to make")
	return c
}

// demo runs commands of the program one after the other.
type demo struct {
	*app
	dir string
	n   int
}

func (d *demo) run(ctx context.Context) error {
	begun := time.Now()
	pages, corpus, run, page := d.in("encyclopedia.xml"), d.in("corpus"), d.in("run"), d.in("report.html")
	for _, args := range [][]string{
		{"sample", "-o", pages},
		{"corpus", "import", pages, "-o", corpus},
		{"synth", "-c", corpus, "-o", run, "-n", fmt.Sprint(d.n), "--seed", "1"},
		{"check", run, "-c", corpus},
		{"report", run, "-o", page},
	} {
		if err := d.step(ctx, args); err != nil {
			return err
		}
	}
	return d.end(run, corpus, page, time.Since(begun))
}

func (d *demo) in(name string) string { return filepath.Join(d.dir, name) }

// step runs one command as if it had been typed, and prints it first.
func (d *demo) step(ctx context.Context, args []string) error {
	if err := d.printf("$ %s\n", d.line(args...)); err != nil {
		return err
	}
	sub := app{Name: d.Name, Args: append(args, "--log-level=warn"), Env: d.Env, Stdin: d.Stdin, Stdout: d.Stdout, Stderr: d.Stderr}
	if d.global.quiet {
		sub.Args = append(sub.Args, "--quiet")
	}
	if code := sub.Run(ctx); code != exitDone {
		return &stepError{code, d.line(args...)}
	}
	return d.printf("\n")
}

// line is a command as it would be typed.
func (d *demo) line(args ...string) string {
	words := []string{d.Name}
	for _, a := range args {
		if strings.ContainsAny(a, " \"'$&|;<>()*?") || a == "" {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		words = append(words, a)
	}
	return strings.Join(words, " ")
}

// end shows a question and says what to try next.
func (d *demo) end(run, corpus, page string, took time.Duration) error {
	r, err := runs.Read(run)
	if err != nil {
		return err
	}
	questions, err := gather(r.Questions())
	if err != nil {
		return err
	}
	if len(questions) == 0 {
		return fmt.Errorf("%s has no questions", run)
	}
	q := questions[0]
	return d.printf(`%d questions in %.1f s. The first:

  %s
  Answer: %s

Look at them all:         %s
Try next:
  its tree and proof      %s
  count again, by other   %s
    code, from the text
  search the pages        %s
  harder questions        %s
  pages of your own       %s
`, len(questions), took.Seconds(), q.Question, q.Answer, page,
		d.line("show", run, q.ID),
		d.line("check", run, "-c", corpus, "--independent", "--sample", "10"),
		d.line("search", "-c", corpus, "a river that flows to the sea"),
		d.line("synth", "-c", corpus, "-o", d.in("hard"), "-n", "20", "--hard"),
		d.line("corpus", "import", "enwiki-pages-articles.xml.bz2", "-o", "my-corpus"))
}

// stepError ends the demo with the exit code of the command that did. It has told its error itself.
type stepError struct {
	code int
	line string
}

func (e *stepError) Error() string { return "the demo ends here: " + e.line }
