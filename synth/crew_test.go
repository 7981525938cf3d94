package synth

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/runs"
)

// member is an agent of every kind that fails as it is told to.
type member struct {
	Planner
	Browser
	err error
}

func (m member) Browse(ctx context.Context, n infoseek.PageNum) ([]Offer, error) {
	if m.err != nil {
		return nil, m.err
	}
	return m.Browser.Browse(ctx, n)
}
func (m member) Begin(*rand.Rand)                                 {}
func (m member) Name() string                                     { return "member" }
func (m member) Next(context.Context, *State) (Step, error)       { return Step{}, m.err }
func (m member) Write(ctx context.Context, d Draft) (Text, error) { return Text{}, m.err }
func (m member) Counts() map[string]int                           { return map[string]int{"member: items": 1} }

func modelDown() error {
	return &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "generate", Err: errDisk}
}

// crewed is a job whose crews are chosen by the item's number.
func crewed(w world, t *testing.T, n int, crew func(Item) Crew) Job {
	j := w.job(t.TempDir(), quick(), n)
	j.Crew = func(i Item) (Crew, error) { return crew(i), nil }
	return j
}

// TestEmbeddedCrewChangesNothing: a crew of embedded agents makes the same bytes as none.
func TestEmbeddedCrewChangesNothing(t *testing.T) {
	w := openWorld(t)
	plain := w.job(t.TempDir(), quick(), 5)
	mustRun(t, plain)
	j := crewed(w, t, 5, func(Item) Crew { return Crew{Writer: EmbeddedWriter{}} })
	mustRun(t, j)
	if outputs(t, j.Dir) != outputs(t, plain.Dir) {
		t.Error("a crew of embedded agents made something else")
	}
	if faults := records[infoseek.Drop](t, j.Dir, runs.FaultsName); len(faults) != 0 {
		t.Errorf("faults: %v", faults)
	}
}

// TestInvalidAnswersAreDrops: what an agent gets wrong ends its tree, is counted by reason, and does not stop the run.
func TestInvalidAnswersAreDrops(t *testing.T) {
	w := openWorld(t)
	for _, agent := range []string{"planner", "browser", "writer"} {
		bad := member{err: &InvalidError{Agent: agent, Err: modelDown()}} // the cause of what is invalid may be told as a fault
		j := crewed(w, t, 3, func(i Item) Crew {
			switch {
			case i.Number%2 == 1:
				return Crew{}
			case agent == "planner":
				return Crew{Planner: bad}
			case agent == "browser":
				return Crew{Browser: bad}
			}
			return Crew{Writer: bad}
		})
		res := mustRun(t, j)
		if res.Questions != 3 || res.Reasons["invalid "+agent+" answer"] == 0 || len(res.Faults) != 0 || res.Agents["member: items"] == 0 {
			t.Errorf("%s: %+v", agent, res)
		}
		if man := manifest(t, j.Dir); man.Counts["member: items"] != res.Agents["member: items"] {
			t.Errorf("%s: the manifest counts %v", agent, man.Counts)
		}
	}
}

// TestFaultsAreCountedApart: a model's fault ends one root, which is recorded as a fault and not as dropped; resumed, the run ends with the same bytes.
func TestFaultsAreCountedApart(t *testing.T) {
	w := openWorld(t)
	third := func(i Item) Crew {
		if i.Number%3 == 0 {
			return Crew{Browser: member{err: modelDown()}}
		}
		return Crew{}
	}
	j := crewed(w, t, 4, third)
	res := mustRun(t, j)
	faults := records[infoseek.Drop](t, j.Dir, runs.FaultsName)
	if res.Questions != 4 || res.Faults["model"] == 0 || len(faults) != res.Faults["model"] || !strings.Contains(faults[0].Detail, "disk gone") {
		t.Fatalf("%+v, faults %v", res, faults)
	}
	for _, d := range records[infoseek.Drop](t, j.Dir, runs.DroppedName) {
		for _, f := range faults {
			if d.ID == f.ID {
				t.Errorf("%s is dropped and a fault", d.ID)
			}
		}
	}
	ctx, stopped := stopAfter(crewed(w, t, 4, third), 2)
	stopped.Dir = filepath.Join(t.TempDir(), "run")
	if _, err := Run(ctx, stopped); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	stopped.Progress = nil
	mustRun(t, stopped)
	if outputs(t, stopped.Dir) != outputs(t, j.Dir) || readAll(t, stopped.Dir, runs.FaultsName) != readAll(t, j.Dir, runs.FaultsName) {
		t.Error("resumed, the outputs differ")
	}
}

func readAll(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestDeadServerStopsTheRun: faults in a row are no verdict about any root. The run stops, keeps what came before, and tries them again when it goes on.
func TestDeadServerStopsTheRun(t *testing.T) {
	w := openWorld(t)
	plain := w.job(t.TempDir(), quick(), 6)
	want := mustRun(t, plain)
	for _, from := range []int{0, 3} {
		j := crewed(w, t, 6, func(i Item) Crew {
			if i.Number >= from {
				return Crew{Browser: member{err: modelDown()}}
			}
			return Crew{}
		})
		j.Limits.Faults = 4
		_, err := Run(context.Background(), j)
		var stopped *FaultsError
		if !errors.As(err, &stopped) || stopped.Items != 4 || !errors.Is(err, errDisk) {
			t.Fatalf("from %d: error %v", from, err)
		}
		if m := manifest(t, j.Dir); m.State != runs.Failed || !strings.Contains(m.Error, "same command") || m.Counts["roots"] != from {
			t.Errorf("from %d: state %s, error %q, counts %v", from, m.State, m.Error, m.Counts)
		}
		j.Crew = func(Item) (Crew, error) { return Crew{}, nil }
		if res := mustRun(t, j); res.Questions != want.Questions || outputs(t, j.Dir) != outputs(t, plain.Dir) {
			t.Errorf("from %d: resumed with a server that answers, the outputs differ", from)
		}
	}
}

// TestAllFaultsAreNoResult: a run of which every root ends in a fault is not done, however few there are.
func TestAllFaultsAreNoResult(t *testing.T) {
	w := openWorld(t)
	j := crewed(w, t, 5, func(Item) Crew { return Crew{Browser: member{err: modelDown()}} })
	j.Options.Roots = []string{"Ashwick"}
	if _, err := Run(context.Background(), j); !errors.As(err, new(*FaultsError)) {
		t.Errorf("error %v", err)
	}
}

// TestItemChance: an item's chance is its own, repeatable, and another for each use.
func TestItemChance(t *testing.T) {
	i := Item{Root: 7, Options: Options{Seed: 3}}
	a, b, c := i.Rand("planner").Uint64(), i.Rand("planner").Uint64(), i.Rand("writer").Uint64()
	if a != b || a == c {
		t.Errorf("%d, %d, %d", a, b, c)
	}
	if i.Model("planner") != nil {
		t.Error("a model where there is none")
	}
}
