package verify

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"infoseek/internal/golden"
)

// TestPrompts shows what models are sent, to the byte: the messages and the schema of each check.
func TestPrompts(t *testing.T) {
	before := &Verdict{Evidence: []byte(`{"samples":[{"answer":"Odd Brun","right":false,"named":false}]}`)}
	for _, c := range []struct {
		check  Check
		answer string
	}{
		{NewDifficulty(1), `{"thought":"","answer":""}`},
		{NewClarity(), `{"why":"","many_steps":true,"connected":true,"clear":true,"no_shortcut":true}`},
		{Support{Verifier: true}, `{"why":"","stated":[]}`},
		{NewVerifiability(2), answersOnly("Ada Vik")},
		{NewAlternatives(), met()},
	} {
		m := always(c.answer)
		it := item(t, question(t), m)
		it.Before = before
		if _, err := c.check.Check(t.Context(), it); err != nil {
			t.Fatal(err)
		}
		got, err := json.MarshalIndent(m.asked[0], "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden.Equal(t, filepath.Join("testdata", "prompt-"+c.check.Name()+".json"), append(got, '\n'))
	}
}
