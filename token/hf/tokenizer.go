package hf

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Tokenizer is an infoseek.Tokenizer, safe for concurrent use.
type Tokenizer struct {
	merger
	composes bool
	prefix   bool
	splits   []splitter
	added    map[string]int
	starts   [256]bool // bytes with which an added token begins
	longest  int       // added token, in bytes
	names    map[int]string
	silent   map[int]bool
	raw      map[int]string // bytes of the tokens that are not added
}

// Open reads a tokenizer.json. The error is an *UnsupportedError in its chain where the file is of a kind that is not known here.
func Open(path string) (*Tokenizer, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %w", err)
	}
	t, err := Parse(b)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %s: %w", path, err)
	}
	return t, nil
}

// Parse reads the content of a tokenizer.json.
func Parse(b []byte) (*Tokenizer, error) {
	var f file
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	t := &Tokenizer{added: map[string]int{}, names: map[int]string{}, silent: map[int]bool{}, raw: make(map[int]string, len(f.Model.Vocab))}
	var err error
	if t.composes, err = f.composes(); err != nil {
		return nil, err
	}
	if t.splits, t.prefix, err = splitters(f.Pre); err != nil {
		return nil, err
	}
	for _, a := range f.Added {
		t.names[a.ID], t.silent[a.ID] = a.Content, a.Silent
		t.added[a.Content], t.starts[a.Content[0]], t.longest = a.ID, true, max(t.longest, len(a.Content))
	}
	return t, t.learn(f.Model)
}

// learn turns the model, written in the characters that stand for bytes, into tokens of bytes.
func (t *Tokenizer) learn(m model) error {
	t.ids, t.merges, t.ignore = make(map[string]int, len(m.Vocab)), make(map[[2]int]merge, len(m.Merges)), m.IgnoreMerges
	for shown, id := range m.Vocab {
		if raw, ok := bytesOf(shown); ok {
			t.ids[raw], t.raw[id] = id, raw
		}
	}
	for b := range t.bytes {
		t.bytes[b] = -1
		if id, ok := t.ids[string([]byte{byte(b)})]; ok {
			t.bytes[b] = id
		}
	}
	for rank, p := range m.Merges {
		left, ok1 := m.Vocab[p[0]]
		right, ok2 := m.Vocab[p[1]]
		id, ok3 := m.Vocab[p[0]+p[1]]
		if !ok1 || !ok2 || !ok3 {
			return fmt.Errorf("merge %d, %q and %q: not in the vocabulary", rank, p[0], p[1])
		}
		if _, twice := t.merges[[2]int{left, right}]; !twice {
			t.merges[[2]int{left, right}] = merge{rank, id}
		}
	}
	return nil
}

// byteRunes are the characters by which byte-level vocabularies write bytes: printable ones themselves, the rest from U+0100 on (GPT-2).
var byteRunes = func() map[rune]byte {
	m, next := map[rune]byte{}, rune(256)
	for b := range 256 {
		if '!' <= b && b <= '~' || 0xa1 <= b && b <= 0xac || 0xae <= b && b <= 0xff {
			m[rune(b)] = byte(b)
		} else {
			m[next], next = byte(b), next+1
		}
	}
	return m
}()

func bytesOf(shown string) (string, bool) {
	raw := make([]byte, 0, len(shown))
	for _, r := range shown {
		b, ok := byteRunes[r]
		if !ok {
			return "", false
		}
		raw = append(raw, b)
	}
	return string(raw), true
}

// Encode returns the ids of text's tokens, as the Python library does without special tokens around it. A byte that the vocabulary lacks is left out, as there.
func (t *Tokenizer) Encode(text string) []int {
	var ids []int
	for _, k := range t.tokens(text) {
		if k.id >= 0 {
			ids = append(ids, k.id)
		}
	}
	return ids
}

// Count counts the tokens of text.
func (t *Tokenizer) Count(text string) int { return len(t.tokens(text)) }

// Cut returns a prefix of text of whole characters with at most n tokens: up to where the n-th token of text ends, or before it where that would make more tokens.
func (t *Tokenizer) Cut(text string, n int) string {
	all := t.tokens(text)
	if len(all) <= n {
		return text
	}
	if t.composes && !norm.NFC.IsNormalString(text) {
		return t.search(text, n)
	}
	ends := make([]int, len(all))
	at := 0
	for i, k := range all {
		at += k.bytes
		ends[i] = at
	}
	for i := min(n, len(all)) - 1; i >= 0; i-- {
		end := ends[i]
		for end > 0 && end < len(text) && !utf8.RuneStart(text[end]) {
			end--
		}
		if end <= len(text) && t.Count(text[:end]) <= n {
			return text[:end]
		}
	}
	return ""
}

// search finds a prefix by halving, for texts whose tokens are of other bytes than they have.
func (t *Tokenizer) search(text string, n int) string {
	var starts []int
	for i := range text {
		starts = append(starts, i)
	}
	k := sort.Search(len(starts), func(i int) bool { return t.Count(text[:starts[i]]) > n })
	for k--; k >= 0; k-- {
		if t.Count(text[:starts[k]]) <= n {
			return text[:starts[k]]
		}
	}
	return ""
}

func (t *Tokenizer) tokens(text string) []token {
	var all []token
	for text != "" {
		start, name := t.nextAdded(text)
		all = t.plain(all, text[:start])
		if name != "" {
			all = append(all, token{t.added[name], len(name)})
		}
		text = text[start+len(name):]
	}
	return all
}

// nextAdded finds the first added token of a text, the longest where several begin at one place.
func (t *Tokenizer) nextAdded(text string) (start int, name string) {
	for i := range len(text) {
		if !t.starts[text[i]] {
			continue
		}
		for n := min(t.longest, len(text)-i); n > 0; n-- {
			if _, ok := t.added[text[i:i+n]]; ok {
				return i, text[i : i+n]
			}
		}
	}
	return len(text), ""
}

// plain tokenizes text without added tokens.
func (t *Tokenizer) plain(dst []token, text string) []token {
	if t.composes {
		text = norm.NFC.String(text)
	}
	if text == "" {
		return dst
	}
	padded := t.prefix && !strings.HasPrefix(text, " ")
	if padded {
		text = " " + text
	}
	from, pieces := len(dst), []string{text}
	for _, split := range t.splits {
		var finer []string
		for _, p := range pieces {
			finer = split(finer, p)
		}
		pieces = finer
	}
	for _, p := range pieces {
		dst = t.merger.tokens(dst, p)
	}
	if padded {
		dst[from].bytes-- // the blank is not the text's
	}
	return dst
}
