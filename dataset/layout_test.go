package dataset

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/jsonl"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

func TestLetters(t *testing.T) {
	for id, want := range map[int]string{0: "A", 1: "B", 25: "Z", 26: "AA", 27: "AB", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := letters(id); got != want {
			t.Errorf("%d is %s, want %s", id, got, want)
		}
	}
}

func TestBaseTitle(t *testing.T) {
	for title, want := range map[string]string{"Mercury (planet)": "Mercury", "Mercury": "Mercury", "(What's the Story)": "(What's the Story)", "Sinn (Fein) Hall": "Sinn (Fein) Hall"} {
		if got := baseTitle(title); got != want {
			t.Errorf("%s: %s, want %s", title, got, want)
		}
	}
}

// outline tells a tree in one line: each vertex with its parent, and in brackets the claim.
func outline(t infoseek.Tree) string {
	var b strings.Builder
	for i, v := range t.Vertices {
		name := "attribute"
		if v.Entity != nil {
			name = *v.Entity
		}
		if v.Hidden {
			name += "*"
		}
		if i == 0 {
			b.WriteString(name)
			continue
		}
		fmt.Fprintf(&b, ", %d-%s[%s]", t.Edges[i-1].Parent, name, t.Edges[i-1].Claim)
	}
	return b.String()
}

func TestLayoutsOfOthers(t *testing.T) {
	for _, c := range []struct{ name, line, want, err string }{
		{"as published", `{"root":{"id":"A","entity":"Holm","question":"Q?","claims":[{"target_id":"B","claim":"b"},{"target_id":"C","claim":"c"}],"children":[{"id":"B","entity":"Ada","claims":[{"target_id":"D","claim":"d"}],"children":[{"id":"D","entity":"None","href":"Ada","claims":[],"children":[]}]},{"id":"C","entity":null,"claims":[],"children":[]}]},"all_tree_states":[],"hop_num":2}`,
			"Holm*, 0-Ada*[b], 0-attribute[c], 1-attribute[d]", ""},
		{"claims without a child", `{"root":{"id":"A","entity":"Holm","claims":[{"target_id":"None","claim":"small"},{"target_id":"B","claim":"b"},{"target_id":"None","claim":"cold"}],"children":[{"id":"B","entity":"Ada"}]}}`,
			"Holm*, 0-Ada[b], 0-attribute[small], 0-attribute[cold]", ""},
		{"numbers as ids", `{"root":{"id":0,"entity":"Holm","claims":[{"target_id":2,"claim":"b"},{"target_id":11,"claim":"c"}],"children":[{"id":11,"entity":"Cay"},{"id":2,"entity":"Bay"}]}}`,
			"Holm*, 0-Bay[b], 0-Cay[c]", ""},
		{"ids in no order", `{"root":{"id":"Z","entity":"Holm","claims":[{"target_id":"A","claim":"b"}],"children":[{"id":"A","entity":"Ada"}]}}`,
			"Holm*, 0-Ada[b]", ""},
		{"a leaf of a root", `{"root":{"id":"A","entity":"Holm","claims":null,"children":null}}`, "Holm", ""},
		{"no root", `{"hop_num":3}`, "", ":1: the root has no entity"},
		{"no claim about a child", `{"root":{"id":"A","entity":"Holm","claims":[],"children":[{"id":"B","entity":"Ada"}]}}`, "", `:1: node "A": no claim about its child "B"`},
		{"id twice", `{"root":{"id":"A","entity":"Holm","claims":[{"target_id":"A","claim":"b"}],"children":[{"id":"A","entity":"Ada"}]}}`, "", `:1: node "A": its id is empty or taken`},
		{"attribute with children", `{"root":{"id":"A","entity":"Holm","claims":[{"target_id":"B","claim":"b"}],"children":[{"id":"B","entity":"None","claims":[{"target_id":"C","claim":"c"}]}]}}`, "", `:1: node "B": an attribute with claims or children`},
		{"not JSON", `{"root"`, "", ":1: the last line is torn"},
		{"wrong type", `{"root":{"id":"A","entity":5}}` + "\n", "", ":1: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "set.jsonl")
			if err := os.WriteFile(path, []byte(c.line), 0o644); err != nil {
				t.Fatal(err)
			}
			for l, err := range ReadLayouts(path) {
				if (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), path+c.err) {
					t.Fatalf("error %v, want %q", err, c.err)
				}
				if err != nil {
					continue
				}
				q, err := l.Question("x1")
				if err != nil {
					t.Fatal(err)
				}
				if got := outline(q.Tree); got != c.want || q.Answer != "Holm" || q.ID != "x1" {
					t.Errorf("got  %s (answer %s, id %s)\nwant %s", got, q.Answer, q.ID, c.want)
				}
			}
		})
	}
}

// FuzzLayout: a record that reads gives a well-formed tree, and laid out again it gives the same tree.
func FuzzLayout(f *testing.F) {
	f.Add([]byte(`{"root":{"id":"A","entity":"Holm","question":"Q?","claims":[{"target_id":"None","claim":"small"},{"target_id":"B","claim":"b"}],"children":[{"id":"B","entity":"Ada","claims":[],"children":[]}]},"all_tree_states":[],"hop_num":1}`))
	f.Add([]byte(`{"root":{"id":1,"entity":"x","children":null}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for l, err := range jsonl.Read(bytes.NewReader(data), "f", jsonl.Options{}, checkLayout) {
			if err != nil {
				return
			}
			q, err := l.Question("x")
			if err != nil {
				t.Fatal(err)
			}
			if err := checkTree(q.Tree); err != nil {
				t.Fatalf("%s: %v", data, err)
			}
			b, err := jsonl.Marshal(NewLayout(q))
			if err != nil {
				t.Fatal(err)
			}
			var again Layout
			if err := json.Unmarshal(b, &again); err != nil {
				t.Fatalf("%s: %v", b, err)
			}
			tree, err := again.Tree()
			if err != nil {
				t.Fatalf("%s: %v", b, err)
			}
			if diff := cmp.Diff(q.Tree, tree); diff != "" {
				t.Fatalf("%s: %s", b, diff)
			}
		}
	})
}
