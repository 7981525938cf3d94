package agents

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"infoseek"
	"infoseek/corpus"
	"infoseek/llm"
	"infoseek/llm/fakeserver"
	"infoseek/runs"
	"infoseek/search"
	"infoseek/synth"
)

// faulty is the share of requests that end by each of eight faults. Five lose the answer, and three spoil those that arrive: together 1-(1-5s)(1-3s), a little above 30%.
const faulty = 0.041

// prices are those of the roles' models, in dollars per million tokens, such that a token costs whole nanodollars.
var prices = map[string]*infoseek.Price{"planner": {In: 0.5, Out: 2}, "browser": {In: 0.1, Out: 0.4}, "writer": {In: 2, Out: 8}, "verifier": {In: 1, Out: 4}}

// paid is a run of synth over an invented country in which all roles are played by models behind one faulty server, asked by way of everything that llm.Open builds.
type paid struct {
	t      *testing.T
	server *fakeserver.Server
	job    synth.Job
	roots  int
	trees  atomic.Int64 // begun
	// library holds what the models of the last process read.
	library *Library
	// misquoted is what the Browser's model said with a wrong citation: phrases by the sentence cited.
	mu        sync.Mutex
	misquoted map[string][]string
}

// newPaid builds a country of as many pages as roots are wanted.
func newPaid(t *testing.T, roots int) *paid {
	p := &paid{t: t, roots: roots, misquoted: map[string][]string{}}
	dearest := func(text string) int { return len(text) }
	p.server = fakeserver.New(fakeserver.Options{Seed: 5, Faults: fakeserver.All(faulty), RetryAfter: 2 * time.Millisecond, Answer: answerOf, Miscite: p.miscite, Tokens: dearest})
	t.Cleanup(p.server.Close)
	dir := filepath.Join(t.TempDir(), "corpus")
	index := func(ctx context.Context, pages infoseek.Pages, dir string) error {
		return search.Build(ctx, pages, dir, search.Options{})
	}
	if _, err := corpus.Build(t.Context(), dir, pagesOfLand(roots), corpus.BuildOptions{Index: index}); err != nil {
		t.Fatal(err)
	}
	p.job = jobOver(t, dir)
	// A Planner that draws would mostly give up.
	p.job.Options = synth.Options{Seed: 1, Tries: 2, Guide: synth.Guide{Actions: []synth.Action{synth.FirstHop, synth.Breadth, synth.Depth, synth.Done}}}
	p.job.Limits = synth.Limits{N: math.MaxInt32, Trees: 256}
	p.job.Watch = func() synth.Watch { return p }
	return p
}

// Enter counts the trees that are begun.
func (p *paid) Enter(s synth.Stage) (leave func()) {
	if s == synth.StagePlan {
		p.trees.Add(1)
	}
	return func() {}
}

// answerOf plays every role: the Planner draws among what its schema allows, the others go by pupil's rules.
func answerOf(r fakeserver.Request) string {
	if strings.Contains(r.Task, "\nOpen actions: ") {
		return ""
	}
	return pupil(r.Task)
}

// miscite answers as pupil does, but with claims laid to other sentences, and facts to clauses that do not tell them.
func (p *paid) miscite(r fakeserver.Request) string {
	text := answerOf(r)
	switch {
	case strings.Contains(r.Task, "\nThings:\n"):
		return p.misread(r.Task)
	case strings.Contains(r.Task, "\nFacts:\n"):
		var a writeAnswer
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			p.t.Error(err)
		}
		for i := range a.Clauses {
			a.Clauses[i].Facts = []int{a.Clauses[i].Facts[0]%len(a.Clauses) + 1}
		}
		b, _ := json.Marshal(a)
		return string(b)
	}
	return text
}

