package synth

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sort"

	"infoseek"
	"infoseek/runs"
	"infoseek/runs/queue"
)

// Progress is how far a run is.
type Progress struct {
	Questions, Wanted int
	Roots, AllRoots   int // tried, and eligible
}

// Job is everything a run of synth needs.
type Job struct {
	Dir      string
	Pages    infoseek.Pages
	Searcher infoseek.Searcher
	Options  Options
	Limits   Limits
	// CorpusDir is noted in the manifest for those who read the run later.
	CorpusDir string
	Version   string
	Progress  func(Progress) // called from one goroutine; may be nil
	// Crew makes the agents of an item; nil: all are embedded. Models are those of the roles they play.
	Crew   func(item Item) (Crew, error)
	Models func(role string) infoseek.Model
	// Queue, where it is not nil, reaches workers elsewhere, who do the work instead of this process; it is called when the run directory is there. The connection is closed by done.
	Queue func(dir string) (c *queue.Conn, done func(), err error)
	// Prices are those of the roles' models. A worker elsewhere must reckon by the same.
	Prices map[string]infoseek.Price
	// Budget is the run's, which workers elsewhere share; nil: each has its own.
	Budget queue.Budget
	// Watch makes what measures one worker; it is called in the worker's goroutine. It may be nil.
	Watch func() Watch
}

// Result says what a run came to.
type Result struct {
	Questions int            `json:"questions"`
	Roots     int            `json:"roots"` // tried
	Eligible  int            `json:"eligible"`
	Reasons   map[string]int `json:"reasons"` // dropped roots and questions
	// Faults counts the roots that ended in a fault, by reason; Agents is what the crews counted.
	Faults  map[string]int `json:"faults,omitempty"`
	Agents  map[string]int `json:"agents,omitempty"`
	Short   bool           `json:"short"`
	Advice  []string       `json:"advice"`
	Nothing bool           `json:"nothing"` // the run was finished before
}

// record is the journal's one record per item: everything that became of a root.
type record struct {
	Root      string              `json:"root"` // page id
	Questions []infoseek.Question `json:"questions"`
	Nouns     []string            `json:"nouns"`
	Drops     []infoseek.Drop     `json:"drops"`
	Faults    []infoseek.Drop     `json:"faults,omitempty"`
	Agents    map[string]int      `json:"agents,omitempty"`
}

const recordKind = "root"

// Run makes Limits.N questions, or goes on with an unfinished run of the same options. Killed at any moment, it ends with the same bytes as a run that was not.
func Run(ctx context.Context, j Job) (Result, error) {
	defer relaxGC()()
	m, err := open(ctx, j)
	if err != nil {
		return Result{}, err
	}
	res, err := m.make(ctx)
	return res, errors.Join(err, m.run.Close())
}

// maker carries out a Job.
type maker struct {
	Job
	run   *runs.Run
	calls *runs.Calls // nil without models
	roots []infoseek.PageNum
	caps  *caps
	next  int // first root not in the journal
	// held are the records of the roots from next on that ended in a fault. They are journalled once a root behind them did not.
	held []record
	res  Result
}

// open checks the job and opens its run directory.
func open(ctx context.Context, j Job) (*maker, error) {
	o, err := j.Options.Normalize()
	if err != nil {
		return nil, err
	}
	j.Limits = j.Limits.normalize()
	info := j.Pages.Info()
	s := j.Searcher.Info()
	if s.Corpus != info.Hash {
		return nil, fmt.Errorf("synth: the search index is of corpus %.12s, the pages are of %.12s", s.Corpus, info.Hash)
	}
	o.Engine = s.Retriever.Engine
	j.Options = o
	from, err := roots(ctx, j.Pages, o) // before the directory is made: a root that is not there leaves nothing behind
	if err != nil {
		return nil, err
	}
	run, err := runs.Open(j.Dir, runs.Options{
		Command: "synth", Options: o, Limits: j.Limits, Seed: o.Seed,
		Corpus: infoseek.CorpusRef{Hash: info.Hash, Entities: info.Entities}, CorpusDir: j.CorpusDir, Version: j.Version,
	})
	if err != nil {
		return nil, err
	}
	return &maker{Job: j, run: run, roots: from, caps: newCaps(o), res: Result{Eligible: len(from), Reasons: map[string]int{}, Faults: map[string]int{}}}, nil
}

func (m *maker) make(ctx context.Context) (Result, error) {
	if err := m.resume(); err != nil {
		return m.res, err
	}
	if m.run.Finished() {
		m.res.Nothing = true
		m.res.Questions = min(m.caps.accepted, m.Limits.N)
		man := m.run.Manifest()
		m.res.Short, m.res.Advice = man.Short, man.Advice
		return m.res, nil
	}
	if err := m.run.SetState(runs.Running, func(man *runs.Manifest) { man.Short, man.Advice, man.Error = false, nil, "" }); err != nil {
		return m.res, err
	}
	err := m.work(ctx)
	m.res.Questions = min(m.caps.accepted, m.Limits.N)
	// After an interruption or a fault too the outputs hold what was made so far, so that it can be read.
	if err := errors.Join(err, m.outputs()); err != nil {
		return m.res, errors.Join(err, m.stop(ctx, err))
	}
	return m.res, m.end()
}

