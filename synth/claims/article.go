package claims

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// Called is how a sentence calls the entity of p by a name that some text has for it: with "the" where the running text of its page, and of pages that link to it, mostly has it so ("the Bay of Bengal").
// Lists and boxes leave articles out and say nothing. An abbreviation gets back the point that stands at its end.
func Called(ctx context.Context, pages infoseek.Pages, p infoseek.Page, name string) (string, error) {
	bare, written := strings.CutPrefix(name, "the ")
	if abbreviated.MatchString(bare) && !strings.HasSuffix(bare, ".") {
		bare += "."
	}
	first, _ := utf8.DecodeRuneInString(bare)
	if IsPerson(p) || bare == "" || strings.HasPrefix(bare, "The ") || !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		return withArticle(bare, written), nil
	}
	u, err := usageOf(ctx, pages, p, bare)
	if err != nil {
		return "", err
	}
	return withArticle(bare, u.article(takesArticle(bare) || kindOfAnimal(p, bare), written)), nil
}

func withArticle(name string, with bool) string {
	if with {
		return "the " + name
	}
	return name
}

// abbreviated names end in an initial behind another: "Washington, D.C".
var abbreviated = regexp.MustCompile(`\p{Lu}\.\p{Lu}$`)

// usage counts how often running text has a name with "the" and without.
type usage struct{ with, bare int }

// enough are the occurrences that settle a name's article; most pages are read for it beside its own.
const (
	enough      = 12
	mostReferer = 24
)

func usageOf(ctx context.Context, pages infoseek.Pages, p infoseek.Page, name string) (usage, error) {
	var u usage
	names := []string{name}
	if small := strings.ToLower(name); p.Classes == infoseek.Organism && small != name {
		names = append(names, small)
	}
	links, err := pages.LinksIn(ctx, p.Num)
	if err != nil {
		return u, err
	}
	from := []infoseek.PageNum{p.Num}
	for _, l := range links {
		if len(from) <= mostReferer && l.From != p.Num && l.From != from[len(from)-1] {
			from = append(from, l.From)
		}
	}
	for _, n := range from {
		txt, err := pages.Text(ctx, n, infoseek.Span{})
		if err != nil {
			return u, err
		}
		for _, name := range names {
			u.count(txt, name)
		}
		if u.with+u.bare >= enough {
			break
		}
	}
	return u, nil
}

// article decides: by what most of the text has, and where it has nothing or as much of both by the name's form, or else as was written.
func (u usage) article(formed, written bool) bool {
	with := u.with
	if formed {
		with += 2
	}
	return with > u.bare || with == u.bare && with > 0 && written || u.with+u.bare == 0 && written
}

// count adds the occurrences of name in the running text of txt.
func (u *usage) count(txt, name string) {
	for at := 0; ; {
		i := strings.Index(txt[at:], name)
		if i < 0 {
			return
		}
		start := at + i
		at = start + len(name)
		if !nameEnds(txt[at:]) || !running(txt, start, at) {
			continue
		}
		switch before := strings.TrimRight(txt[:start], `"“' `); {
		case before == txt[:start] && start > 0 && txt[start-1] != '\n':
		case before == "" || strings.HasSuffix(before, "\n") || strings.HasSuffix(before, "."):
			if opensWithVerb(txt[at:]) {
				u.bare++
			}
		default:
			w := lastWord(before)
			if lower := strings.ToLower(w); lower == "the" {
				u.with++
			} else if prepositions[lower] || lower == w && (verbAt(w) || participle(w)) {
				u.bare++
			}
		}
	}
}

// running reports whether txt[start:end] stands in a line that is a paragraph, not a heading, an item or a field.
func running(txt string, start, end int) bool {
	from := strings.LastIndexByte(txt[:start], '\n') + 1
	to := strings.IndexByte(txt[end:], '\n')
	if to < 0 {
		to = len(txt) - end
	}
	line := strings.TrimRight(txt[from:end+to], "\"”)] \r")
	return strings.HasSuffix(line, ".") || strings.HasSuffix(line, "?") || strings.HasSuffix(line, "!")
}

// nameEnds reports whether a name before rest is whole, and no modifier of a noun: "the Vienna congress" is no article of Vienna's.
func nameEnds(rest string) bool {
	w, spaced := strings.CutPrefix(rest, " ")
	if !spaced {
		c, _ := utf8.DecodeRuneInString(rest)
		return rest == "" || c != '-' && c != '–' && c != '\'' && c != '’' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
	}
	word := firstWord(w)
	if word == "" {
		return strings.HasPrefix(w, "(")
	}
	return prepositions[word] || verbAt(word) || enders[word] || text.StopWord(word)
}

// opensWithVerb reports whether rest begins with a verb form that follows a subject.
func opensWithVerb(rest string) bool {
	w, ok := strings.CutPrefix(rest, " ")
	return ok && verbAt(firstWord(w))
}

func firstWord(s string) string {
	if end := strings.IndexFunc(s, func(c rune) bool { return !unicode.IsLetter(c) }); end >= 0 {
		return s[:end]
	}
	return s
}

func lastWord(s string) string {
	return s[strings.LastIndexFunc(s, func(c rune) bool { return !unicode.IsLetter(c) })+1:]
}

// Names of these forms take the article: by their last word, or by the first before "of".
var (
	articleLast = text.WordSet(`language languages war wars empire river sea ocean desert mountains islands peninsula dynasty canal crusade revolution rebellion alps archipelago strait
		plateau republic union federation army navy church treaty alliance commonwealth reformation renaissance enlightenment conference massacre riots islands`)
	articleOf = text.WordSet(`bay gulf strait straits sea battle siege treaty congress kingdom republic house isle isles university war wars church order bank principality duchy
		council empire union commonwealth peace act cape-province statue tower`)
	articleFirst = text.WordSet("river")
)

// takesArticle reports whether names of this form take "the".
func takesArticle(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	if len(words) < 2 {
		return false
	}
	if i := slices.Index(words, "of"); i > 0 {
		return articleOf[words[i-1]] || articleLast[words[i-1]]
	}
	return articleLast[words[len(words)-1]] || articleFirst[words[0]]
}

// kindOfAnimal reports whether a name is that of a kind of living thing in plain English, in the singular: "Giant Eland". Scientific names have a second word in small letters.
func kindOfAnimal(p infoseek.Page, name string) bool {
	words := strings.Fields(name)
	if p.Classes != infoseek.Organism || len(words) < 2 {
		return false
	}
	last := words[len(words)-1]
	return last != strings.ToLower(last) && !strings.HasSuffix(last, "s")
}
