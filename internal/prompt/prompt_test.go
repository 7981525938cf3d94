package prompt

import (
	"strings"
	"testing"
	"testing/fstest"

	"infoseek"

	"github.com/google/go-cmp/cmp"
)

func folder(system, user string) fstest.MapFS {
	return fstest.MapFS{"guess.system.txt": {Data: []byte(system)}, "guess.user.tmpl": {Data: []byte(user)}}
}

func TestMessages(t *testing.T) {
	p := MustLoad(folder("You guess numbers.\n", "Between {{.Low}} and {{.High}}.\n{{line .Hint}}\n"), "guess")
	got, err := p.Messages(map[string]any{"Low": 1, "High": 9, "Hint": "it is\nodd"})
	if err != nil {
		t.Fatal(err)
	}
	want := []infoseek.Message{{Role: "system", Content: "You guess numbers."}, {Role: "user", Content: "Between 1 and 9.\nit is odd"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestPromptErrors(t *testing.T) {
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"no system":    {fstest.MapFS{"guess.user.tmpl": {}}, "prompt: guess: open guess.system.txt"},
		"no user":      {fstest.MapFS{"guess.system.txt": {Data: []byte("x")}}, "prompt: guess: open guess.user.tmpl"},
		"empty system": {folder(" \n", "x"), "the system text is empty"},
		"bad template": {folder("x", "{{"), "prompt: template: guess:1"},
		"bad function": {folder("x", "{{shout .}}"), `function "shout" not defined`},
		"missing key":  {folder("x", "{{.Low}}"), `map has no entry for key "Low"`},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Load(c.files, "guess")
			if err == nil {
				_, err = p.Messages(map[string]any{})
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}
