package bert

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tokenizer cuts texts into the pieces of a vocabulary as Hugging Face's BertNormalizer, BertPreTokenizer and WordPiece do.
type tokenizer struct {
	ids           map[string]int32
	special       []string // that a text may hold: they are themselves
	unknown       int32
	begin, end    int32 // around each text
	prefix        string
	longestWord   int // characters
	longestPiece  int // bytes
	lower, accent bool
	chinese, tidy bool
}

// tokenizerFile is tokenizer.json as far as it is read.
type tokenizerFile struct {
	Added []struct {
		ID      int32  `json:"id"`
		Content string `json:"content"`
	} `json:"added_tokens"`
	Normalizer struct {
		Type    string `json:"type"`
		Clean   bool   `json:"clean_text"`
		Chinese bool   `json:"handle_chinese_chars"`
		Strip   *bool  `json:"strip_accents"`
		Lower   bool   `json:"lowercase"`
	} `json:"normalizer"`
	Pre struct {
		Type string `json:"type"`
	} `json:"pre_tokenizer"`
	Model struct {
		Type    string           `json:"type"`
		Unknown string           `json:"unk_token"`
		Prefix  string           `json:"continuing_subword_prefix"`
		Longest int              `json:"max_input_chars_per_word"`
		Vocab   map[string]int32 `json:"vocab"`
	} `json:"model"`
}

func parseTokenizer(b []byte) (*tokenizer, error) {
	var f tokenizerFile
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("tokenizer: %w", err)
	}
	if f.Model.Type != "WordPiece" || f.Normalizer.Type != "BertNormalizer" || f.Pre.Type != "BertPreTokenizer" {
		return nil, fmt.Errorf("tokenizer: not supported: %s, %s, %s", f.Normalizer.Type, f.Pre.Type, f.Model.Type)
	}
	n := f.Normalizer
	t := &tokenizer{ids: f.Model.Vocab, prefix: f.Model.Prefix, longestWord: f.Model.Longest, lower: n.Lower, accent: n.Lower, chinese: n.Chinese, tidy: n.Clean}
	if n.Strip != nil {
		t.accent = *n.Strip
	}
	for _, a := range f.Added {
		if a.Content == "" {
			return nil, errors.New("tokenizer: an added token without text")
		}
		t.special = append(t.special, a.Content)
		if id, ok := t.ids[a.Content]; !ok || id != a.ID {
			return nil, fmt.Errorf("tokenizer: added token %q is not in the vocabulary", a.Content)
		}
	}
	for piece := range t.ids {
		t.longestPiece = max(t.longestPiece, len(piece))
	}
	for name, to := range map[string]*int32{f.Model.Unknown: &t.unknown, "[CLS]": &t.begin, "[SEP]": &t.end} {
		id, ok := t.ids[name]
		if !ok {
			return nil, fmt.Errorf("tokenizer: no token %q", name)
		}
		*to = id
	}
	return t, nil
}

// encode returns at most limit ids, begin and end among them.
func (t *tokenizer) encode(text string, limit int) []int32 {
	ids := []int32{t.begin}
	for text != "" && len(ids) < limit {
		at, name := t.nextSpecial(text)
		ids = t.plain(ids, text[:at], limit)
		if name != "" {
			ids = append(ids, t.ids[name])
		}
		text = text[at+len(name):]
	}
	return append(ids[:min(len(ids), limit-1)], t.end)
}

func (t *tokenizer) nextSpecial(text string) (at int, name string) {
	at = len(text)
	for _, s := range t.special {
		if i := strings.Index(text[:min(len(text), at+len(s))], s); i >= 0 && i < at {
			at, name = i, s
		}
	}
	return at, name
}

// plain appends the ids of a text without special tokens, until there are limit or more.
func (t *tokenizer) plain(ids []int32, text string, limit int) []int32 {
	begin := -1
	text = t.normalise(text)
	for i, r := range text {
		if len(ids) >= limit {
			return ids
		}
		blank, alone := unicode.IsSpace(r), isPunctuation(r)
		if begin >= 0 && (blank || alone) {
			ids = t.word(ids, text[begin:i])
			begin = -1
		}
		switch {
		case alone:
			ids = t.word(ids, text[i:i+utf8.RuneLen(r)])
		case !blank && begin < 0:
			begin = i
		}
	}
	if begin >= 0 {
		ids = t.word(ids, text[begin:])
	}
	return ids
}

// word appends the longest pieces that a word begins with, one after the other; the unknown token if it can't be made of pieces.
func (t *tokenizer) word(ids []int32, word string) []int32 {
	if utf8.RuneCountInString(word) > t.longestWord {
		return append(ids, t.unknown)
	}
	known := len(ids)
	for rest := word; rest != ""; {
		prefix := ""
		if len(rest) < len(word) {
			prefix = t.prefix
		}
		n := min(len(rest), t.longestPiece)
		for ; n > 0; n-- {
			if n < len(rest) && !utf8.RuneStart(rest[n]) {
				continue
			}
			if id, ok := t.ids[prefix+rest[:n]]; ok {
				ids = append(ids, id)
				break
			}
		}
		if n == 0 {
			return append(ids[:known], t.unknown)
		}
		rest = rest[n:]
	}
	return ids
}

// normalise does what BertNormalizer does: no control characters, blanks around Chinese characters, no accents, lower case.
func (t *tokenizer) normalise(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	var b strings.Builder
	for _, r := range text {
		switch {
		case t.tidy && (r == 0 || r == utf8.RuneError || isControl(r)):
		case t.tidy && unicode.IsSpace(r):
			b.WriteByte(' ')
		case t.chinese && isChinese(r):
			b.WriteByte(' ')
			b.WriteRune(r)
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	text = b.String()
	if t.accent {
		text = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(text))
	}
	if t.lower {
		text = lowered(text)
	}
	return text
}

// lowered is each character by itself in lower case; the one that becomes two is the I with a dot.
func lowered(text string) string {
	return strings.Map(unicode.ToLower, strings.ReplaceAll(text, "İ", "i\u0307"))
}

func isControl(r rune) bool {
	return r != '\t' && r != '\n' && r != '\r' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co)
}

func isPunctuation(r rune) bool {
	return '!' <= r && r <= '/' || ':' <= r && r <= '@' || '[' <= r && r <= '`' || '{' <= r && r <= '~' || unicode.IsPunct(r)
}

// isChinese says whether r is in the blocks that BERT's own code lists.
func isChinese(r rune) bool {
	for _, b := range [...][2]rune{{0x4E00, 0x9FFF}, {0x3400, 0x4DBF}, {0x20000, 0x2A6DF}, {0x2A700, 0x2B73F}, {0x2B740, 0x2B81F}, {0x2B920, 0x2CEAF}, {0xF900, 0xFAFF}, {0x2F800, 0x2FA1F}} {
		if b[0] <= r && r <= b[1] {
			return true
		}
	}
	return false
}
