package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"

	"infoseek"
	"infoseek/report"
	"infoseek/runs"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

func newShowCmd(a *app) *cobra.Command {
	var dir string
	var asJSON bool
	var some drawn
	c := &cobra.Command{
		Use:   "show RUN [ID]",
		Short: "Show a question of a run, with its tree, certificate and evidence",
		Long: `Show a question of a run, with its tree, certificate and evidence; without ID, list the questions. The evidence's text is
read from the corpus that the run was made over; name it with -c if it has been moved.`,
		Example: "  infoseek show run\n  infoseek show run --sample 50 --seed 7\n  infoseek show run q-000012\n  infoseek show run q-000012 --json",
		Args:    needArgs(1, 2, "a run directory"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := needRun(args[0]); err != nil {
				return err
			}
			r, err := runs.Read(args[0])
			if err != nil {
				return err
			}
			if len(args) == 1 {
				return a.list(r, some, asJSON)
			}
			q, err := findQuestion(r, args[1])
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(q)
			}
			return a.show(cmd.Context(), runCorpus{dir: dir, run: args[0], manifest: r.Manifest()}, q)
		},
	}
	c.Flags().IntVar(&some.n, "sample", 0, "without ID: list so many questions drawn at random, 0: all")
	c.Flags().Uint64Var(&some.seed, "seed", 1, "what the drawing goes by")
	optionalCorpusFlag(c, &dir)
	jsonFlag(c, &asJSON)
	return c
}

// drawn asks for n questions drawn at random, all if n is 0.
type drawn struct {
	n    int
	seed uint64
}

// of returns which of total are drawn: the first n of a shuffle that seed decides.
func (d drawn) of(total int) map[int]bool {
	order := rand.New(rand.NewPCG(d.seed, 0)).Perm(total)
	if d.n > 0 && d.n < total {
		order = order[:d.n]
	}
	in := make(map[int]bool, len(order))
	for _, i := range order {
		in[i] = true
	}
	return in
}

// list prints the questions of a run, or those drawn, one a line, in the order of the run.
func (a *app) list(r *runs.Reader, some drawn, asJSON bool) error {
	total := 0
	for _, err := range r.Questions() {
		if err != nil {
			return err
		}
		total++
	}
	in, i := some.of(total), -1
	for q, err := range r.Questions() {
		if err != nil {
			return err
		}
		if i++; !in[i] {
			continue
		}
		print := func() error { return a.printf("%s\t%s\t%s\n", q.ID, q.Answer, q.Question) }
		if asJSON {
			print = func() error { return a.printJSON(q) }
		}
		if err := print(); err != nil {
			return err
		}
	}
	return nil
}

func findQuestion(r *runs.Reader, id string) (infoseek.Question, error) {
	var ids []string
	for q, err := range r.Questions() {
		if err != nil || q.ID == id {
			return q, err
		}
		ids = append(ids, q.ID)
	}
	hint := fmt.Sprintf("'infoseek show %s' lists its %d questions", r.Dir(), len(ids))
	if near := nearest(id, ids); near != "" {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	return infoseek.Question{}, fmt.Errorf("%s has no question %q: %s", r.Dir(), id, hint)
}

// show prints a question as wide as the terminal is, in colour if it is one.
func (a *app) show(ctx context.Context, rc runCorpus, q infoseek.Question) error {
	width, color := 0, false
	if f, ok := a.Stdout.(*os.File); ok && isTerminal(f) {
		width, _, _ = term.GetSize(int(f.Fd())) // 0 where it is not known
		_, plain := a.env("NO_COLOR")
		color = !plain
	}
	return rc.with(a, func(pages infoseek.Pages) error { return report.Show(ctx, a.Stdout, q, pages, width, color) })
}
