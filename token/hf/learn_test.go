package hf

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestLearn: pairs are joined in the order of how often they stand in the texts, inside words; added tokens are one each.
func TestLearn(t *testing.T) {
	v, err := Learn(slices.Values([]string{"low lower low", "newest newest newest", "<end>"}), 256+4+1, []string{"<end>"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"w e", "e we", "ewe s", "ewes t"}; !slices.Equal(v.Merges, want) {
		t.Errorf("joined %q, want %q", v.Merges, want)
	}
	b, err := v.JSON()
	if err != nil {
		t.Fatal(err)
	}
	tok, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	if got := tok.Encode("newest<end>"); !slices.Equal(got, []int{tok.ids["n"], 259, 260}) {
		t.Errorf("ids %v", got)
	}
	if _, err := Learn(slices.Values([]string{}), 256, []string{"x"}); err == nil {
		t.Error("a vocabulary without room for its added tokens")
	}
}

// TestLearnedReadsAnything: whatever a vocabulary was learned from, texts come back from it whole.
func TestLearnedReadsAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("ab é\n1"))), 0, 6).Draw(rt, "texts")
		v, err := Learn(slices.Values(texts), 256+rapid.IntRange(0, 20).Draw(rt, "joined"), nil)
		if err != nil {
			rt.Fatal(err)
		}
		b, err := v.JSON()
		if err != nil {
			rt.Fatal(err)
		}
		tok, err := Parse(b)
		if err != nil {
			rt.Fatal(err)
		}
		text := rapid.String().Draw(rt, "text")
		if got := tok.Decode(tok.Encode(text)); got != text {
			rt.Fatalf("%q came back as %q", text, got)
		}
	})
}
