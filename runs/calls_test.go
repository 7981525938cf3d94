package runs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"infoseek"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// echo answers with the number of the call, so that an answer tells whether it is a new one.
type echo struct {
	infoseek.Model
	mu    sync.Mutex
	calls int
	err   error
}

func (e *echo) Info() infoseek.ModelInfo {
	return infoseek.ModelInfo{Name: "echo", Price: infoseek.Price{In: 1, Out: 2}}
}

func (e *echo) Generate(_ context.Context, r infoseek.Request) (infoseek.Response, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err != nil {
		return infoseek.Response{}, e.err
	}
	e.calls++
	return infoseek.Response{
		Text: fmt.Sprintf("%s %d", r.Messages[0].Content, e.calls), Usage: infoseek.Usage{Prompt: 1e6, Completion: 5e5}, Finish: infoseek.FinishStop,
	}, nil
}

func asking(text string) infoseek.Request {
	return infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: text}}}
}

func mustCalls(t *testing.T, r *Run) *Calls {
	t.Helper()
	c, err := r.Calls()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func say(t *testing.T, m infoseek.Model, text string) string {
	t.Helper()
	resp, err := m.Generate(context.Background(), asking(text))
	if err != nil {
		t.Fatal(err)
	}
	return resp.Text
}

func TestCallsAreAnsweredFromTheJournal(t *testing.T) {
	dir := t.TempDir()
	r := mustOpen(t, dir, testOptions())
	c, e := mustCalls(t, r), &echo{}
	first := func(c *Calls) []string {
		planner, writer := c.Model(7, "planner", e), c.Model(7, "writer", e)
		other := c.Model(8, "planner", e)
		return []string{say(t, planner, "a"), say(t, planner, "a"), say(t, planner, "b"), say(t, writer, "a"), say(t, other, "a")}
	}
	want := []string{"a 1", "a 2", "b 3", "a 4", "a 5"}
	if got := first(c); !cmp.Equal(got, want) {
		t.Fatalf("answers %q", got)
	}
	r.Close()
	r = mustOpen(t, dir, testOptions())
	c = mustCalls(t, r)
	if got := first(c); !cmp.Equal(got, want) || e.calls != 5 {
		t.Fatalf("resumed: %q after %d calls", got, e.calls)
	}
	m := c.Model(7, "planner", e)
	for range 2 {
		say(t, m, "a")
	}
	if got := say(t, m, "a"); got != "a 6" {
		t.Errorf("asked once more than before: %q", got)
	}
	totals := c.Totals()
	if got := totals.Roles()["planner"]; got.Calls != 5 || got.Prompt != 5e6 || got.Dollars != 10 {
		t.Errorf("planner: %+v", got)
	}
	if got := totals.Items(); got[7].Calls != 5 || got[8].Calls != 1 || len(got) != 2 {
		t.Errorf("items: %+v", got)
	}
	if r.Calls(); len(collect(t, records(filepath.Join(dir, callsName)))) != 6 {
		t.Error("want 6 records")
	}
	c.Forget(7)
	if got := say(t, c.Model(7, "planner", e), "a"); got != "a 7" {
		t.Errorf("forgotten: %q", got)
	}
}

// A copy of the directory, taken when Generate has returned, is what a killed process leaves.
func TestAnswersAreHandedToTheSystemAtOnce(t *testing.T) {
	dir, e := t.TempDir(), &echo{}
	c := mustCalls(t, mustOpen(t, dir, testOptions()))
	for i := range 5 {
		say(t, c.Model(i, "judge", e), "x")
		left := t.TempDir()
		if err := os.CopyFS(left, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		reader, err := Read(left)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for call, err := range reader.Calls() {
			if err != nil || call.Item != n || call.V != 1 || call.Run == "" || !strings.HasPrefix(call.ID, "call-") {
				t.Fatalf("%+v, %v", call, err)
			}
			n++
		}
		if n != i+1 {
			t.Fatalf("%d answers are on disk, want %d", n, i+1)
		}
	}
}

func TestTornCallIsMadeAgain(t *testing.T) {
	dir, e := t.TempDir(), &echo{}
	r := mustOpen(t, dir, testOptions())
	say(t, mustCalls(t, r).Model(0, "judge", e), "x")
	say(t, mustCalls(t, r).Model(1, "judge", e), "y")
	r.Close()
	path := segmentPath(filepath.Join(dir, callsName), 1)
	whole := readFile(t, path)
	for size := strings.Index(whole, "\n") + 1; size < len(whole); size += 7 {
		if err := os.WriteFile(path, []byte(whole[:size]), 0o644); err != nil {
			t.Fatal(err)
		}
		e.calls = 10
		r := mustOpen(t, dir, testOptions())
		c := mustCalls(t, r)
		got := []string{say(t, c.Model(0, "judge", e), "x"), say(t, c.Model(1, "judge", e), "y")}
		if !cmp.Equal(got, []string{"x 1", "y 11"}) {
			t.Fatalf("cut at %d: %q", size, got)
		}
		r.Close()
	}
}

func TestFaultsAreNoAnswers(t *testing.T) {
	c, e := mustCalls(t, mustOpen(t, t.TempDir(), testOptions())), &echo{}
	m := c.Model(0, "judge", e)
	e.err = &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "ask", Err: errors.New("down")}
	if _, err := m.Generate(context.Background(), asking("x")); !errors.Is(err, e.err) {
		t.Fatalf("error %v", err)
	}
	e.err = nil
	say(t, m, "x")
	if got := say(t, c.Model(0, "judge", e), "x"); got != "x 1" {
		t.Errorf("the answer after the fault isn't that of the first asking: %q", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.Generate(ctx, asking("new")); !errors.Is(err, context.Canceled) || e.calls != 1 {
		t.Errorf("cancelled: %v, %d calls", err, e.calls)
	}
}

func TestCallsOfAnotherRun(t *testing.T) {
	dir := t.TempDir()
	r := mustOpen(t, dir, testOptions())
	say(t, mustCalls(t, r).Model(0, "judge", &echo{}), "x")
	r.Close()
	if _, err := openCalls(disk{}, dir, "synth-other", testOptions().now); err == nil || !strings.Contains(err.Error(), "not of synth-other") {
		t.Errorf("error %v", err)
	}
}

func TestManyCallsAtOnce(t *testing.T) {
	dir, e := t.TempDir(), &echo{}
	r := mustOpen(t, dir, testOptions())
	c := mustCalls(t, r)
	c.journal.limit = 50_000 // several segments
	const items, each = 100, 10
	answers := func(c *Calls) [items][each]string {
		var got [items][each]string
		var all sync.WaitGroup
		for i := range items {
			m := c.Model(i, "judge", e)
			all.Go(func() {
				for j := range each {
					resp, err := m.Generate(context.Background(), asking(fmt.Sprint(j%3)))
					if err != nil {
						t.Error(err)
					}
					got[i][j] = resp.Text
				}
			})
		}
		all.Wait()
		return got
	}
	want := answers(c)
	r.Close()
	if n, err := segments(filepath.Join(dir, callsName)); n < 3 || err != nil {
		t.Errorf("%d segments, %v", n, err)
	}
	c = mustCalls(t, mustOpen(t, dir, testOptions()))
	if got := answers(c); got != want || e.calls != items*each {
		t.Errorf("%d calls; same answers: %v", e.calls, got == want)
	}
}

// The n-th operation on the disk fails, and with it the process: what was answered before is answered again from the journal, or the call is made again.
func TestCallsOverAFailingDisk(t *testing.T) {
	for n := 1; ; n++ {
		dir := t.TempDir()
		fsys := &faulty{failAt: n, dead: true}
		r, err := open(dir, testOptions(), fsys)
		var got []string
		if err == nil {
			got = untilFault(r)
			r.Close()
		}
		if fsys.count < n {
			if len(got) != 4 {
				t.Fatalf("without a failure: %q", got)
			}
			break
		}
		c := mustCalls(t, mustOpen(t, dir, testOptions()))
		e := &echo{calls: 100}
		for i, want := range got {
			if text := say(t, c.Model(i, "judge", e), "x"); text != want {
				t.Errorf("operation %d: item %d was answered %q, then %q", n, i, want, text)
			}
		}
	}
}

func untilFault(r *Run) (answers []string) {
	c, err := r.Calls()
	if err != nil {
		return nil
	}
	c.journal.limit = 700
	e := &echo{}
	for i := range 4 {
		resp, err := c.Model(i, "judge", e).Generate(context.Background(), asking("x"))
		if err != nil {
			return answers
		}
		answers = append(answers, resp.Text)
	}
	return answers
}

// Whatever a model answers, the answer given at first and the one from the journal are equal.
func TestAnswersComeBackAsTheyWereGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "calls")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		text := rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })
		logProb := rapid.SampledFrom([]*float64{nil, new(-1.25), new(math.Inf(-1)), new(math.NaN())})
		want := infoseek.Response{
			Text: text.Draw(t, "text"), Finish: infoseek.FinishTools,
			Calls: rapid.SliceOf(rapid.Custom(func(t *rapid.T) infoseek.ToolCall {
				return infoseek.ToolCall{ID: text.Draw(t, "id"), Name: "search", Arguments: text.Draw(t, "arguments")}
			})).Draw(t, "calls"),
			Tokens: rapid.SliceOf(rapid.Custom(func(t *rapid.T) infoseek.Token {
				return infoseek.Token{ID: rapid.Int().Draw(t, "token"), LogProb: logProb.Draw(t, "logprob"), Origin: infoseek.OriginModel}
			})).Draw(t, "tokens"),
		}
		var got [2]infoseek.Response
		for i := range got {
			r, err := Open(dir, testOptions())
			if err != nil {
				t.Fatal(err)
			}
			c, err := r.Calls()
			if err != nil {
				t.Fatal(err)
			}
			if got[i], err = c.Model(0, "judge", fixed{want, i == 0}).Generate(context.Background(), asking("x")); err != nil {
				t.Fatal(err)
			}
			r.Close()
		}
		if d := cmp.Diff(got[0], got[1]); d != "" {
			t.Fatal(d)
		}
	})
}

// fixed gives one answer, the first time only.
type fixed struct {
	answer infoseek.Response
	up     bool
}

func (f fixed) Info() infoseek.ModelInfo      { return infoseek.ModelInfo{} }
func (f fixed) Tokenizer() infoseek.Tokenizer { return nil }

func (f fixed) Generate(context.Context, infoseek.Request) (infoseek.Response, error) {
	if !f.up {
		return infoseek.Response{}, errors.New("asked again")
	}
	return f.answer, nil
}

func BenchmarkCalls(b *testing.B) {
	r, err := Open(b.TempDir(), testOptions())
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	c, err := r.Calls()
	if err != nil {
		b.Fatal(err)
	}
	e, request := &echo{}, asking(strings.Repeat("a page's sentence. ", 400))
	b.SetParallelism(128)
	var item int
	var mu sync.Mutex
	b.RunParallel(func(pb *testing.PB) {
		mu.Lock()
		item++
		m := c.Model(item, "judge", e)
		mu.Unlock()
		for pb.Next() {
			if _, err := m.Generate(context.Background(), request); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}
