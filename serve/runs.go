package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"infoseek"
	"infoseek/dataset"
	"infoseek/report"
	"infoseek/runs"
	"infoseek/verify"
)

// Runs are read from disk anew for each request, so that what is being made is shown as it grows. A run is named by its folder; names are looked for among the folders that are there, never made into paths.

// runSummary is a run in the list.
type runSummary struct {
	Name    string         `json:"name"`
	Run     string         `json:"run"` // its id
	State   runs.State     `json:"state"`
	Corpus  string         `json:"corpus"`
	Here    bool           `json:"here"` // it was made over the corpus that is served, so that evidence has its text
	Counts  map[string]int `json:"counts"`
	Created string         `json:"created"`
}

// questionSummary is a question in the list.
type questionSummary struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
	Vertices int    `json:"vertices"`
	Hops     int    `json:"hops"`
}

// questionDetail is a question with what there is about it. Evidence is that of the tree's edges, in their order.
type questionDetail struct {
	V            int                       `json:"v"`
	Question     infoseek.Question         `json:"question"`
	Evidence     []report.Quote            `json:"evidence"`
	Verdicts     map[string]verify.Verdict `json:"verdicts"`
	Trajectories []infoseek.Sample         `json:"trajectories"`
}

// questionsShown is how many questions are listed where the request does not say, mostQuestionsShown the most it may ask for.
const (
	questionsShown     = 100
	mostQuestionsShown = 10_000
)

// runDirs are the folders of the runs by name: those below Options.Runs, or that one itself where it is a run.
func (s *Server) runDirs() (map[string]*runs.Reader, []string, error) {
	root := s.options.Runs
	if root == "" {
		return nil, nil, &problem{http.StatusNotFound, "this server shows no runs"}
	}
	if r, err := runs.Read(root); err == nil {
		absolute, err := filepath.Abs(root)
		name := filepath.Base(absolute)
		return map[string]*runs.Reader{name: r}, []string{name}, err
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, nil, err
	}
	all, names := map[string]*runs.Reader{}, []string{}
	for _, e := range entries {
		if !e.IsDir() { // nor a link to a folder elsewhere
			continue
		}
		if r, err := runs.Read(filepath.Join(root, e.Name())); err == nil {
			all[e.Name()], names = r, append(names, e.Name())
		}
	}
	return all, names, nil
}

// runOf is the run that the path names.
func (s *Server) runOf(x *exchange) (*runs.Reader, error) {
	all, _, err := s.runDirs()
	if err != nil {
		return nil, err
	}
	name := x.r.PathValue("run")
	r := all[name]
	if r == nil {
		return nil, &problem{http.StatusNotFound, fmt.Sprintf("no run %q", name)}
	}
	return r, nil
}

// pagesOf is the corpus that is served where the run was made over it, else nil.
func (s *Server) pagesOf(r *runs.Reader) infoseek.Pages {
	if s.tools.Pages.Info().Hash == r.Manifest().Corpus.Hash {
		return s.tools.Pages
	}
	return nil
}

// listRuns answers GET /v1/runs.
func (s *Server) listRuns(_ context.Context, x *exchange) error {
	all, names, err := s.runDirs()
	if err != nil {
		return err
	}
	list := []runSummary{}
	for _, name := range names {
		m := all[name].Manifest()
		list = append(list, runSummary{name, m.Run, m.State, m.Corpus.Hash, s.pagesOf(all[name]) != nil, m.Counts, m.Created.UTC().Format("2006-01-02T15:04:05Z")})
	}
	return x.encode(struct {
		V    int          `json:"v"`
		Runs []runSummary `json:"runs"`
	}{infoseek.FormatVersion, list})
}

