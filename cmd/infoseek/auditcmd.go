package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"infoseek"
	"infoseek/corpus"
	"infoseek/dataset"
	"infoseek/hcsp"
	"infoseek/internal/jsonl"
	"infoseek/runs"
	"infoseek/verify"

	"github.com/spf13/cobra"
)

// The layouts that 'audit' reads.
const (
	layoutInfoSeek = "infoseek"
	layoutMuSiQue  = "musique"
	layoutJSONL    = "jsonl"
)

var auditLayouts = []string{layoutInfoSeek, layoutMuSiQue, layoutJSONL}

// mappingsName is the output of an audit that says how each question lies in the corpus.
const mappingsName = "mappings.jsonl"

// auditOptions are the flags of 'audit'.
type auditOptions struct {
	layout   string
	corpus   string
	searcher searcherFlag
	out      string
	beside   string
	checks   checkOptions
}

func newAuditCmd(a *app) *cobra.Command {
	var o auditOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "audit FILE",
		Short: "Judge questions made elsewhere by the same checks as ours",
		Long: `Judge questions made elsewhere by the checks of 'infoseek verify', over a corpus, with a table beside those of one of our runs.

  infoseek  the layout of the public InfoSeek data set: a tree as nested objects with claims
  musique   MuSiQue: the decomposition of each question gives a tree, whose leaves are the subjects of its paragraphs
  jsonl     {"id", "question", "answers"}: no tree, so only what needs none is checked

The entities of a tree are looked up in the corpus by title. Where the corpus lacks one, or doesn't bear a claim out, that is
counted and the question gets no certificate: nothing is guessed. The audit is a run directory: it can be resumed, and 'verify'
runs further checks on it.`,
		Example: `  infoseek audit musique.jsonl.zst --layout musique -c corpus -o audit --beside run
  infoseek audit public.jsonl --layout infoseek -c corpus -o audit --checks certificate,difficulty --models models.yaml`,
		Args: needArgs(1, 1, "a file of questions"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			return a.withSearcher(cmd.Context(), o.corpus, o.searcher, func(c *corpus.Corpus, s ranker) error {
				return a.audit(cmd.Context(), o, args[0], c, s, asJSON)
			})
		},
	}
	f := c.Flags()
	corpusFlag(c, &o.corpus)
	o.searcher.add(c)
	f.StringVar(&o.layout, "layout", layoutInfoSeek, "layout of the file: "+strings.Join(auditLayouts, ", "))
	c.RegisterFlagCompletionFunc("layout", cobra.FixedCompletions(auditLayouts, cobra.ShellCompDirectiveNoFileComp))
	f.StringVarP(&o.out, "out", "o", "", "run `directory` for the questions as they lie in the corpus, and the verdicts about them")
	c.MarkFlagDirname("out")
	f.StringVar(&o.beside, "beside", "", "`directory` of a run of ours to tell beside it, with the verdicts that it has")
	c.MarkFlagDirname("beside")
	o.checks.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *auditOptions) check() error {
	if !slices.Contains(auditLayouts, o.layout) {
		return usagef("one of "+strings.Join(auditLayouts, ", "), "unknown layout %q", o.layout)
	}
	if o.out == "" {
		return usagef("", "audit needs a directory for what it finds (-o)")
	}
	return o.checks.check()
}

// audit maps the questions, judges them and prints the table.
func (a *app) audit(ctx context.Context, o auditOptions, file string, c *corpus.Corpus, s infoseek.Searcher, asJSON bool) error {
	questions, mappings, err := a.mapped(ctx, o, file, c, s)
	if err != nil {
		return err
	}
	res, err := a.judge(ctx, o.checks, o.out, questions, c, s)
	if err != nil {
		return err
	}
	t := auditTable{file: file, beside: o.beside, asJSON: asJSON, app: a}
	var checks []string
	for _, l := range res.Tallies {
		checks = append(checks, l.Check)
	}
	verdicts, err := verify.ReadVerdicts(o.out)
	if err != nil {
		return err
	}
	t.theirs = verify.Profile(questions, mappings, verdicts, checks)
	if o.beside != "" {
		if t.ours, err = profileOf(o.beside, checks); err != nil {
			return err
		}
	}
	if err := t.print(); err != nil {
		return err
	}
	return faults(res.Tallies)
}

// mapped brings the file's questions onto the corpus, and keeps them as a run.
func (a *app) mapped(ctx context.Context, o auditOptions, file string, c *corpus.Corpus, s infoseek.Searcher) ([]infoseek.Question, []verify.Mapping, error) {
	sum, err := hashFile(file)
	if err != nil {
		return nil, nil, err
	}
	info := c.Info()
	r, err := runs.Open(o.out, runs.Options{
		Command: "audit", Options: map[string]string{"layout": o.layout, "sha256": sum}, Corpus: infoseek.CorpusRef{Hash: info.Hash, Entities: info.Entities},
		CorpusDir: seenFrom(o.out, o.corpus), Version: programVersion(),
	})
	if other := (*runs.OptionsError)(nil); errors.As(err, &other) {
		return nil, nil, usagef("", "%v", other)
	}
	if err != nil {
		return nil, nil, err
	}
	if r.Finished() {
		if err := r.Close(); err != nil {
			return nil, nil, err
		}
		return readMapped(o.out)
	}
	questions, mappings, err := a.mapAll(ctx, o.layout, file, r.ID(), c, s)
	if err == nil {
		err = errors.Join(r.Write(runs.QuestionsName, records(questions)), r.Write(runs.DroppedName, records[infoseek.Drop](nil)), r.Write(mappingsName, records(mappings)))
	}
	if err == nil {
		err = r.SetState(runs.Done, func(m *runs.Manifest) { m.Counts["questions"] = len(questions) })
	}
	return questions, mappings, errors.Join(err, r.Close())
}