// stop notes why work ended; the run can be resumed.
func (m *maker) stop(ctx context.Context, err error) error {
	return m.run.SetState(runs.StateAfter(ctx, err), func(man *runs.Manifest) {
		man.Counts = m.counts()
		if ctx.Err() == nil {
			man.Error = err.Error()
		}
	})
}

// resume takes what the journals have.
func (m *maker) resume() error {
	if m.modelled() || m.Queue != nil {
		calls, err := m.run.Calls()
		if err != nil {
			return err
		}
		m.calls = calls
	}
	for r, err := range m.run.Records() {
		if err != nil {
			return err
		}
		var rec record
		if err := r.Decode(&rec); err != nil {
			return err
		}
		if r.Item != m.next {
			return fmt.Errorf("synth: journal of %s has item %d where %d is due", m.Dir, r.Item, m.next)
		}
		if len(rec.Nouns) != len(rec.Questions) {
			return fmt.Errorf("synth: journal of %s: item %d has %d nouns for %d questions", m.Dir, r.Item, len(rec.Nouns), len(rec.Questions))
		}
		for i := range rec.Questions {
			m.caps.take(&rec.Questions[i], rec.Nouns[i])
		}
		m.forget(r.Item)
		m.count(&rec)
	}
	return nil
}

// forget lets go of what is known of the model calls of an item that is done.
func (m *maker) forget(item int) {
	if m.calls != nil {
		m.calls.Forget(item)
	}
}

// count counts a record whose questions the caps have taken.
func (m *maker) count(rec *record) {
	for _, d := range rec.Drops {
		m.res.Reasons[d.Reason]++
	}
	for _, d := range rec.Faults {
		m.res.Faults[d.Reason]++
	}
	m.res.Agents = addCounts(m.res.Agents, rec.Agents)
	m.next++
	m.res.Roots = m.next
	m.res.Questions = m.caps.accepted
}

// commit applies the caps to an outcome and journals it.
func (m *maker) commit(ctx context.Context, out outcome) error {
	p, err := m.Pages.Page(ctx, m.roots[m.due()])
	if err != nil {
		return err
	}
	rec := record{Root: p.ID, Agents: out.Counts}
	if out.Fault != nil {
		return m.hold(rec, p, out.Fault)
	}
	drop := func(id, reason, detail string) {
		rec.Drops = append(rec.Drops, infoseek.Drop{V: infoseek.FormatVersion, ID: id, Run: m.run.ID(), Reason: reason, Detail: detail})
	}
	for i := range out.Questions {
		q, noun := &out.Questions[i], out.Nouns[i]
		if reason := m.caps.refuse(q, noun); reason != "" {
			drop(q.ID, reason, p.Title)
			continue
		}
		m.caps.take(q, noun)
		rec.Questions, rec.Nouns = append(rec.Questions, *q), append(rec.Nouns, noun)
	}
	if len(out.Questions) == 0 {
		detail := p.Title
		if out.Detail != "" {
			detail += ": " + out.Detail
		}
		drop("root-"+p.ID, out.Reason, detail)
	}
	if err := m.journalHeld(); err != nil {
		return err
	}
	return m.journal(rec)
}

// hold keeps the record of a root that ended in a fault until it is clear that the fault was the root's, not that of a server which answers nobody.
func (m *maker) hold(rec record, p infoseek.Page, fault error) error {
	reason := "fault"
	if f := modelFault(fault); f != nil {
		reason = string(f.Boundary)
	}
	rec.Faults = []infoseek.Drop{{V: infoseek.FormatVersion, ID: "root-" + p.ID, Run: m.run.ID(), Reason: reason, Detail: p.Title + ": " + fault.Error()}}
	m.held = append(m.held, rec)
	last := m.due() == len(m.roots)
	switch {
	case len(m.held) >= m.Limits.Faults, last && m.next == 0:
		return &FaultsError{Items: len(m.held), Last: fault}
	case last:
		return m.journalHeld()
	}
	return nil
}

func (m *maker) journalHeld() error {
	for len(m.held) > 0 {
		rec := m.held[0]
		m.held = m.held[1:]
		if err := m.journal(rec); err != nil {
			return err
		}
	}
	return nil
}

// journal appends the record of the next root.
func (m *maker) journal(rec record) error {
	if err := m.run.Append(recordKind, m.next, rec); err != nil {
		return err
	}
	m.forget(m.next)
	m.count(&rec)
	if m.Progress != nil {
		m.Progress(Progress{Questions: min(m.caps.accepted, m.Limits.N), Wanted: m.Limits.N, Roots: m.next, AllRoots: len(m.roots)})
	}
	return nil
}

