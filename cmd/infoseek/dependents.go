package main

import (
	"context"
	"iter"
	"slices"
	"strings"

	"infoseek"
	"infoseek/corpus"
	"infoseek/hcsp"
	"infoseek/internal/jsonl"
	"infoseek/runs"
)

// dependents finds what depends on a page.
type dependents struct {
	app                     *app
	corpus                  *corpus.Corpus
	page                    infoseek.Page
	asJSON                  bool
	questions, trajectories int

	told    map[string]bool // of the run at hand: trajectories told
	depends map[string]bool // of the run at hand: questions, by id
}

// dependentRecord is a question or trajectory that depends on a page, as 'forget --json' prints it.
type dependentRecord struct {
	V    int      `json:"v"`
	Run  string   `json:"run"`  // the directory
	Kind string   `json:"kind"` // question or trajectory
	ID   string   `json:"id"`
	How  []string `json:"how"`
}

func (d *dependents) find(ctx context.Context, dirs []string) error {
	for _, dir := range dirs {
		r, err := runs.Read(dir)
		if err != nil {
			return err
		}
		d.told, d.depends = map[string]bool{}, map[string]bool{}
		if err := d.findQuestions(ctx, r); err != nil {
			return err
		}
		for _, name := range []string{runs.TrajectoriesName, runs.AcceptedName} {
			if err := d.findTrajectories(r, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// outputOf ranges over an output of a run; over nothing where the run has none.
func outputOf[T any](r *runs.Reader, name string) iter.Seq2[T, error] {
	path, err := r.Output(name)
	if err != nil {
		return func(func(T, error) bool) {}
	}
	return jsonl.ReadFile[T](path, jsonl.Options{})
}

func (d *dependents) findQuestions(ctx context.Context, r *runs.Reader) error {
	told := d.app.newProgress("looking at "+r.Dir(), "questions", -1)
	defer told.end()
	for batch, err := range batches(outputOf[infoseek.Question](r, runs.QuestionsName), 256) {
		if err != nil {
			return err
		}
		hows, err := inParallel(ctx, batch, d.worker)
		if err != nil {
			return err
		}
		for i, how := range hows {
			if len(how) == 0 {
				continue
			}
			d.questions++
			d.depends[batch[i].ID] = true
			if err := d.tell(r.Dir(), "question", batch[i].ID, how); err != nil {
				return err
			}
		}
		told.add(int64(len(batch)))
	}
	return nil
}

// worker returns a function that says how a question depends on the page.
func (d *dependents) worker() func(context.Context, infoseek.Question) ([]string, error) {
	solver := hcsp.NewSolver(d.corpus)
	return func(ctx context.Context, q infoseek.Question) ([]string, error) {
		var how []string
		add := func(is bool, what string) {
			if is {
				how = append(how, what)
			}
		}
		add(slices.ContainsFunc(q.Tree.Vertices, func(v infoseek.Vertex) bool { return v.Page != nil && *v.Page == d.page.ID }), "vertex")
		add(slices.ContainsFunc(q.Tree.Edges, func(e infoseek.Edge) bool { return e.Evidence.Page == d.page.ID }), "evidence")
		if q.Corpus.Hash == d.corpus.Info().Hash {
			is, err := d.candidate(ctx, solver, q.Tree)
			if err != nil {
				return nil, err
			}
			add(is, "candidate")
		}
		add(slices.ContainsFunc(q.Certificate.Alternatives, func(a infoseek.Alternative) bool { return slices.Contains(a.Pages, d.page.Title) }), "alternative")
		return how, nil
	}
}

// candidate tells whether the page is a candidate of a hidden vertex, the root among them, by what stands below it.
func (d *dependents) candidate(ctx context.Context, s *hcsp.Solver, t infoseek.Tree) (bool, error) {
	up, _, err := s.Candidates(ctx, t)
	if err != nil {
		return false, err
	}
	for i, v := range t.Vertices {
		if _, is := slices.BinarySearch(up[i], d.page.Num); is && v.Hidden {
			return true, nil
		}
	}
	return false, nil
}

func (d *dependents) findTrajectories(r *runs.Reader, name string) error {
	for s, err := range outputOf[infoseek.Sample](r, name) {
		if err != nil {
			return err
		}
		how := d.ways(s)
		if len(how) == 0 || d.told[s.ID] {
			continue
		}
		d.told[s.ID] = true
		d.trajectories++
		if err := d.tell(r.Dir(), "trajectory", s.ID, how); err != nil {
			return err
		}
	}
	return nil
}

// ways says how a trajectory depends on the page.
func (d *dependents) ways(s infoseek.Sample) []string {
	var how []string
	if d.depends[s.QuestionID] {
		how = append(how, "question")
	}
	t := &s.Trajectory
	if slices.ContainsFunc(t.Searches, func(q infoseek.TrajectorySearch) bool {
		return slices.ContainsFunc(q.Hits, func(h infoseek.TrajectoryHit) bool { return h.Page == d.page.ID })
	}) {
		how = append(how, "hit")
	}
	if slices.ContainsFunc(t.Visits, func(v infoseek.TrajectoryVisit) bool { return v.Page == d.page.ID }) {
		how = append(how, "visit")
	}
	if slices.ContainsFunc(t.Evidence, func(e infoseek.Evidence) bool { return e.Page == d.page.ID }) {
		how = append(how, "evidence")
	}
	return how
}

func (d *dependents) tell(run, kind, id string, how []string) error {
	if d.asJSON {
		return d.app.printJSON(dependentRecord{infoseek.FormatVersion, run, kind, id, how})
	}
	return d.app.printf("%s\t%s %s: %s\n", run, kind, id, strings.Join(how, ", "))
}
