package dataset

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/golden"
	"infoseek/internal/jsonl"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

const (
	tagsRun   = "testdata/rollout"
	nativeRun = "testdata/native"
)

func testSamples(t testing.TB, path ...string) []infoseek.Sample {
	t.Helper()
	var all []infoseek.Sample
	for s, err := range ReadSamples(filepath.Join(path...)) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func TestLinesOfTrajectories(t *testing.T) {
	for _, c := range []struct {
		golden string
		o      Options
		report Report
	}{
		{"chat.jsonl", Options{As: Chat, Run: tagsRun}, Report{Questions: 2, Trajectories: 2, From: filepath.Join(tagsRun, "accepted.jsonl")}},
		{"chat.native.jsonl", Options{As: Chat, Run: nativeRun}, Report{Questions: 1, Trajectories: 1, From: filepath.Join(nativeRun, "trajectories.jsonl")}},
		{"tags.jsonl", Options{As: Tags, Run: tagsRun, Samples: SampleOptions{Which: AllSamples}}, Report{Questions: 2, Trajectories: 3, From: filepath.Join(tagsRun, "trajectories.jsonl")}},
	} {
		var b bytes.Buffer
		c.o.To = &b
		if diff := cmp.Diff(c.report, export(t, c.o)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.golden, diff)
		}
		golden.Equal(t, filepath.Join("testdata/golden", c.golden), b.Bytes())
	}
}

// TestOwnSpans: the spans of the agent's own words are its turns, counted in bytes and in characters, and what lies between is not the agent's.
func TestOwnSpans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("a<é𝛑\n ")))
		kinds := rapid.SliceOf(rapid.SampledFrom([]infoseek.SegmentKind{infoseek.SegmentTurn, infoseek.SegmentObservation, infoseek.SegmentNotice})).Draw(t, "kinds")
		tr := infoseek.Trajectory{Segments: []infoseek.Segment{{Kind: infoseek.SegmentQuestion, Text: "q"}}}
		var turns, others []string
		for i, kind := range kinds {
			s := infoseek.Segment{Turn: i + 1, Kind: kind, Text: text.Draw(t, "text")}
			tr.Segments = append(tr.Segments, s)
			if kind == infoseek.SegmentTurn {
				turns = append(turns, s.Text)
			} else {
				others = append(others, s.Text)
			}
		}
		whole := tr.Rollout()
		chars := []rune(whole)
		at, rest := 0, ""
		own := ownSpans(tr)
		if len(own) != len(turns) {
			t.Fatalf("%d spans, %d turns", len(own), len(turns))
		}
		for i, o := range own {
			if whole[o.Start:o.End] != turns[i] || string(chars[o.CharStart:o.CharEnd]) != turns[i] {
				t.Errorf("turn %d: %q by bytes, %q by characters, want %q", i, whole[o.Start:o.End], string(chars[o.CharStart:o.CharEnd]), turns[i])
			}
			rest += whole[at:o.Start]
			at = o.End
		}
		rest += whole[at:]
		if want := strings.Join(others, ""); len(rest) != len(want)+2*max(0, len(kinds)-1) {
			t.Errorf("outside the spans: %q, want %q and what stands between", rest, want)
		}
	})
}

func TestVerl(t *testing.T) {
	out := filepath.Join(t.TempDir(), "verl")
	r := export(t, Options{As: Verl, Run: tagsRun, Out: out, Samples: SampleOptions{DataSource: "holm", Split: "test"}})
	if len(r.Files) != 2 || r.Trajectories != 2 {
		t.Errorf("report %+v", r)
	}
	rows := parquetRows[sftRow[plainMessage]](t, out, verlSFT)
	samples := testSamples(t, tagsRun, "accepted.jsonl")
	if len(rows) != len(samples) {
		t.Fatalf("%d rows", len(rows))
	}
	for i, s := range samples {
		if rows[i].ID != s.ID || cmp.Diff(each(messagesOf(s.Trajectory), newPlainMessage), rows[i].Messages) != "" {
			t.Errorf("row %d: %+v", i, rows[i])
		}
	}
	want := []rlRow{
		{ID: "q01", DataSource: "holm", Ability: "QA", RewardModel: rewardModelRow{"rule", groundTruthRow{[]string{"Skerry Light", "Skerry Lighthouse"}}}, ExtraInfo: extraInfoRow{"test", 0}},
		{ID: "q02", DataSource: "holm", Ability: "QA", RewardModel: rewardModelRow{"rule", groundTruthRow{[]string{"Tarn Viaduct"}}}, ExtraInfo: extraInfoRow{"test", 1}},
	}
	for i, row := range parquetRows[rlRow](t, out, verlRL) {
		if row.Prompt[len(row.Prompt)-1].Role != roleUser || !strings.Contains(row.Prompt[len(row.Prompt)-1].Content, "Which") {
			t.Errorf("prompt %+v", row.Prompt)
		}
		if row.Prompt = nil; cmp.Diff(want[i], row) != "" {
			t.Error(cmp.Diff(want[i], row))
		}
	}
}

