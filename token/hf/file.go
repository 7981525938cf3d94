package hf

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// file is tokenizer.json as far as it is read. Decoder, post-processor, padding and truncation don't touch the ids of a text.
type file struct {
	Added      []addedToken `json:"added_tokens"`
	Normalizer *component   `json:"normalizer"`
	Pre        *component   `json:"pre_tokenizer"`
	Model      model        `json:"model"`
}

type addedToken struct {
	ID         int    `json:"id"`
	Content    string `json:"content"`
	SingleWord bool   `json:"single_word"`
	LStrip     bool   `json:"lstrip"`
	RStrip     bool   `json:"rstrip"`
	Silent     bool   `json:"special"`
}

// component is a normalizer or pre-tokenizer of any type.
type component struct {
	Type          string       `json:"type"`
	Normalizers   []*component `json:"normalizers"`
	PreTokenizers []*component `json:"pretokenizers"`
	AddPrefix     bool         `json:"add_prefix_space"`
	UseRegex      *bool        `json:"use_regex"`
	Individual    bool         `json:"individual_digits"`
	Pattern       struct {
		Regex  *string
		String *string
	} `json:"pattern"`
	Behavior string `json:"behavior"`
	Invert   bool   `json:"invert"`
}

type model struct {
	Type         string         `json:"type"`
	Vocab        map[string]int `json:"vocab"`
	Merges       []pair         `json:"merges"`
	IgnoreMerges bool           `json:"ignore_merges"`
	ByteFallback bool           `json:"byte_fallback"`
	Dropout      *float64       `json:"dropout"`
	Prefix       *string        `json:"continuing_subword_prefix"`
	Suffix       *string        `json:"end_of_word_suffix"`
}

// pair is a merge, written "a b" or ["a", "b"].
type pair [2]string

func (p *pair) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		var both []string
		if err := json.Unmarshal(b, &both); err != nil {
			return err
		}
		if len(both) != 2 {
			return fmt.Errorf("a merge of %d parts", len(both))
		}
		*p = pair{both[0], both[1]}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	left, right, ok := strings.Cut(s, " ")
	if !ok {
		return fmt.Errorf("merge %q is no pair", s)
	}
	*p = pair{left, right}
	return nil
}

// check refuses what changes ids in a way that is not known here.
func (f *file) check() error {
	m := f.Model
	switch {
	case m.Type != "BPE" && m.Type != "":
		return unsupported("model %s", m.Type)
	case len(m.Vocab) == 0:
		return errors.New("no vocabulary")
	case m.ByteFallback:
		return unsupported("byte_fallback")
	case m.Dropout != nil && *m.Dropout != 0:
		return unsupported("dropout")
	case m.Prefix != nil && *m.Prefix != "" || m.Suffix != nil && *m.Suffix != "":
		return unsupported("prefix or suffix of subwords")
	case f.Pre == nil:
		return unsupported("no pre_tokenizer: not byte-level")
	}
	for _, t := range f.Added {
		if t.SingleWord || t.LStrip || t.RStrip || t.Content == "" {
			return unsupported("added token %q with single_word, lstrip or rstrip", t.Content)
		}
	}
	return nil
}

// composes says whether the normalizer is NFC; none is no error.
func (f *file) composes() (bool, error) {
	switch n := f.Normalizer; {
	case n == nil:
		return false, nil
	case n.Type == "NFC":
		return true, nil
	case n.Type == "Sequence" && len(n.Normalizers) == 0:
		return false, nil
	case n.Type == "Sequence" && len(n.Normalizers) == 1 && n.Normalizers[0].Type == "NFC":
		return true, nil
	default:
		return false, unsupported("normalizer %s", n.Type)
	}
}