// end says what the run came to.
func (m *maker) end() error {
	m.res.Short = m.res.Questions < m.Limits.N
	if m.res.Short {
		m.res.Advice = m.advice()
	}
	return m.run.SetState(runs.Done, func(man *runs.Manifest) {
		man.Short, man.Advice, man.Counts = m.res.Short, m.res.Advice, m.counts()
	})
}

// outputs rebuilds the files from the journal.
func (m *maker) outputs() error {
	err := m.run.Write(runs.QuestionsName, m.from(func(rec *record) []any { return boxed(rec.Questions) }))
	err = errors.Join(err, m.run.Write(runs.DroppedName, m.from(func(rec *record) []any { return boxed(rec.Drops) })))
	if m.Crew != nil {
		err = errors.Join(err, m.run.Write(runs.FaultsName, m.from(func(rec *record) []any { return boxed(rec.Faults) })))
	}
	return err
}

// from ranges over what the journal's records hold, up to the one with the last question wanted: a run that was larger before gives the files of a smaller one. An error of the journal is passed on as a
// value, for which runs.Run.Write keeps the old file.
func (m *maker) from(of func(*record) []any) iter.Seq[any] {
	return func(yield func(any) bool) {
		left := m.Limits.N
		for r, err := range m.run.Records() {
			var rec record
			if err == nil {
				err = r.Decode(&rec)
			}
			if err != nil {
				yield(err)
				return
			}
			rec.Questions = rec.Questions[:min(left, len(rec.Questions))]
			for _, v := range of(&rec) {
				if !yield(v) {
					return
				}
			}
			if left -= len(rec.Questions); left == 0 {
				return
			}
		}
	}
}

func boxed[T any](s []T) []any {
	out := make([]any, len(s))
	for i := range s {
		out[i] = s[i]
	}
	return out
}

func (m *maker) counts() map[string]int {
	c := map[string]int{"questions": m.res.Questions, "roots": m.res.Roots, "eligible": m.res.Eligible}
	for r, n := range m.res.Reasons {
		c["dropped: "+r] = n
	}
	for r, n := range m.res.Faults {
		c["fault: "+r] = n
	}
	for k, n := range m.res.Agents {
		c[k] = n
	}
	return c
}

// help says what would let more questions through, by reason.
var help = map[string]string{
	"no claims":                 "pages have too few sentences that tell a relation to another page: a corpus with more links or longer pages gives more",
	"not determined":            "hidden vertices are not singled out: --named 4, --size 5..12, or --determined none",
	"not unique":                "the clues at hand leave several answers: --named 4 or --width 6",
	"not minimal":               "a clue was not needed: more --tries find other trees",
	"too small":                 "trees are singled out by fewer vertices than asked for: --size 4..10",
	"size":                      "--size 5..12",
	"depth":                     "raise --depth",
	"width":                     "raise --width",
	"names":                     "raise --named",
	"clause finds the answer":   "a clause alone finds the answer by search: --rank-floor 1 or more --tries",
	"question finds the answer": "--hard drops questions that one search solves; leave it out to have them measured only",
	"pair finds the answer":     "--hard drops questions of which two clauses find the answer; leave it out to have them measured only",
	"leak":                      "wording shows a name of a hidden vertex: more --tries",
	"cap on entities":           "raise --per-entity",
	"cap on types":              "raise --per-type",
	"near-duplicate":            "lower --per-root",
	"margin":                    "lower --margin",
	invalidStep:                 "the planner's model asks for what is not there: a larger model, or more --tries",
	invalidPlanner:              "the planner's model does not keep to the form of its answer: a server that enforces JSON schemas, or a larger model",
	invalidBrowser:              "the browser's model does not keep to its pages: a larger model",
	invalidWriter:               "the writer's model leaks names or leaves clues out: a larger model, or more --tries",
	"selectivity":               "lower --floor",
	"exposed":                   "more --tries",
	"too few hidden vertices":   "lower --hidden, or raise --size",
}

// advice names the commonest reasons, and what would help against each.
func (m *maker) advice() []string {
	var names []string
	for r := range m.res.Reasons {
		names = append(names, r)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := m.res.Reasons[names[i]], m.res.Reasons[names[j]]
		return a > b || a == b && names[i] < names[j]
	})
	out := []string{fmt.Sprintf("all %d eligible roots were tried; --per-root gives more questions of each", m.res.Eligible)}
	for _, r := range names[:min(3, len(names))] {
		line := fmt.Sprintf("%d dropped: %s", m.res.Reasons[r], r)
		if h := help[r]; h != "" {
			line += " (" + h + ")"
		}
		out = append(out, line)
	}
	return out
}