// misread lays each of pupil's claims to a sentence without its words, and to a thing that is named there.
func (p *paid) misread(task string) string {
	var a browseAnswer
	if err := json.Unmarshal([]byte(pupilReads(task)), &a); err != nil {
		p.t.Error(err)
	}
	sentences, things := items(task, "\nSentences:\n", "\nThings:\n"), items(task, "\nThings:\n", "\n</text-")
	wrong := browseAnswer{Claims: []browseClaim{}}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range a.Claims {
		for i, thing := range things {
			var n int
			fmt.Sscan(place.FindStringSubmatch(thing)[2], &n)
			if cited := sentences[n-1]; !strings.Contains(cited, c.Phrase) {
				wrong.Claims = append(wrong.Claims, browseClaim{n, i + 1, c.Phrase})
				p.misquoted[cited] = append(p.misquoted[cited], c.Phrase)
				break
			}
		}
	}
	b, _ := json.Marshal(wrong)
	return string(b)
}

// run begins the run or goes on with it, within a budget in dollars, and checks that neither what the ledger counts nor what the server worked for is more.
func (p *paid) run(budget float64) (synth.Result, error) {
	t := p.t
	dir := p.job.Dir
	config := llm.Config{Budget: llm.Ceiling{Dollars: budget}, Roles: map[string]llm.Role{}}
	for _, role := range Roles {
		config.Roles[role] = llm.Role{Endpoint: p.server.URL(), Model: role, Price: prices[role], Timeout: 400 * time.Millisecond, Attempts: 3, Limits: llm.Limits{InFlight: 64}}
	}
	models, err := llm.Open(t.Context(), config, llm.Options{Ledger: filepath.Join(dir, "ledger.jsonl"), Cache: filepath.Join(dir, "..", "cache"), Record: filepath.Join(dir, "..", "record")})
	if err != nil {
		t.Fatal(err)
	}
	team, err := NewTeam(Options{Around: 1, Retries: 1}, models.Model)
	if err != nil {
		t.Fatal(err)
	}
	p.library = team.library
	j := p.job
	j.Crew, j.Models, j.Options.Crew = team.Crew, models.Model, team.Members()
	res, err := synth.Run(t.Context(), j)
	counted, served := models.Spent().Nanodollars, int64(0)
	for model, u := range p.server.Served() {
		served += int64(1e3*prices[model].In)*int64(u.Prompt) + int64(1e3*prices[model].Out)*int64(u.Completion)
	}
	t.Logf("$%.6f served, $%.6f counted, of $%g", float64(served)/1e9, float64(counted)/1e9, budget)
	if served == 0 || served > counted || counted > int64(budget*1e9) {
		t.Errorf("%d nanodollars served, %d counted, budget $%g", served, counted, budget)
	}
	if err := models.Close(); err != nil {
		t.Error(err)
	}
	return res, err
}

// ended checks that each root of the run stands exactly once among questions, drops and faults, the last two with a reason; that the sums agree; and that the models' mistakes went into nothing.
func (p *paid) ended(res synth.Result) {
	t := p.t
	r, err := runs.Read(p.job.Dir)
	if err != nil {
		t.Fatal(err)
	}
	ends := map[string]int{} // by root
	var all outcomes
	for rec := range each(t, r.Records()) {
		var root outcomes
		if err := rec.Decode(&root); err != nil {
			t.Fatal(err)
		}
		ends[root.Root] += root.count()
		all.Questions, all.Drops, all.Faults = append(all.Questions, root.Questions...), append(all.Drops, root.Drops...), append(all.Faults, root.Faults...)
	}
	for i := range p.roots {
		if id := landID(i); ends[id] != 1 {
			t.Errorf("root %s ended %d times", id, ends[id])
		}
	}
	for _, d := range slices.Concat(all.Drops, all.Faults) {
		if d.Reason == "" || d.Detail == "" {
			t.Errorf("no reason: %+v", d)
		}
	}
	if len(ends) != p.roots || all.count() != p.roots || res.Roots != p.roots || res.Questions != len(all.Questions) || total(res.Reasons) != len(all.Drops) || total(res.Faults) != len(all.Faults) {
		t.Errorf("%d roots, %d ends; the result is %+v", len(ends), all.count(), res)
	}
	for name, want := range map[string]int{runs.QuestionsName: len(all.Questions), runs.DroppedName: len(all.Drops), runs.FaultsName: len(all.Faults)} {
		if b, err := os.ReadFile(filepath.Join(p.job.Dir, name)); err != nil || bytes.Count(b, []byte("\n")) != want {
			t.Errorf("%s: %d lines, want %d, %v", name, bytes.Count(b, []byte("\n")), want, err)
		}
	}
	p.sound(all.Questions)
	t.Logf("%d trees begun; of %d roots %d questions, %d drops %v, %d faults %v; %v", p.trees.Load(), p.roots, len(all.Questions), len(all.Drops), res.Reasons, len(all.Faults), res.Faults, res.Agents)
}

