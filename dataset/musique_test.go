package dataset

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek/internal/jsonl"
)

func write(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "set.jsonl")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMuSiQue(t *testing.T) {
	const paragraphs = `"paragraphs":[{"idx":0,"title":"Skerry (poem)","paragraph_text":"…"},{"idx":1,"title":"Ada Vik","paragraph_text":"…"}]`
	for name, c := range map[string]struct{ steps, want, why, err string }{
		"a chain":            {`[{"question":"Skerry >> author","answer":"Ada Vik","paragraph_support_idx":0},{"question":"Where was #1 born?","answer":"Sund","paragraph_support_idx":1}]`, "Sund*, 0-Ada Vik*[Where was Ada Vik born? Sund], 1-Skerry (poem)[Skerry >> author Ada Vik]", "", ""},
		"two branches":       {`[{"question":"Skerry >> author","answer":"Ada Vik","paragraph_support_idx":0},{"question":"Holm >> lit","answer":"1855","paragraph_support_idx":null},{"question":"what did #1 write in #2","answer":"Wrack","paragraph_support_idx":1}]`, "Wrack*, 0-Ada Vik*[what did Ada Vik write in 1855 Wrack], 1-Skerry (poem)[Skerry >> author Ada Vik], 0-1855*[what did Ada Vik write in 1855 Wrack], 3-Holm[Holm >> lit 1855]", "", ""},
		"subject by arrow":   {`[{"question":"Holm Light >> keeper","answer":"Ada Vik","paragraph_support_idx":1}]`, "Ada Vik*, 0-Holm Light[Holm Light >> keeper Ada Vik]", "", ""},
		"no subject":         {`[{"question":"Who kept a light?","answer":"Ada Vik","paragraph_support_idx":1}]`, "", "step 1 starts from nothing named", ""},
		"no decomposition":   {`[]`, "", "no decomposition", ""},
		"built on twice":     {`[{"question":"Skerry >> author","answer":"Ada Vik"},{"question":"#1 >> a","answer":"B"},{"question":"#1 >> c","answer":"D"},{"question":"#2 and #3","answer":"E"}]`, "", "two steps build on step 1", ""},
		"not built on":       {`[{"question":"Skerry >> author","answer":"Ada Vik"},{"question":"Holm >> lit","answer":"1855"}]`, "", "a step that nothing builds on", ""},
		"a step to come":     {`[{"question":"#2 >> author","answer":"Ada Vik"}]`, "", "", ":1: step 1 names #2, which is not before it"},
		"step none":          {`[{"question":"#0 >> author","answer":"Ada Vik"}]`, "", "", ":1: step 1 names #0"},
		"wrong type of step": {`[{"question":5}]`, "", "", ":1: "},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, `{"id":"2hop__7","question":"Q?","answer":"A","answer_aliases":["a"],`+paragraphs+`,"question_decomposition":`+c.steps+"}\n")
			n := 0
			for m, err := range ReadMuSiQue(path) {
				n++
				if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), path+c.err) {
					t.Fatalf("error %v, want %q", err, c.err)
				}
				if err != nil {
					return
				}
				q, why := m.AsQuestion("x")
				if (why == nil) != (c.why == "") || why != nil && !strings.Contains(why.Error(), c.why) {
					t.Errorf("why %v, want %q", why, c.why)
				}
				if q.ID != "2hop__7" || q.Answer != "A" || len(q.Aliases) != 1 {
					t.Errorf("%+v", q)
				}
				if why == nil {
					if got := outline(q.Tree); got != c.want {
						t.Errorf("got  %s\nwant %s", got, c.want)
					}
				} else if len(q.Tree.Vertices) > 0 {
					t.Error("part of a tree")
				}
			}
			if n != 1 {
				t.Errorf("%d records", n)
			}
		})
	}
}

func TestReadQA(t *testing.T) {
	for line, want := range map[string]string{
		`{"id":"7","question":"Q?","answers":["a","b"]}`:               "7|Q?|a|b",
		`{"id":7,"question":"Q?","answer":"a","answer_aliases":["b"]}`: "7|Q?|a|b",
		`{"question":"Q?","answer":["a"],"answers":null}`:              "x|Q?|a",
		`{"question":"Q?"}`:                   "x|Q?|",
		`{"question":""}`:                     ":1: no question",
		`{"question":"Q?","answers":{"a":1}}`: ":1: ",
		`{"id":"a","question":"Q?","golden_answers":["b"],"answer":"c"}`: "a|Q?|c",
	} {
		path := write(t, line+"\n")
		for q, err := range ReadQA(path) {
			if err != nil {
				if !strings.HasPrefix(want, ":1") || !strings.Contains(err.Error(), path+want) {
					t.Errorf("%s: %v", line, err)
				}
				continue
			}
			out := q.AsQuestion("x")
			if got := strings.Join(append([]string{out.ID, out.Question, out.Answer}, out.Aliases...), "|"); got != want {
				t.Errorf("%s: %s, want %s", line, got, want)
			}
		}
	}
}

// FuzzForeign reads lines as each layout of questions made elsewhere: what is read without an error has a well-formed tree or none.
func FuzzForeign(f *testing.F) {
	f.Add([]byte(`{"id":"2hop","question":"Q?","answer":"A","paragraphs":[{"idx":0,"title":"T"}],"question_decomposition":[{"question":"S >> r","answer":"B","paragraph_support_idx":0},{"question":"#1 >> s","answer":"A"}]}`))
	f.Add([]byte(`{"id":1,"question":"Q?","answers":["a"],"answer":"b"}`))
	f.Add([]byte(`{"root":{"id":"A","entity":"Holm","question":"Q?","claims":[{"target_id":"B","claim":"b"}],"children":[{"id":"B","entity":"Ada"}]}}`))
	f.Add([]byte(`{"question":"Q","answer":"A","question_decomposition":[{"question":"#99999999999999999999 #1","answer":"A"}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		r := func() *strings.Reader { return strings.NewReader(string(line)) }
		for m, err := range jsonl.Read(r(), "f", jsonl.Options{}, checkMuSiQue) {
			if err != nil {
				break
			}
			if q, why := m.AsQuestion("x"); why == nil {
				if err := checkTree(q.Tree); err != nil {
					t.Fatal(err)
				}
			}
		}
		for q, err := range jsonl.Read(r(), "f", jsonl.Options{}, checkQA) {
			if err == nil && q.AsQuestion("x").ID == "" {
				t.Fatal("a question without an id")
			}
		}
		for l, err := range jsonl.Read(r(), "f", jsonl.Options{}, checkLayout) {
			if err != nil {
				break
			}
			if q, err := l.Question("x"); err == nil {
				if err := checkTree(q.Tree); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
