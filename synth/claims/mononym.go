package claims

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek/text"
)

// A text may call a person by one word of the title that is no surname: Galileo, Mao, Wellington.

const (
	// mononymStarts is how many sentences must begin with the word and a verb.
	mononymStarts = 3
	// mononymShare is how many occurrences there must be to one where the word belongs to another's name.
	mononymShare = 8
)

// mononyms adds the words of a person's title by which the text calls its topic, and nobody else.
func (t *topic) mononyms(title, txt string) {
	if !t.person {
		return
	}
	own := map[string]bool{}
	words := strings.FieldsFunc(Base(title), func(c rune) bool { return c == ' ' || c == ',' })
	for _, w := range words {
		own[text.Norm(w)] = true
	}
	for _, w := range words {
		c, _ := utf8.DecodeRuneInString(w)
		if len(w) < 3 || !unicode.IsUpper(c) || strings.Trim(w, "IVX") == "" || offices[strings.ToLower(w)] || titles[strings.ToLower(w)] || t.hasForm(w) {
			continue
		}
		if starts, all, foreign := usedAlone(txt, w, own); starts >= mononymStarts && foreign*mononymShare <= all {
			t.addForm(w)
		}
	}
}

func (t *topic) hasForm(word string) bool {
	for _, f := range t.forms {
		if len(f) == 1 && f[0] == text.Norm(word) {
			return true
		}
	}
	return false
}

// usedAlone counts how often word stands in txt, how often a sentence begins with it and a verb, and how often it is part of a name that has words not among own.
func usedAlone(txt, word string, own map[string]bool) (starts, all, foreign int) {
	for from := 0; ; {
		at := strings.Index(txt[from:], word)
		if at < 0 {
			return starts, all, foreign
		}
		at += from
		from = at + len(word)
		if !nameEnds(txt[from:]) && !capitalNext(txt[from:]) || at > 0 && txt[at-1] != ' ' && txt[at-1] != '\n' {
			continue
		}
		all++
		next := firstWord(strings.TrimPrefix(txt[from:], " "))
		first := firstName(txt[:at])
		switch {
		case capitalNext(txt[from:]) && !own[text.Norm(next)], first != "" && !own[text.Norm(first)]:
			foreign++
		case opensWithVerb(txt[from:]) && (at == 0 || txt[at-1] == '\n' || strings.HasSuffix(txt[:at], ". ")):
			starts++
		}
	}
}

// capitalNext reports whether rest goes on with a capitalised word.
func capitalNext(rest string) bool {
	w, ok := strings.CutPrefix(rest, " ")
	c, _ := utf8.DecodeRuneInString(w)
	return ok && unicode.IsUpper(c)
}
