package token

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// bpe is a byte-level BPE with merges of its own: pairs of byte strings, joined in order of rank wherever they stand side by side.
type bpe struct {
	merges [][2]string
	nfc    bool
	prefix bool // a blank is put before the text
}

func (m bpe) count(text string) int {
	if text == "" {
		return 0
	}
	text = string([]rune(text)) // as JSON carries it
	if m.nfc {
		text = norm.NFC.String(text)
	}
	if m.prefix {
		text = " " + text
	}
	var parts []string
	for i := range len(text) {
		parts = append(parts, text[i:i+1])
	}
	for _, pair := range m.merges {
		for i := 0; i+1 < len(parts); i++ {
			if parts[i] == pair[0] && parts[i+1] == pair[1] {
				parts[i] += parts[i+1]
				parts = append(parts[:i+1], parts[i+2:]...)
			}
		}
	}
	return len(parts)
}

func drawBPE(t *rapid.T, text string) bpe {
	m := bpe{nfc: rapid.Bool().Draw(t, "nfc"), prefix: rapid.Bool().Draw(t, "prefix")}
	for range rapid.IntRange(0, 6).Draw(t, "merges") {
		if len(text) < 2 {
			break
		}
		i := rapid.IntRange(0, len(text)-2).Draw(t, "merge")
		m.merges = append(m.merges, [2]string{text[i : i+1], text[i+1 : i+2]})
	}
	return m
}

var hard = rapid.StringOf(rapid.RuneFrom([]rune{'a', ' ', '\n', 'é', '東', '👩', '\u200d', '\u0958', '\u0301', '\U0001d160', '\ufb2c', 'Å', 0xfffd}))

// broken are texts that are no UTF-8.
var broken = rapid.Map(rapid.SliceOf(rapid.SampledFrom([]byte("a \xc3\xa9\xe6\x9d\xff"))), func(b []byte) string { return string(b) })

func TestBoundIsNeverLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(hard, rapid.String(), broken).Draw(t, "text")
		m := drawBPE(t, text)
		if bound, n := (Bound{}).Count(text), m.count(text); bound < n {
			t.Errorf("%q: bound %d, %+v counts %d", text, bound, m, n)
		}
	})
}

func TestBoundCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(hard, rapid.String()).Draw(t, "text")
		n := rapid.IntRange(-1, len(text)+3).Draw(t, "n")
		cut := Bound{}.Cut(text, n)
		if !strings.HasPrefix(text, cut) || !utf8.ValidString(cut) || Bound.Count(Bound{}, cut) > max(n, 0) {
			t.Errorf("%q cut at %d is %q of %d", text, n, cut, Bound.Count(Bound{}, cut))
		}
		if whole := (Bound{}).Count(text); (Bound{}).Cut(text, whole) != text {
			t.Errorf("%q cut at its own %d tokens", text, whole)
		}
		if norm.NFC.IsNormalString(text) && len(cut) < len(text) && len(cut)+utf8.UTFMax < n-1 {
			t.Errorf("%q cut at %d leaves only %q", text, n, cut)
		}
	})
}

func TestBoundOfExpansion(t *testing.T) {
	for text, want := range map[string]int{"": 0, "a": 2, "é": 3, "e\u0301": 4, "\u0958": 7, "\U0001d160": 13, "a\xff\xffb": 9} {
		if got := (Bound{}).Count(text); got != want {
			t.Errorf("%+q: %d, want %d", text, got, want)
		}
	}
}

func TestEstimate(t *testing.T) {
	for text, want := range map[string]int{"": 0, "a": 1, "four": 1, "fives": 2, "東京": 2} {
		if got := (Estimate{}).Count(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	for n, want := range map[int]string{-1: "", 0: "", 1: "東", 2: "東京"} {
		if got := (Estimate{}).Cut("東京", n); got != want {
			t.Errorf("cut at %d: %q, want %q", n, got, want)
		}
	}
}