// outcomes is what the journal says of a root.
type outcomes struct {
	Root      string              `json:"root"`
	Questions []infoseek.Question `json:"questions"`
	Drops     []infoseek.Drop     `json:"drops"`
	Faults    []infoseek.Drop     `json:"faults"`
}

func (o *outcomes) count() int { return len(o.Questions) + len(o.Drops) + len(o.Faults) }

// sound checks that questions are certified, and that no claim which the Browser's model laid to a wrong sentence was taken for one of the page.
func (p *paid) sound(questions []infoseek.Question) {
	t := p.t
	for _, q := range questions {
		if !q.Certificate.Unique || !q.Certificate.Minimal {
			t.Errorf("%s is not certified", q.ID)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	read := 0
	for _, l := range p.library.pages {
		for _, c := range slices.Concat(l.reading.found.Own, l.reading.found.Theirs) {
			sentence, err := p.job.Pages.Text(t.Context(), c.Subject, c.Evidence)
			if err != nil {
				t.Fatal(err)
			}
			if read++; slices.Contains(p.misquoted[sentence], c.Phrase) {
				t.Errorf("%q is taken to be said by %q", c.Phrase, sentence)
			}
		}
	}
	if read == 0 || len(p.misquoted) == 0 {
		t.Errorf("%d claims were read, %d sentences cited wrongly", read, len(p.misquoted))
	}
}

// each ranges over what is read without an error.
func each[T any](t *testing.T, all iter.Seq2[T, error]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			if !yield(v) {
				return
			}
		}
	}
}

func total(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// TestEveryTreeEnds: of a server that fails in three of ten calls, in eight ways, every root's trees end as a question, as dropped for a reason, or in a fault with its reason, and no cent more than the budget is spent.
func TestEveryTreeEnds(t *testing.T) {
	roots := trees(1000)
	p := newPaid(t, roots)
	res, err := p.run(20)
	if err != nil {
		t.Fatal(err)
	}
	p.ended(res)
	if p.trees.Load() < int64(roots) || res.Questions == 0 || total(res.Faults) == 0 {
		t.Errorf("%d trees begun, %d questions, faults %v", p.trees.Load(), res.Questions, res.Faults)
	}
	c := p.server.Counts()
	t.Logf("the server: %+v", c)
	bad := 0
	for kind, n := range map[string]int{"429": c.TooMany, "500": c.Internal, "hang": c.Hang, "cut": c.Cut, "garbage": c.Garbage, "not JSON": c.NotJSON, "wrong schema": c.WrongSchema, "wrong citation": c.WrongCitation} {
		if bad += n; n == 0 {
			t.Errorf("no call ended by %s", kind)
		}
	}
	if share := float64(bad) / float64(bad+c.Good); share < 0.28 || share > 0.33 {
		t.Errorf("%.3f of the calls went wrong", share)
	}
}

// TestBudgetEndsAndGoesOn: with the same faults, a run whose budget is used up ends with ErrLimit, and comes to its end with a larger one; together they stay within that.
func TestBudgetEndsAndGoesOn(t *testing.T) {
	p := newPaid(t, 100)
	for _, budget := range []float64{0.2, 0.6} {
		if res, err := p.run(budget); !errors.Is(err, infoseek.ErrLimit) || res.Roots == p.roots {
			t.Fatalf("$%g: %+v, error %v", budget, res, err)
		}
	}
	res, err := p.run(20)
	if err != nil {
		t.Fatal(err)
	}
	p.ended(res)
}
