package agents

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"infoseek"
	"infoseek/corpus"
	"infoseek/corpus/source"
	"infoseek/search"
	"infoseek/synth"
)

// The sample encyclopedia, imported at the first call.
var (
	sampleDir  string
	sampleOnce sync.Once
	sampleErr  error
)

func TestMain(m *testing.M) {
	code := m.Run()
	if sampleDir != "" {
		os.RemoveAll(filepath.Dir(sampleDir))
	}
	os.Exit(code)
}

func importSample() error {
	base, err := os.MkdirTemp("", "infoseek-agents")
	if err != nil {
		return err
	}
	sampleDir = filepath.Join(base, "corpus")
	r, err := source.Open(filepath.Join("..", "..", "cmd", "infoseek", "sample", "encyclopedia.xml"), source.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = corpus.Build(context.Background(), sampleDir, r.Records(context.Background()), corpus.BuildOptions{Index: func(ctx context.Context, p infoseek.Pages, dir string) error {
		return search.Build(ctx, p, dir, search.Options{})
	}})
	return err
}

// sampleJob is a run over the sample encyclopedia in which every part that a model can play here is played by m.
func sampleJob(t *testing.T, o Options, n int, m infoseek.Model) synth.Job {
	t.Helper()
	sampleOnce.Do(func() { sampleErr = importSample() })
	if sampleErr != nil {
		t.Fatal(sampleErr)
	}
	models := func(role string) infoseek.Model {
		if role == "planner" || role == "verifier" {
			return nil
		}
		return m
	}
	team, err := NewTeam(o, models)
	if err != nil {
		t.Fatal(err)
	}
	j := jobOver(t, sampleDir)
	j.Options, j.Limits, j.Crew, j.Models = synth.Options{Seed: 1, Tries: 4}, synth.Limits{N: n, Trees: 8}, team.Crew, models
	return j
}

// jobOver is a run over the corpus in a directory, without a crew.
func jobOver(t *testing.T, dir string) synth.Job {
	t.Helper()
	pages, err := corpus.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pages.Close() })
	index, err := search.Open(filepath.Join(dir, "index"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	searcher, err := index.Searcher(search.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return synth.Job{Dir: filepath.Join(t.TempDir(), "run"), Pages: pages, Searcher: searcher, Version: "test"}
}

func questions(t *testing.T, dir string) ([]infoseek.Question, string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "questions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var out []infoseek.Question
	for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
		var q infoseek.Question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
	}
	return out, strings.ReplaceAll(string(b), `"`+filepath.Base(dir)+`"`, `""`)
}

// TestRun: with a model that reads and writes plainly, questions are made of its claims and in its words.
func TestRun(t *testing.T) {
	job := sampleJob(t, Options{Around: 1}, 5, &voice{say: pupil})
	res, err := synth.Run(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	if res.Questions != 5 || res.Agents["browser: claims"] < 15 || res.Agents["writer: written"] < 3 {
		t.Errorf("%+v", res)
	}
	made, _ := questions(t, job.Dir)
	plain := 0
	for _, q := range made {
		if !q.Certificate.Unique || !q.Certificate.Minimal || len(q.Clauses) == 0 {
			t.Errorf("%+v", q)
		}
		if strings.Contains(q.Question, "is the one that") && strings.Contains(q.Question, "Consider a") {
			plain++
		}
		t.Log(q.Question)
	}
	if plain == 0 {
		t.Error("no question is in the model's words")
	}
}

// TestOrderAndKills: neither how many trees are grown at once nor where a run was stopped changes what is made.
func TestOrderAndKills(t *testing.T) {
	o := Options{Around: 1}
	one := sampleJob(t, o, 2, &voice{say: pupil})
	one.Limits.Trees = 1
	if _, err := synth.Run(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	_, want := questions(t, one.Dir)

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var calls atomic.Int64
	m := &voice{say: func(user string) string {
		if calls.Add(1) == 40 {
			cancel()
		}
		return pupil(user)
	}}
	many := sampleJob(t, o, 2, m)
	if _, err := synth.Run(ctx, many); !errors.Is(err, context.Canceled) {
		t.Fatalf("the run was not stopped: %v", err)
	}
	again := sampleJob(t, o, 2, m)
	again.Dir = many.Dir
	if _, err := synth.Run(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	_, got := questions(t, many.Dir)
	if strip(got) != strip(want) || len(got) == 0 {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	journalled := callIDs(t, many.Dir)
	for id, n := range journalled {
		if n > 1 {
			t.Errorf("%s is in the journal %d times", id, n)
		}
	}
	if lost := len(m.asked) - len(journalled); lost < 0 || lost > many.Limits.Trees {
		t.Errorf("%d calls were made and %d journalled: what was in flight when the run stopped may be lost, and no more", len(m.asked), len(journalled))
	}
}

// callIDs counts the calls in a run's journal by id.
func callIDs(t *testing.T, dir string) map[string]int {
	t.Helper()
	segments, err := filepath.Glob(filepath.Join(dir, "calls", "*"))
	if err != nil || len(segments) == 0 {
		t.Fatalf("%d segments, %v", len(segments), err)
	}
	ids := map[string]int{}
	for _, s := range segments {
		b, err := os.ReadFile(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range regexp.MustCompile(`"id":"call-[0-9a-f]+"`).FindAllString(string(b), -1) {
			ids[id]++
		}
	}
	return ids
}

// strip takes out of questions what differs between runs by their names.
func strip(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		var q infoseek.Question
		if json.Unmarshal([]byte(line), &q) == nil {
			q.Run, q.ID = "", ""
			b, _ := json.Marshal(q)
			out = append(out, string(b))
		}
	}
	return strings.Join(out, "\n")
}