// listQuestions answers GET /v1/runs/{run}/questions.
func (s *Server) listQuestions(ctx context.Context, x *exchange) error {
	r, err := s.runOf(x)
	if err != nil {
		return err
	}
	offset, limit, err := readPart(x.r.URL.RawQuery)
	if err != nil {
		return err
	}
	total, list := 0, []questionSummary{}
	for q, err := range output(ctx, r, runs.QuestionsName, r.Questions()) {
		if err != nil {
			return err
		}
		if total >= offset && len(list) < limit {
			list = append(list, questionSummary{q.ID, q.Question, q.Answer, len(q.Tree.Vertices), q.Hops})
		}
		total++
	}
	return x.encode(struct {
		V         int               `json:"v"`
		Total     int               `json:"total"`
		Offset    int               `json:"offset"`
		Questions []questionSummary `json:"questions"`
	}{infoseek.FormatVersion, total, offset, list})
}

// readPart reads which part of a list is wanted.
func readPart(raw string) (offset, limit int, err error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return 0, 0, badRequest("the query of the URL: %v", err)
	}
	limit = questionsShown
	for name, v := range values {
		switch name {
		case "offset":
			offset, err = number(name, v[0])
		case "limit":
			limit, err = number(name, v[0])
		default:
			err = badRequest("unknown field %q", name)
		}
		if err != nil {
			return 0, 0, err
		}
	}
	if offset < 0 || limit < 1 || limit > mostQuestionsShown {
		return 0, 0, badRequest(`"offset" and "limit" are %d and %d: give 0 or more, and 1 to %d`, offset, limit, mostQuestionsShown)
	}
	return offset, limit, nil
}

// showQuestion answers GET /v1/runs/{run}/questions/{id}.
func (s *Server) showQuestion(ctx context.Context, x *exchange) error {
	r, err := s.runOf(x)
	if err != nil {
		return err
	}
	d := questionDetail{V: infoseek.FormatVersion, Trajectories: []infoseek.Sample{}}
	if d.Question, err = questionOf(ctx, r, x.r.PathValue("id")); err != nil {
		return err
	}
	if d.Evidence, err = report.Quotes(ctx, d.Question, s.pagesOf(r)); err != nil {
		return err
	}
	verdicts, err := verify.ReadVerdicts(r.Dir())
	if err != nil {
		return err
	}
	d.Verdicts = verdicts[d.Question.ID]
	path, err := r.Output(runs.TrajectoriesName)
	if err != nil {
		return x.encode(d) // none were sampled
	}
	for sample, err := range output(ctx, r, runs.TrajectoriesName, dataset.ReadSamples(path)) {
		if err != nil {
			return err
		}
		if sample.QuestionID == d.Question.ID {
			d.Trajectories = append(d.Trajectories, sample)
		}
	}
	return x.encode(d)
}

func questionOf(ctx context.Context, r *runs.Reader, id string) (infoseek.Question, error) {
	for q, err := range output(ctx, r, runs.QuestionsName, r.Questions()) {
		if err != nil || q.ID == id {
			return q, err
		}
	}
	return infoseek.Question{}, &problem{http.StatusNotFound, fmt.Sprintf("no question %q", id)}
}

// output ranges over the records of a run's output while ctx lasts; one that is not written yet is told to the client.
func output[T any](ctx context.Context, r *runs.Reader, name string, records iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if _, err := os.Stat(filepath.Join(r.Dir(), name)); errors.Is(err, os.ErrNotExist) {
			yield(none, &problem{http.StatusNotFound, fmt.Sprintf("the run has no %s yet: its state is %s", name, r.Manifest().State)})
			return
		}
		for rec, err := range records {
			if err == nil {
				err = ctx.Err()
			}
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// showReport answers GET /v1/runs/{run}/report. One is drawn at a time.
func (s *Server) showReport(ctx context.Context, x *exchange) error {
	r, err := s.runOf(x)
	if err != nil {
		return err
	}
	select {
	case s.drawing <- struct{}{}:
		defer func() { <-s.drawing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	in, err := report.Read(r)
	if err != nil {
		return err
	}
	in.Pages = s.pagesOf(r)
	var page bytes.Buffer
	if err := report.Render(ctx, &page, in); err != nil {
		return err
	}
	x.out, x.kind = page.Bytes(), "text/html; charset=utf-8"
	return nil
}