// TestVerlPrompts: where no model had a prompt, or nobody has answered, it is the given one.
func TestVerlPrompts(t *testing.T) {
	prompt := func(q string) ([]infoseek.Message, error) {
		return []infoseek.Message{{Role: roleSystem, Content: "Search."}, {Role: roleUser, Content: "Q: " + q}}, nil
	}
	out := filepath.Join(t.TempDir(), "verl")
	export(t, Options{As: Verl, Run: tagsRun, Out: out, Samples: SampleOptions{Prompt: prompt}})
	rows := parquetRows[rlRow](t, out, verlRL)
	if rows[0].Prompt[0].Content == "Search." || rows[1].Prompt[0].Content != "Search." {
		t.Errorf("prompts %+v, %+v", rows[0].Prompt, rows[1].Prompt)
	}
	r := export(t, Options{As: Verl, Run: testRun, Out: out, Samples: SampleOptions{Prompt: prompt}})
	questions := testQuestions(t)
	rows = parquetRows[rlRow](t, out, verlRL)
	if len(rows) != len(questions) || r.Questions != len(questions) || len(r.Files) != 1 {
		t.Fatalf("%d rows, report %+v", len(rows), r)
	}
	for i, q := range questions {
		want := rlRow{q.ID, DataSource, []plainMessage{{roleSystem, "Search."}, {roleUser, "Q: " + q.Question}}, "QA", rewardModelRow{"rule", groundTruthRow{append([]string{q.Answer}, q.Aliases...)}}, extraInfoRow{"train", int64(i)}}
		if diff := cmp.Diff(want, rows[i]); diff != "" {
			t.Errorf("row %d (-want +got):\n%s", i, diff)
		}
	}
}

func TestVerlOfNativeCalls(t *testing.T) {
	out := filepath.Join(t.TempDir(), "verl")
	export(t, Options{As: Verl, Run: nativeRun, Out: out})
	rows := parquetRows[sftRow[callMessage]](t, out, verlSFT)
	m := rows[0].Messages
	if got := m[2].ToolCalls[0].Function; got.Name != "search" || got.Arguments != `{"queries": ["lighthouses on Holm Island", "light “Skerry”"]}` {
		t.Errorf("call %+v", got)
	}
	if m[3].ToolCallID == nil || *m[3].ToolCallID != "c1" || m[3].Role != roleTool {
		t.Errorf("answer %+v", m[3])
	}
	var tools []toolRecord
	if err := json.Unmarshal(read(t, out, verlTools), &tools); err != nil || len(tools) != 2 || tools[1].Function.Name != "visit" {
		t.Errorf("tools %+v, %v", tools, err)
	}
	if rl := parquetRows[rlRow](t, out, verlRL); len(rl) != 1 || rl[0].DataSource != DataSource || rl[0].ExtraInfo.Split != "train" {
		t.Errorf("rl rows %+v", rl)
	}
}