func records[T any](all []T) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, v := range all {
			if !yield(v) {
				return
			}
		}
	}
}

// readMapped reads what an earlier call mapped.
func readMapped(dir string) ([]infoseek.Question, []verify.Mapping, error) {
	r, err := runs.Read(dir)
	if err != nil {
		return nil, nil, err
	}
	questions, err := gather(r.Questions())
	if err != nil {
		return nil, nil, err
	}
	mappings, err := gather(jsonl.ReadFile[verify.Mapping](filepath.Join(dir, mappingsName), jsonl.Options{}))
	return questions, mappings, err
}

func (a *app) mapAll(ctx context.Context, layout, file, run string, c *corpus.Corpus, s infoseek.Searcher) ([]infoseek.Question, []verify.Mapping, error) {
	m := &verify.Mapper{Pages: c, Searcher: s, Solver: hcsp.NewSolver(c), Depth: auditDepth}
	told := a.newProgress("mapping", "questions", -1)
	defer told.end()
	var questions []infoseek.Question
	var mappings []verify.Mapping
	seen := map[string]bool{}
	for q, err := range foreign(layout, file) {
		if err != nil {
			return nil, nil, err
		}
		if seen[q.ID] {
			return nil, nil, fmt.Errorf("%s: question %q twice", file, q.ID)
		}
		seen[q.ID] = true
		q.Run, q.Planner, q.Version = run, layout, programVersion()
		q, mapping, err := m.Map(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		questions, mappings = append(questions, q), append(mappings, mapping)
		told.add(1)
	}
	if len(questions) == 0 {
		return nil, nil, fmt.Errorf("%s holds no questions", file)
	}
	return questions, mappings, nil
}

// auditDepth is the depth to which an audit measures ranks.
const auditDepth = 20

// foreign ranges over the questions of a file. A record without an id is called by its place.
func foreign(layout, file string) iter.Seq2[infoseek.Question, error] {
	switch layout {
	case layoutMuSiQue:
		return asQuestions(dataset.ReadMuSiQue(file), func(m dataset.MuSiQue, name string) (infoseek.Question, error) {
			q, _ := m.AsQuestion(name) // without a tree where there is none: the mapping counts that
			return q, nil
		})
	case layoutJSONL:
		return asQuestions(dataset.ReadQA(file), func(q dataset.QA, name string) (infoseek.Question, error) { return q.AsQuestion(name), nil })
	}
	return asQuestions(dataset.ReadLayouts(file), dataset.Layout.Question)
}

func asQuestions[T any](all iter.Seq2[T, error], as func(T, string) (infoseek.Question, error)) iter.Seq2[infoseek.Question, error] {
	return func(yield func(infoseek.Question, error) bool) {
		n := 0
		for rec, err := range all {
			var q infoseek.Question
			n++
			if err == nil {
				q, err = as(rec, fmt.Sprintf("line-%d", n))
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
}

// profileOf is the profile of one of our runs, by the verdicts that it has.
func profileOf(dir string, checks []string) ([]verify.Figure, error) {
	r, err := runs.Read(dir)
	if err != nil {
		return nil, err
	}
	questions, err := gather(r.Questions())
	if err != nil {
		return nil, err
	}
	verdicts, err := verify.ReadVerdicts(dir)
	if err != nil {
		return nil, err
	}
	return verify.Profile(questions, nil, verdicts, checks), nil
}

// auditTable is theirs beside ours.
type auditTable struct {
	app          *app
	file, beside string
	asJSON       bool
	theirs, ours []verify.Figure
}

// auditRecord is what 'audit --json' prints.
type auditRecord struct {
	V      int             `json:"v"`
	File   string          `json:"file"`
	Beside string          `json:"beside"`
	Theirs []verify.Figure `json:"theirs"`
	Ours   []verify.Figure `json:"ours"`
}

func (t auditTable) print() error {
	if t.asJSON {
		return t.app.printJSON(auditRecord{infoseek.FormatVersion, t.file, t.beside, t.theirs, t.ours})
	}
	if err := t.app.printf("%-62s  %-22s  %s\n", "", filepath.Base(t.file), t.beside); err != nil {
		return err
	}
	for i, f := range t.theirs {
		ours := ""
		if t.ours != nil {
			ours = t.ours[i].String()
		}
		if err := t.app.printf("%s\n", strings.TrimRight(fmt.Sprintf("%-62s  %-22s  %s", f.Name, f.String(), ours), " ")); err != nil {
			return err
		}
	}
	return nil
}
