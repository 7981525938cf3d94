package synth

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/jsonl"
	"infoseek/runs"
)

// quick options make a question in some 20 ms.
func quick() Options { return Options{Tries: 4, Seed: 5} }

func (w world) job(dir string, o Options, n int) Job {
	return Job{Dir: dir, Pages: w.pages, Searcher: w.searcher, Options: o, Limits: Limits{N: n}, Version: "test"}
}

// mustRun runs j to its end.
func mustRun(t testing.TB, j Job) Result {
	t.Helper()
	res, err := Run(context.Background(), j)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// outputs are the contents of a run's questions and drops.
func outputs(t testing.TB, dir string) [2]string {
	t.Helper()
	var out [2]string
	for i, name := range []string{runs.QuestionsName, runs.DroppedName} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		out[i] = string(b)
	}
	return out
}

func questions(t testing.TB, dir string) []infoseek.Question {
	return records[infoseek.Question](t, dir, runs.QuestionsName)
}

func records[T any](t testing.TB, dir, name string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	for r, err := range jsonl.Read[T](f, name, jsonl.Options{Strict: true}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// manifest reads the run's manifest as other programs do.
func manifest(t testing.TB, dir string) runs.Manifest {
	t.Helper()
	r, err := runs.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r.Manifest()
}

func TestSameBytesWhateverTheWorkers(t *testing.T) {
	w := openWorld(t)
	o := quick()
	o.Tries = 2 // so that some roots are dropped
	var want [2]string
	for i, workers := range []int{1, 2, 7} {
		j := w.job(t.TempDir(), o, 15)
		j.Limits.Workers = workers
		if res := mustRun(t, j); res.Questions != 15 || res.Short {
			t.Fatalf("%d workers: %+v", workers, res)
		}
		got := outputs(t, j.Dir)
		if i == 0 {
			want = got
			if got[1] == "" {
				t.Error("nothing was dropped: the test sees only half of what it should")
			}
		}
		if got != want {
			t.Errorf("%d workers: other outputs than one", workers)
		}
	}
	o.Seed++
	j := w.job(t.TempDir(), o, 15)
	mustRun(t, j)
	if got := outputs(t, j.Dir); got[0] == want[0] {
		t.Error("another seed gave the same questions")
	}
}

func TestOtherOptionsDoNotResume(t *testing.T) {
	w := openWorld(t)
	j := w.job(t.TempDir(), quick(), 2)
	mustRun(t, j)
	before := outputs(t, j.Dir)
	for name, change := range map[string]func(*Job){
		"seed":     func(j *Job) { j.Options.Seed++ },
		"max_size": func(j *Job) { j.Options.MaxSize = 9 },
		"exclude":  func(j *Job) { j.Options.Exclude = []string{"Ashwick"} },
		"version":  func(j *Job) { j.Version = "other" },
	} {
		other := j
		change(&other)
		_, err := Run(context.Background(), other)
		var opts *runs.OptionsError
		if !errors.As(err, &opts) || len(opts.Diffs) == 0 || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if outputs(t, j.Dir) != before {
		t.Error("a refused run changed the outputs")
	}
	spelled := j
	spelled.Options, _ = j.Options.Normalize()
	if res := mustRun(t, spelled); !res.Nothing {
		t.Error("defaults spelled out are other options than defaults left out")
	}
}

// TestRepeatChangesNothing looks at bytes and times of every file.
func TestRepeatChangesNothing(t *testing.T) {
	w := openWorld(t)
	j := w.job(t.TempDir(), quick(), 3)
	first := mustRun(t, j)
	before := look(t, j.Dir)
	again := mustRun(t, j)
	if !again.Nothing || first.Nothing {
		t.Errorf("nothing: %v at first, %v then", first.Nothing, again.Nothing)
	}
	if again.Questions != first.Questions || again.Roots != first.Roots || again.Eligible != first.Eligible {
		t.Errorf("told %+v at first, %+v then", first, again)
	}
	if after := look(t, j.Dir); !slices.Equal(before, after) {
		t.Errorf("files before: %v\nafter: %v", before, after)
	}
}

// look describes the files that hold results.
func look(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	for _, name := range []string{"manifest.json", "journal", "journal.jsonl", runs.QuestionsName, runs.DroppedName} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		content := ""
		if !info.IsDir() {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			content = string(b)
		}
		out = append(out, name+" "+info.ModTime().String()+content)
	}
	if len(out) < 3 {
		t.Fatalf("only %d files in %s", len(out), dir)
	}
	return out
}

func TestLargerNExtends(t *testing.T) {
	w := openWorld(t)
	j := w.job(t.TempDir(), quick(), 4)
	mustRun(t, j)
	small := outputs(t, j.Dir)
	j.Limits.N = 9
	mustRun(t, j)
	large := outputs(t, j.Dir)
	if !strings.HasPrefix(large[0], small[0]) || len(questions(t, j.Dir)) != 9 {
		t.Error("the larger run does not begin with the smaller")
	}
	whole := w.job(t.TempDir(), quick(), 9)
	mustRun(t, whole)
	if outputs(t, whole.Dir) != large {
		t.Error("extended outputs are not those of a run made at once")
	}
	j.Limits.N = 4
	mustRun(t, j)
	if outputs(t, j.Dir) != small {
		t.Error("back to the smaller number the outputs are not those of before")
	}
}

func TestShort(t *testing.T) {
	w := openWorld(t)
	o := quick()
	o.Tries, o.RootCategory = 1, "Towns"
	j := w.job(t.TempDir(), o, 500)
	res := mustRun(t, j)
	if !res.Short || res.Questions == 0 || res.Questions >= 500 || res.Roots != res.Eligible || res.Eligible != len(townNames) {
		t.Fatalf("result %+v", res)
	}
	m := manifest(t, j.Dir)
	if m.State != runs.Done || !m.Short || !slices.Equal(m.Advice, res.Advice) || len(res.Advice) < 2 {
		t.Errorf("manifest %s, short %v, advice %q", m.State, m.Short, m.Advice)
	}
	drops := records[infoseek.Drop](t, j.Dir, runs.DroppedName)
	byReason := map[string]int{}
	for _, d := range drops {
		byReason[d.Reason]++
		if !slices.Contains(reasons, d.Reason) || d.Detail == "" {
			t.Errorf("drop %+v", d)
		}
	}
	if res.Questions+len(drops) != res.Roots {
		t.Errorf("%d questions and %d drops of %d roots", res.Questions, len(drops), res.Roots)
	}
	for r := range byReason {
		if res.Reasons[r] != byReason[r] || help[r] == "" {
			t.Errorf("reason %q: told %d, recorded %d, help %q", r, res.Reasons[r], byReason[r], help[r])
		}
		if len(byReason) <= 3 && !strings.Contains(strings.Join(res.Advice, "\n"), r) {
			t.Errorf("the advice does not name %q: %q", r, res.Advice)
		}
	}
}

// TestEachReasonHasHelp keeps the two lists together.
func TestEachReasonHasHelp(t *testing.T) {
	for _, r := range reasons {
		switch r {
		case "no noun", "steps", givenUp, "iterations", "grade", "excluded question": // nothing to turn
		default:
			if help[r] == "" {
				t.Errorf("no help for %q", r)
			}
		}
	}
}

// stopAfter is a Job whose context ends when n roots are done.
func stopAfter(j Job, n int) (context.Context, Job) {
	ctx, cancel := context.WithCancel(context.Background())
	j.Progress = func(p Progress) {
		if p.Roots >= n {
			cancel()
		}
	}
	return ctx, j
}

func TestInterrupted(t *testing.T) {
	w := openWorld(t)
	whole := w.job(t.TempDir(), quick(), 8)
	mustRun(t, whole)
	want := outputs(t, whole.Dir)
	j := w.job(t.TempDir(), quick(), 8)
	for _, n := range []int{2, 6} {
		ctx, stopped := stopAfter(j, n)
		_, err := Run(ctx, stopped)
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("error %v", err)
		}
		if m := manifest(t, j.Dir); m.State != runs.Interrupted || m.Error != "" {
			t.Errorf("state %s, error %q", m.State, m.Error)
		}
		so := outputs(t, j.Dir)
		if !strings.HasPrefix(want[0], so[0]) || !strings.HasPrefix(want[1], so[1]) || len(questions(t, j.Dir))+len(records[infoseek.Drop](t, j.Dir, runs.DroppedName)) < n {
			t.Errorf("after %d roots the outputs are not the beginning of the whole's", n)
		}
	}
	if res := mustRun(t, j); res.Questions != 8 || res.Nothing {
		t.Errorf("resumed: %+v", res)
	}
	if outputs(t, j.Dir) != want {
		t.Error("interrupted and resumed, the outputs differ")
	}
	if m := manifest(t, j.Dir); m.State != runs.Done {
		t.Errorf("state %s", m.State)
	}
}

func TestRootThatIsNotThere(t *testing.T) {
	w := openWorld(t)
	o := quick()
	o.Roots = []string{"Atlantis"}
	dir := filepath.Join(t.TempDir(), "run")
	_, err := Run(context.Background(), w.job(dir, o, 1))
	if none := (*infoseek.NotFoundError)(nil); !errors.As(err, &none) || none.Ref != "Atlantis" {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the run directory was made: %v", err)
	}
}

func TestIndexOfAnotherCorpus(t *testing.T) {
	w := openWorld(t)
	j := w.job(t.TempDir(), quick(), 1)
	j.Searcher = foreign{w.searcher}
	if _, err := Run(context.Background(), j); err == nil || !strings.Contains(err.Error(), "search index is of corpus") {
		t.Errorf("error %v", err)
	}
}

type foreign struct{ infoseek.Searcher }

func (f foreign) Info() infoseek.SearcherInfo {
	i := f.Searcher.Info()
	i.Corpus = "elsewhere"
	return i
}