func parquetRows[R any](t *testing.T, path ...string) []R {
	t.Helper()
	rows, err := parquet.ReadFile[R](filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTRL(t *testing.T) {
	out := filepath.Join(t.TempDir(), "trl")
	r := export(t, Options{As: TRL, Run: tagsRun, Out: out, ShardRows: 4, Card: Card{License: "cc-by-sa-4.0"}})
	if len(r.Files) != 5 {
		t.Errorf("files %v", r.Files)
	}
	golden.Equal(t, "testdata/golden/trl.README.md", read(t, out, "README.md"))
	rows := parquetRows[trlRow](t, out, "messages", "train-00000-of-00001.parquet")
	var steps []trlStep
	for _, name := range []string{"train-00000-of-00002.parquet", "train-00001-of-00002.parquet"} {
		steps = append(steps, parquetRows[trlStep](t, out, "prompt_completion", name)...)
	}
	i := 0
	for _, row := range rows {
		for at, m := range row.Messages {
			if m.Role != roleAssistant {
				continue
			}
			if s := steps[i]; s.ID != row.ID || cmp.Diff(s.Prompt, row.Messages[:at]) != "" || cmp.Diff(s.Completion, []plainMessage{m}) != "" {
				t.Errorf("step %d: %+v", i, s)
			}
			i++
		}
	}
	if i != len(steps) || i != 5 {
		t.Errorf("%d turns, %d steps", i, len(steps))
	}
}

func TestTRLOfNativeCalls(t *testing.T) {
	out := filepath.Join(t.TempDir(), "trl")
	export(t, Options{As: TRL, Run: nativeRun, Out: out})
	row := parquetRows[trlNativeRow](t, out, "messages", "train-00000-of-00001.parquet")[0]
	if got := row.Messages[2].ToolCalls[1].Function.Arguments; got != `{"page": "9"}` {
		t.Errorf("arguments %s", got)
	}
	if got := row.Messages[5].ToolCalls[0].Function.Arguments; got != `"{\"page\": \"9\", \"text\":"` {
		t.Errorf("arguments that are no JSON: %s", got)
	}
	if !strings.HasPrefix(row.Tools, `[{"type":"function"`) || !json.Valid([]byte(row.Tools)) {
		t.Errorf("tools %q", row.Tools)
	}
}

// TestPromptsForReinforcementLearning: each question once, with its answers, in the protocol that is wanted, and with the recipe where that is native.
func TestPromptsForReinforcementLearning(t *testing.T) {
	shown := func(question string) ([]infoseek.Message, error) {
		return []infoseek.Message{{Role: "system", Content: "shown"}, {Role: "user", Content: question}}, nil
	}
	for name, c := range map[string]struct {
		run     string
		as      Protocol
		rows    int
		shown   bool // by Prompt rather than as the model had it
		native  bool
		configs string
	}{
		"as they were, tags":   {tagsRun, "", 2, false, false, "messages,prompt,prompt_completion"},
		"tags made native":     {tagsRun, Native, 2, true, true, "messages,prompt,prompt_completion"},
		"as they were, native": {nativeRun, "", 1, false, true, "messages,prompt,prompt_completion"},
		"native made tags":     {nativeRun, InTags, 1, true, false, "messages,prompt,prompt_completion"},
		"questions alone":      {"testdata/run", "", 3, true, false, "prompt"},
		"the same, native":     {"testdata/run", Native, 3, true, true, "prompt"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := Options{Run: c.run, Samples: SampleOptions{Prompt: shown, Protocol: c.as}}
			o.As, o.Out = TRL, filepath.Join(dir, "trl")
			export(t, o)
			export(t, o) // over the export made before
			rows := parquetRows[trlTask](t, o.Out, "prompt", "train-00000-of-00001.parquet")
			o.As, o.Out = Verl, filepath.Join(dir, "verl")
			export(t, o)
			rl := parquetRows[rlRow](t, o.Out, verlRL)
			if len(rows) != c.rows || len(rl) != c.rows {
				t.Fatalf("%d and %d rows, want %d", len(rows), len(rl), c.rows)
			}
			for i, r := range rows {
				if cmp.Diff(r.Prompt, rl[i].Prompt) != "" || cmp.Diff(r.Gold, rl[i].RewardModel.GroundTruth.Target) != "" || r.ID != rl[i].ID || len(r.Gold) == 0 {
					t.Errorf("row %d: %+v, %+v", i, r, rl[i])
				}
			}
			if got := rows[0].Prompt[0].Content == "shown"; got != c.shown {
				t.Errorf("prompt %+v", rows[0].Prompt)
			}
			for as, files := range map[string][]string{"trl": trlRecipe, "verl": verlRecipe} {
				for _, f := range files {
					if _, err := os.Stat(filepath.Join(dir, as, recipeFolder, f)); (err == nil) != c.native {
						t.Errorf("%s of %s: %v", f, as, err)
					}
				}
			}
			var configs []string
			for line := range strings.Lines(string(read(t, filepath.Join(dir, "trl"), cardName))) {
				if config, ok := strings.CutPrefix(line, "- config_name: "); ok {
					configs = append(configs, strings.TrimSpace(config))
				}
			}
			if slices.Sort(configs); strings.Join(configs, ",") != c.configs {
				t.Errorf("configurations %v", configs)
			}
		})
	}
}

func TestHF(t *testing.T) {
	out := filepath.Join(t.TempDir(), "hf")
	o := Options{As: HF, Run: tagsRun, Out: out, ShardRows: 2, Samples: SampleOptions{Which: AllSamples}, Card: Card{Name: "Holm: searches", License: "cc-by-sa-4.0", Source: "The Encyclopedia of Holm, which is made up."}}
	export(t, o)
	golden.Equal(t, "testdata/golden/hf.README.md", read(t, out, "README.md"))
	var rows []sampleRow
	for _, name := range []string{"train-00000-of-00002.parquet", "train-00001-of-00002.parquet"} {
		rows = append(rows, parquetRows[sampleRow](t, out, "data", name)...)
	}
	samples := testSamples(t, tagsRun, "trajectories.jsonl")
	if len(rows) != len(samples) {
		t.Fatalf("%d rows", len(rows))
	}
	for i, s := range samples {
		want, err := jsonl.Marshal(newSampleRow(s))
		if err != nil {
			t.Fatal(err)
		}
		got, err := jsonl.Marshal(rows[i])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("row %d (-want +got):\n%s", i, diff)
		}
		if tokens := rows[i].Segments[2].Tokens; len(tokens) != len(s.Trajectory.Segments[2].Tokens) {
			t.Errorf("row %d: %d tokens", i, len(tokens))
		}
	}
	export(t, o) // over the export made before
	o.Out = filepath.Dir(out)
	if _, err := Export(context.Background(), o); err == nil || !strings.Contains(err.Error(), "is in the way") {
		t.Errorf("over a directory of something else: %v", err)
	}
}

func TestExportOfTrajectoriesRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
		want string
	}{
		{"questions alone", Options{As: Chat, Run: testRun}, "has no trajectories.jsonl yet"},
		{"nothing accepted", Options{As: Chat, Run: nativeRun, Samples: SampleOptions{Which: AcceptedSamples}}, "has no accepted.jsonl yet"},
		{"a choice nobody knows", Options{As: Chat, Run: tagsRun, Samples: SampleOptions{Which: "best"}}, `trajectories "best"`},
		{"tags of native calls", Options{As: Tags, Run: nativeRun, To: &bytes.Buffer{}}, `sample "q01/0" was made over native tool calls`},
		{"no directory", Options{As: Verl, Run: tagsRun}, "say which"},
		{"nowhere", Options{As: Tags, Run: tagsRun}, "nowhere to write to"},
	} {
		if _, err := Export(context.Background(), c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestReadSamplesNamesTheLine(t *testing.T) {
	good := string(read(t, nativeRun, "trajectories.jsonl"))
	for _, c := range []struct{ name, change, to, want string }{
		{"version", `{"v":1`, `{"v":2`, ":2: sample \"q01/0\": format version 2"},
		{"kind", `"kind":"notice"`, `"kind":"note"`, ":2: sample \"q01/0\": segment 6: kind \"note\""},
		{"prompt in a turn", `"turn":1,"kind":"turn"`, `"turn":1,"kind":"question"`, ":2: sample \"q01/0\": segment 2: question in turn 1"},
		{"turns back", `"turn":2,"kind":"turn"`, `"turn":-1,"kind":"turn"`, ":2: sample \"q01/0\": segment 5: turn -1 after turn 1"},
		{"answer to no call", `"call_id":"c2"`, `"call_id":"c9"`, `:2: sample "q01/0": segment 4 answers a call "c9" that was not made`},
		{"not JSON", `{"v"`, `{v`, ":2: "},
	} {
		if !strings.Contains(good, c.change) {
			t.Fatalf("%s: the sample has no %s", c.name, c.change)
		}
		path := filepath.Join(t.TempDir(), "s.jsonl")
		if err := os.WriteFile(path, []byte(good+strings.Replace(good, c.change, c.to, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, err := range ReadSamples(path) {
			if n++; n == 2 && (err == nil || !strings.Contains(err.Error(), path+c.want)) {
				t.Errorf("%s: %v, want %q", c.name, err, c.want)
			}
		}
		if n != 2 {
			t.Errorf("%s: %d records", c.name, n)
		}
	}
}

// FuzzSamples: a file of samples is read or refused, and what is read can be exported in every form of lines.
func FuzzSamples(f *testing.F) {
	f.Add([]byte(`{"v":1,"id":"a/0","gold":["x"],"trajectory":{"segments":[{"turn":0,"kind":"question","text":"q"},{"turn":1,"kind":"turn","text":"é","tokens":[{"id":3}]},{"turn":1,"kind":"notice","text":"n"}]}}`))
	f.Add([]byte(`{"v":1,"trajectory":{"segments":[{"turn":1,"kind":"turn","calls":[{"id":"c","arguments":"{"}]},{"turn":1,"kind":"observation","call_id":"c"}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for s, err := range jsonl.Read(bytes.NewReader(b), "fuzz", jsonl.Options{}, checkSample) {
			if err != nil {
				return
			}
			if len(messagesOf(s.Trajectory)) < len(s.Trajectory.Segments) {
				t.Errorf("%d messages of %d segments", len(messagesOf(s.Trajectory)), len(s.Trajectory.Segments))
			}
			if r, err := newTagsRecord(s); err == nil {
				for _, o := range r.Own {
					if o.Start > o.End || o.End > len(r.Text) {
						t.Errorf("span %+v of %d bytes", o, len(r.Text))
					}
				}
			}
			newSampleRow(s)
		}
	})
}
