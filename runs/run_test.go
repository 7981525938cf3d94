package runs

import (
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"infoseek"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		child(dir)
	}
	goleak.VerifyTestMain(m)
}

type planOptions struct {
	Size  [2]int              `json:"size"`
	Grade string              `json:"grade"`
	Caps  map[string]int      `json:"caps"`
	Note  *string             `json:"note"`
	Probe struct{ Hard bool } `json:"probe"`
}

func testOptions() Options {
	return Options{
		Command: "synth",
		Options: planOptions{Size: [2]int{5, 10}, Grade: "relational", Caps: map[string]int{"river": 3, "city": 2}},
		Limits:  map[string]int{"n": 10},
		Seed:    1 << 63,
		Corpus:  infoseek.CorpusRef{Hash: "c0ffee", Entities: 12},
		Version: "v0.1.0",
		Now:     func() time.Time { return time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC) },
	}
}

func mustOpen(t *testing.T, dir string, o Options) *Run {
	t.Helper()
	r, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func collect(t *testing.T, records iter.Seq2[Record, error]) []Record {
	t.Helper()
	var all []Record
	for r, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func readFile(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRecordsSurviveClosing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	r := mustOpen(t, dir, testOptions())
	for i, text := range []string{"rain \"x\"\n", "snow <b>", "ö"} {
		if err := r.Append("question", 2-i, map[string]string{"text": text}); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(collect(t, r.Records())); got != 3 {
		t.Errorf("%d records while open, want 3", got)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}

	r = mustOpen(t, dir, testOptions())
	got := collect(t, r.Records())
	if len(got) != 3 || got[0].Item != 2 || got[0].N != 1 || string(got[0].Data) != `{"text":"rain \"x\"\n"}` {
		t.Errorf("records %v", got)
	}
	if err := r.WriteKind("questions.jsonl", "question"); err != nil {
		t.Fatal(err)
	}
	want := `{"text":"ö"}` + "\n" + `{"text":"snow <b>"}` + "\n" + `{"text":"rain \"x\"\n"}` + "\n"
	if got := readFile(t, dir, "questions.jsonl"); got != want {
		t.Errorf("questions.jsonl = %q, want %q", got, want)
	}
}

func TestWriteReplacesWholeOutputs(t *testing.T) {
	dir := t.TempDir()
	r := mustOpen(t, dir, testOptions())
	if err := r.Write("out.jsonl", slices.Values([]any{1, "two"})); err != nil {
		t.Fatal(err)
	}
	if err := r.Write("out.jsonl", slices.Values([]any{3, "bad\xff"})); err == nil {
		t.Error("text that is not UTF-8 was written")
	}
	broken := errors.New("broken")
	if err := r.Write("out.jsonl", slices.Values([]any{3, broken})); !errors.Is(err, broken) {
		t.Errorf("error %v, want that of the records", err)
	}
	if got := readFile(t, dir, "out.jsonl"); got != "1\n\"two\"\n" {
		t.Errorf("out.jsonl = %q", got)
	}
	if ok, _ := exists(filepath.Join(dir, "out.jsonl.tmp")); ok {
		t.Error("the temporary file is still there")
	}
	for _, name := range []string{"", "manifest.json", "../x", "journal", "lock", "a/b", ".x", "x.tmp"} {
		if err := r.Write(name, slices.Values([]any{1})); err == nil {
			t.Errorf("output %q was written", name)
		}
	}
}

func TestOtherOptionsRefuseToResume(t *testing.T) {
	note := "rain"
	for _, c := range []struct {
		name   string
		change func(*Options)
		want   []OptionDiff
	}{
		{"same", func(*Options) {}, nil},
		{"limits may grow", func(o *Options) { o.Limits = map[string]int{"n": 20} }, nil},
		{"seed", func(o *Options) { o.Seed++ }, []OptionDiff{{"seed", "9223372036854775808", "9223372036854775809"}}},
		{"corpus", func(o *Options) { o.Corpus.Hash = "dead" }, []OptionDiff{{"corpus", `"c0ffee"`, `"dead"`}}},
		{"version", func(o *Options) { o.Version = "v0.2.0" }, []OptionDiff{{"version", `"v0.1.0"`, `"v0.2.0"`}}},
		{"command", func(o *Options) { o.Command = "rollout" }, []OptionDiff{{"command", `"synth"`, `"rollout"`}}},
		{"two options, one nested", func(o *Options) {
			p := o.Options.(planOptions)
			p.Size, p.Caps, p.Note = [2]int{5, 12}, map[string]int{"city": 2}, &note
			o.Options = p
		}, []OptionDiff{{"caps.river", "3", ""}, {"note", "null", `"rain"`}, {"size", "[5,10]", "[5,12]"}}},
		{"not an object", func(o *Options) { o.Options = 7 }, []OptionDiff{{"options", `{"caps":{"city":2,"river":3},"grade":"relational","note":null,"probe":{"Hard":false},"size":[5,10]}`, "7"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := mustOpen(t, dir, testOptions()).Close(); err != nil {
				t.Fatal(err)
			}
			o := testOptions()
			c.change(&o)
			r, err := Open(dir, o)
			if err == nil {
				r.Close()
			}
			var oe *OptionsError
			if errors.As(err, &oe) != (c.want != nil) || oe != nil && !slices.Equal(oe.Diffs, c.want) {
				t.Errorf("error %v, want differences %v", err, c.want)
			}
		})
	}
}

func TestOptionsErrorSaysWhatToDo(t *testing.T) {
	err := &OptionsError{"out", []OptionDiff{{"size", "[5,10]", "[5,12]"}, {"caps.river", "3", ""}}}
	want := "runs: out was made with other options: size is [5,10] there, [5,12] now; caps.river is 3 there, absent now. Give the same ones to resume it, or another directory"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestStateIsKept(t *testing.T) {
	dir := t.TempDir()
	r := mustOpen(t, dir, testOptions())
	if m := r.Manifest(); m.State != Running || m.Run != r.ID() || r.Finished() {
		t.Errorf("new run: %+v", m)
	}
	err := r.SetState(Done, func(m *Manifest) { m.Short, m.Counts["questions"], m.Advice = true, 3, []string{"more roots"} })
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	before := readFile(t, dir, "manifest.json")

	r = mustOpen(t, dir, testOptions())
	if m := r.Manifest(); !r.Finished() || !m.Short || m.Counts["questions"] != 3 {
		t.Errorf("finished run: %+v", m)
	}
	r.Close()
	if readFile(t, dir, "manifest.json") != before {
		t.Error("opening a finished run changed its manifest")
	}

	o := testOptions()
	o.Limits = map[string]int{"n": 11}
	if r = mustOpen(t, dir, o); r.Finished() {
		t.Error("a larger n counts as finished")
	}
	if err := r.SetState(Running, nil); err != nil {
		t.Fatal(err)
	}
	if m := r.Manifest(); string(m.Limits) != `{"n":11}` {
		t.Errorf("limits %s", m.Limits)
	}
}

// TestCorpusMayMove: where the corpus lies is noted anew, and keeps nobody from resuming.
func TestCorpusMayMove(t *testing.T) {
	dir, o := t.TempDir(), testOptions()
	for _, o.CorpusDir = range []string{"../corpus", "../moved"} {
		r := mustOpen(t, dir, o)
		if err := r.SetState(Running, nil); err != nil {
			t.Fatal(err)
		}
		r.Close()
		read, err := Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := read.Manifest().CorpusDir; got != o.CorpusDir {
			t.Errorf("corpus_dir %q, want %q", got, o.CorpusDir)
		}
	}
}

func TestUnknownMembersOfTheManifestAreKept(t *testing.T) {
	dir := t.TempDir()
	mustOpen(t, dir, testOptions()).Close()
	path := filepath.Join(dir, "manifest.json")
	own := strings.Replace(readFile(t, path), `{`, `{"note":"mine",`, 1)
	if err := os.WriteFile(path, []byte(own), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := mustOpen(t, dir, testOptions()).SetState(Done, nil); err != nil {
		t.Fatal(err)
	}
	if got := readFile(t, path); !strings.Contains(got, `"note": "mine"`) || !strings.Contains(got, `"state": "done"`) {
		t.Error(got)
	}
}

func TestIDDependsOnWhatDecidesTheOutput(t *testing.T) {
	id := func(change func(*Options)) string {
		o := testOptions()
		change(&o)
		m, err := o.manifest()
		if err != nil {
			t.Fatal(err)
		}
		return m.Run
	}
	same := id(func(*Options) {})
	if got := id(func(o *Options) { o.Limits, o.Version, o.Now = nil, "x", nil }); got != same {
		t.Errorf("limits, version or time change the id: %s, %s", got, same)
	}
	if got := id(func(o *Options) { o.Seed++ }); got == same {
		t.Error("the seed doesn't change the id")
	}
	if !strings.HasPrefix(same, "synth-") {
		t.Errorf("id %s", same)
	}
}

func TestDirectoriesOfOthersAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.txt"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, testOptions()); err == nil || !strings.Contains(err.Error(), "thesis.txt") {
		t.Errorf("error %v", err)
	}
	if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "no run directory") {
		t.Errorf("error %v", err)
	}
}

func TestReader(t *testing.T) {
	dir := t.TempDir()
	r := mustOpen(t, dir, testOptions())
	reader, err := Read(dir) // while it is being written
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range reader.Questions() {
		if err == nil || !strings.Contains(err.Error(), "no questions.jsonl yet (its state is running)") {
			t.Errorf("error %v", err)
		}
	}
	err = r.Write(QuestionsName, slices.Values([]any{infoseek.Question{V: 1, ID: "a"}, infoseek.Question{V: 1, ID: "b"}}))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Write(DroppedName, slices.Values([]any{infoseek.Drop{V: 1, ID: "c", Reason: "own"}})); err != nil {
		t.Fatal(err)
	}
	ids := ""
	for q, err := range reader.Questions() {
		if err != nil {
			t.Fatal(err)
		}
		ids += q.ID
	}
	for d, err := range reader.Drops() {
		if err != nil {
			t.Fatal(err)
		}
		ids += d.ID
	}
	if ids != "abc" {
		t.Errorf("ids %q", ids)
	}
}

func TestRefusals(t *testing.T) {
	r := mustOpen(t, t.TempDir(), testOptions())
	if err := r.Append("", 0, 1); err == nil {
		t.Error("a record without a kind")
	}
	if err := r.Append("x", 0, func() {}); err == nil {
		t.Error("a function as a record")
	}
	if err := r.Append("x", 0, 1); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := errors.Join(r.Close()); err != nil {
		t.Error("closing twice:", err)
	}
	for name, err := range map[string]error{"append": r.Append("x", 0, 1), "sync": r.Sync(), "state": r.SetState(Done, nil), "write": r.Write("x", slices.Values([]any{1}))} {
		if err == nil {
			t.Errorf("%s after Close", name)
		}
	}
	if _, err := Open(t.TempDir(), Options{Command: "Two Words"}); err == nil {
		t.Error("a command of two words")
	}
}
