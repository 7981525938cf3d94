package hf

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	bound "infoseek/token"
)

// small is a tokenizer.json with all bytes, some merges and two added tokens; pre and normalizer are JSON.
func small(pre, normalizer, more string) []byte {
	vocab, next := map[string]int{}, 0
	shown := map[byte]string{}
	for r, b := range byteRunes {
		shown[b] = string(r)
	}
	for b := range 256 {
		vocab[shown[byte(b)]] = next
		next++
	}
	merges := []string{"l a", "k e", "la ke", "Ġ lake", "t h", "th e", "Ġ the", "a a"}
	for _, m := range merges {
		vocab[strings.ReplaceAll(m, " ", "")] = next
		next++
	}
	v, _ := json.Marshal(vocab)
	m, _ := json.Marshal(merges)
	return fmt.Appendf(nil, `{"added_tokens":[{"id":900,"content":"<|end|>","special":true},{"id":901,"content":"<|end|>>"}],"normalizer":%s,"pre_tokenizer":%s,"model":{"type":"BPE","vocab":%s,"merges":%s%s}}`,
		normalizer, pre, v, m, more)
}

const byteLevel = `{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}`

func parse(t testing.TB, content []byte) *Tokenizer {
	t.Helper()
	tok, err := Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func TestEncode(t *testing.T) {
	for _, c := range []struct {
		pre, normalizer, text string
		want                  []int
	}{
		{byteLevel, "null", "", nil},
		{byteLevel, "null", "lake", []int{258}},
		{byteLevel, "null", "lake lake the", []int{258, 259, 262}},
		{byteLevel, "null", "aaa", []int{263, 97}},
		{byteLevel, "null", "é", []int{0xc3, 0xa9}},
		{byteLevel, "null", "e\u0301", []int{101, 0xcc, 0x81}},
		{byteLevel, `{"type":"NFC"}`, "e\u0301", []int{0xc3, 0xa9}},
		{byteLevel, "null", "  lake", []int{32, 259}},
		{byteLevel, "null", "lake<|end|>the<|end|>>", []int{258, 900, 261, 901}},
		{`{"type":"ByteLevel","add_prefix_space":true}`, "null", "lake", []int{259}},
		{`{"type":"ByteLevel","add_prefix_space":true}`, "null", " lake", []int{259}},
		{`{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},` + byteLevel + `]}`, "null", "a12", []int{97, 49, 50}},
	} {
		if got := parse(t, small(c.pre, c.normalizer, "")).Encode(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s %s %q: %v, want %v", c.pre, c.normalizer, c.text, got, c.want)
		}
	}
	if got := parse(t, small(byteLevel, "null", `,"ignore_merges":true`)).Encode("lake"); !slices.Equal(got, []int{258}) {
		t.Errorf("ignore_merges: %v", got)
	}
}

func TestSplits(t *testing.T) {
	for _, c := range []struct{ pattern, text, want string }{
		{gpt2, "It's   a lake,\n\nor 12!", "It|'s|  | a| lake|,|\n|\n|or| 12|!"},
		{gpt2, "end   ", "end|   "},
		{gpt2, "wide\u3000\u3000x", "wide|\u3000|\u3000|x"},
		{`\p{N}{1,3}|[^\s\p{N}]+|` + ahead, "12345 x  y", "123|45| |x| | |y"},
	} {
		split, err := byPattern(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(split(nil, c.text), "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	for individual, want := range map[bool]string{true: "a|1|2|b|３", false: "a|12|b|３"} {
		if got := strings.Join(byDigits(individual)(nil, "a12b３"), "|"); got != want {
			t.Errorf("individual %v: %q", individual, got)
		}
	}
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		content     []byte
		unsupported bool
	}{
		"no JSON":         {[]byte("{"), false},
		"empty":           {[]byte("{}"), false},
		"WordPiece":       {[]byte(`{"model":{"type":"WordPiece","vocab":{"a":0}}}`), true},
		"byte fallback":   {small(byteLevel, "null", `,"byte_fallback":true`), true},
		"dropout":         {small(byteLevel, "null", `,"dropout":0.1`), true},
		"no pre":          {small("null", "null", ""), true},
		"Metaspace":       {small(`{"type":"Metaspace"}`, "null", ""), true},
		"lower case":      {small(byteLevel, `{"type":"Lowercase"}`, ""), true},
		"Split, removed":  {small(`{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"x"},"behavior":"Removed"},`+byteLevel+`]}`, "null", ""), true},
		"pattern":         {small(`{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?<!x)y"},"behavior":"Isolated"},`+byteLevel+`]}`, "null", ""), true},
		"lookbehind":      {small(`{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?<!x)y|\\s+(?!\\S)|\\s+"},"behavior":"Isolated"},`+byteLevel+`]}`, "null", ""), true},
		"stray merge":     {[]byte(`{"pre_tokenizer":` + byteLevel + `,"model":{"vocab":{"a":0},"merges":["a b"]}}`), false},
		"merge of three":  {[]byte(`{"pre_tokenizer":` + byteLevel + `,"model":{"vocab":{"a":0},"merges":[["a","b","c"]]}}`), false},
		"merge of one":    {[]byte(`{"pre_tokenizer":` + byteLevel + `,"model":{"vocab":{"a":0},"merges":["a"]}}`), false},
		"stripping token": {[]byte(`{"added_tokens":[{"id":1,"content":"x","lstrip":true}],"pre_tokenizer":` + byteLevel + `,"model":{"vocab":{"a":0}}}`), true},
	} {
		_, err := Parse(c.content)
		var u *UnsupportedError
		if err == nil || errors.As(err, &u) != c.unsupported {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open("testdata/none.json"); err == nil {
		t.Error("no error for a file that is not there")
	}
}

var texts = rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("lakethe  \n\né\u0301東12'<|end|>\u0958"))))

// TestCut: as conform demands of every tokenizer: prefixes of whole characters within the limit, growing with it, the whole at its own count.
func TestCut(t *testing.T) {
	var all []*Tokenizer
	for _, normalizer := range []string{"null", `{"type":"NFC"}`} {
		all = append(all, parse(t, small(byteLevel, normalizer, "")), parse(t, small(`{"type":"ByteLevel","add_prefix_space":true}`, normalizer, "")))
	}
	rapid.Check(t, func(t *rapid.T) {
		tok, text := all[rapid.IntRange(0, len(all)-1).Draw(t, "tokenizer")], texts.Draw(t, "text")
		whole := tok.Count(text)
		if tok.Cut(text, whole) != text {
			t.Errorf("cut at its own %d tokens it is %q", whole, tok.Cut(text, whole))
		}
		for n := -1; n < whole; n++ {
			cut := tok.Cut(text, n)
			if !strings.HasPrefix(text, cut) || !utf8.ValidString(cut) || tok.Count(cut) > max(n, 0) {
				t.Fatalf("cut at %d of %d: %q of %d", n, whole, cut, tok.Count(cut))
			}
		}
	})
}

// FuzzParse: any content gives a tokenizer or an error.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"pre_tokenizer":` + byteLevel + `,"model":{"vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}}`))
	f.Add([]byte(`{"normalizer":{"type":"Sequence"},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}|\\s+(?!\\S)|\\s+"},"behavior":"Isolated"},` + byteLevel + `]},"model":{"vocab":{"a":0}}}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		tok, err := Parse(content)
		if err == nil && tok.Count("ab") > 2 {
			t.Errorf("two bytes are %d tokens", tok.Count("ab"))
		}
	})
}

// FuzzEncode: a tokenizer takes any text: no more tokens than the bytes of its normal form and a blank before it.
func FuzzEncode(f *testing.F) {
	var all []*Tokenizer
	for _, normalizer := range []string{"null", `{"type":"NFC"}`} {
		all = append(all, parse(f, small(byteLevel, normalizer, "")), parse(f, small(`{"type":"ByteLevel","add_prefix_space":true}`, normalizer, "")))
	}
	f.Add("12  lakes<|end|> the \u0958")
	f.Fuzz(func(t *testing.T, text string) {
		for i, tok := range all {
			if n := tok.Count(text); n > (bound.Bound{}).Count(text) || len(tok.Encode(text)) != n {
				t.Errorf("tokenizer %d: %q has %d tokens, the bound is %d", i, text, n, (bound.Bound{}).Count(text))
			}
			if cut := tok.Cut(text, 2); !strings.HasPrefix(text, cut) {
				t.Errorf("%q is no prefix of %q", cut, text)
			}
		}
	})
}
