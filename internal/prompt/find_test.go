package prompt

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

type guess struct {
	Number int      `json:"number"`
	Why    []string `json:"why,omitempty"`
}

func TestReadAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		want   int // 0: an error
		err    string
	}{
		"plain":             {`{"number": 3}`, 3, ""},
		"blanks":            {" \n{\"number\": 3}\n", 3, ""},
		"fenced":            {"Here you are:\n```json\n{\"number\": 3}\n```\nGood luck.", 3, ""},
		"fenced on a line":  {"```{\"number\": 3}```", 3, ""},
		"fenced, not ended": {"```json\n{\"number\": 3}", 3, ""},
		"in text":           {`I say {"number": 3}, not 4.`, 3, ""},
		"second fits":       {`By [1] and {"no": 1} it is {"number": 3}.`, 3, ""},
		"thoughts":          {`<think>{"number": 9}?</think>{"number": 3}`, 3, ""},
		"none":              {"three", 0, "no JSON object"},
		"empty":             {"", 0, "no JSON object"},
		"cut off":           {`{"number": 3`, 0, "no JSON object"},
		"wrong type":        {`{"number": "three"}`, 0, "number"},
		"missing":           {`{"why": []}`, 0, "number"},
		"more":              {`{"number": 3, "colour": "red"}`, 0, "colour"},
		"null list":         {`{"number": 3, "why": null}`, 0, "why"},
		"braces":            {strings.Repeat("{", 100_000), 0, "no JSON object"},
		"brackets":          {strings.Repeat("[", 100_000), 0, "no JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readAnswer[guess](guessSchema(t), c.answer)
			if c.want > 0 && (err != nil || got.Number != c.want) {
				t.Errorf("got %+v, %v", got, err)
			}
			if c.want == 0 && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("error %v, want %q", err, c.err)
			}
		})
	}
}

func guessSchema(t testing.TB) schema {
	t.Helper()
	s, err := schemaFor[guess](nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSchemaOfType(t *testing.T) {
	want := `{"type":"object","properties":{"number":{"type":"integer"},"why":{"type":"array","items":{"type":"string"}}},"required":["number"],"additionalProperties":false}`
	if got := string(guessSchema(t).raw); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// FuzzReadAnswer: whatever a model writes, what is read fits, and a value that fits is found in any text without other JSON.
func FuzzReadAnswer(f *testing.F) {
	for _, s := range []string{"", "```json\n{\"number\":1}\n```", `{"number":1e0}`, "[[[{", `{"number":`, "<think>", `{"number":1,"number":2}`, "\xff{}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		s := guessSchema(t)
		got, err := readAnswer[guess](s, answer)
		if err == nil {
			again, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := read[guess](s, string(again)); err != nil {
				t.Fatalf("%q gave %s, which does not fit: %v", answer, again, err)
			}
		}
		if strings.ContainsAny(answer, "{[`") || !utf8.ValidString(answer) || strings.Contains(answer, "</think>") {
			return
		}
		if got, err := readAnswer[guess](s, answer+`{"number": 7}`); err != nil || got.Number != 7 {
			t.Fatalf("after %q: %+v, %v", answer, got, err)
		}
	})
}
