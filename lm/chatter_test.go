package lm

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"infoseek"
	"infoseek/conform"

	"pgregory.net/rapid"
)

func chatter(t testing.TB, context int) *Chat {
	t.Helper()
	m := tinyModel(t, Qwen2, 8)
	m.Context = context
	c, err := NewChat("tiny", m, generator(t, m, Options{Slots: 2}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestConformance(t *testing.T) {
	c := chatter(t, 500)
	c.ends = nil // random weights say nothing that fits a schema: they never end their turn
	conform.Model(t, func(testing.TB) infoseek.Model { return c })
}

// TestAnswer: what an answer says of itself holds: tokens are those of the text, one seed gives one answer, a stop ends it.
func TestAnswer(t *testing.T) {
	c := chatter(t, 2048)
	ask := func(change func(r *infoseek.Request)) infoseek.Response {
		t.Helper()
		seed := uint64(4)
		r := infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: "Où?"}}, LogProbs: true, Sampling: infoseek.Sampling{MaxTokens: 60, Seed: &seed}}
		change(&r)
		got, err := c.Generate(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	ids := func(r infoseek.Response) (ids []int) {
		for _, k := range r.Tokens {
			ids = append(ids, k.ID)
		}
		return ids
	}
	full := ask(func(*infoseek.Request) {})
	if want := strings.ToValidUTF8(c.model.Tokenizer.Decode(ids(full)), "\uFFFD"); full.Text != strings.ReplaceAll(want, "<|im_end|>", "") || full.Usage.Completion != len(full.Tokens) {
		t.Errorf("text %q of the tokens %q, %+v", full.Text, want, full.Usage)
	}
	if want := "<|im_start|>user\nOù?<|im_end|>\n<|im_start|>assistant\n"; full.Usage.Prompt != len(c.model.Tokenizer.Encode(want)) {
		t.Errorf("a prompt of %d tokens, want those of %q", full.Usage.Prompt, want)
	}
	if again := ask(func(*infoseek.Request) {}); !slices.Equal(ids(again), ids(full)) {
		t.Error("one seed gave two answers")
	}
	if other := ask(func(r *infoseek.Request) { *r.Sampling.Seed++ }); slices.Equal(ids(other), ids(full)) {
		t.Error("two seeds gave one answer")
	}
	runes := []rune(strings.ReplaceAll(full.Text, "\uFFFD", ""))
	stop := string(runes[5])
	stopped := ask(func(r *infoseek.Request) { r.Sampling.Stop = []string{"no such text", stop} })
	if at := strings.Index(full.Text, stop); stopped.Finish != infoseek.FinishStop || stopped.Text != full.Text[:at+len(stop)] {
		t.Errorf("stopped at %q: %q of %q", stop, stopped.Text, full.Text)
	}
	bare := ask(func(r *infoseek.Request) { r.Sampling.Stop, r.LogProbs = []string{stop}, false })
	if bare.Text+stop != stopped.Text {
		t.Errorf("without log-probabilities %q, with them %q", bare.Text, stopped.Text)
	}
}

func TestRefusesRequests(t *testing.T) {
	c := chatter(t, 2048)
	for name, r := range map[string]infoseek.Request{
		"empty": {}, "long": {Messages: []infoseek.Message{{Role: "user", Content: strings.Repeat("long ", 3000)}}},
		"schema": {Messages: []infoseek.Message{{Role: "user", Content: "x"}}, Schema: json.RawMessage(`{"type":"object"}`), Sampling: infoseek.Sampling{Stop: []string{"a", "b", "c", "d", "e", "\x00", "T"}}},
	} {
		_, err := c.Generate(context.Background(), r)
		if f := (*infoseek.Fault)(nil); !errors.As(err, &f) {
			t.Errorf("%s: %v is no fault", name, err)
		}
	}
}

// TestPieces: the pieces told are the text, in whole characters, and no stop takes one back.
func TestPieces(t *testing.T) {
	m := tinyModel(t, Llama, 1)
	c := &Chat{model: m, ends: map[int]bool{258: true}}
	rapid.Check(t, func(t *rapid.T) {
		source := rapid.StringOf(rapid.RuneFrom([]rune("abcé東 \n"))).Draw(t, "text")
		stops := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("abcé\n")), 1, 4, -1), 0, 3).Draw(t, "stops")
		var told strings.Builder
		a := &assembly{chat: c, Writing: Writing{Stop: stops, KeepStop: rapid.Bool().Draw(t, "keep"), Text: func(piece string, _ []Token) bool {
			if !utf8.ValidString(piece) {
				t.Fatalf("piece %q", piece)
			}
			told.WriteString(piece)
			return true
		}}, finish: infoseek.FinishLength}
		for _, id := range append(m.Tokenizer.Encode(source), 258) {
			if !a.take(Token{ID: id}) {
				break
			}
		}
		want, first := source, len(source)
		for _, s := range stops {
			// the stop that ends first counts, the one that began first of those
			if i := strings.Index(source, s); i >= 0 && i+len(s) <= first+1 && i < first {
				first = i
			}
		}
		if told.String() != a.text || !strings.HasPrefix(want, a.text) {
			t.Fatalf("told %q of %q, source %q", told.String(), a.text, source)
		}
		for _, s := range stops {
			if !a.KeepStop && strings.Contains(a.text, s) {
				t.Fatalf("%q has the stop %q", a.text, s)
			}
		}
		if len(stops) == 0 && a.text != source {
			t.Fatalf("%q of %q", a.text, source)
		}
	})
}
