package synth

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"infoseek"
	"infoseek/synth/claims"
	"infoseek/text"
)

// leak returns a name of a hidden vertex that the question shows, "" if there is none. Names are compared word by word in their normal form, those with foreign letters in other usual spellings too, and words that
// are spelt out letter by letter as if they were not; a name that is just the vertex's own noun, or that many pages have, gives nothing away.
func (b *checks) leak(ctx context.Context, d *Draft, question string) (string, error) {
	words := normWords(question)
	other, spelt := spellings(question), spelt(words)
	for id, v := range d.Tree.Vertices {
		if !v.Hidden {
			continue
		}
		names, err := b.info.namesOf(ctx, d.Pages[id])
		if err != nil {
			return "", err
		}
		for _, n := range names {
			if n.Kind == infoseek.NameAnchor && n.Share < 0.5 || n.Kind == infoseek.NameAcronym || n.Owners > 3 {
				continue
			}
			name := normWords(n.Text)
			if len(name) == 0 || strings.Join(name, " ") == normNoun(d.Nouns[id]) || len(name) == 1 && text.StopWord(name[0]) {
				continue
			}
			whole := strings.Join(name, "")
			if text.HasRun(words, name) || len(whole) > 3 && slices.ContainsFunc(spelt, func(s string) bool { return strings.Contains(s, whole) }) {
				return n.Text, nil
			}
			if (beyondASCII(n.Text) || beyondASCII(question)) && len(whole) > 4 && text.HasRun(other, spellings(n.Text)) {
				return n.Text, nil
			}
		}
	}
	return "", nil
}

func normNoun(noun string) string { return strings.Join(normWords(noun), " ") }

func normWords(s string) []string {
	var out []string
	for _, w := range text.Words(nil, s) {
		out = append(out, text.Norm(s[w.Start:w.End]))
	}
	return out
}

func spellings(s string) []string {
	var out []string
	for _, w := range text.Words(nil, s) {
		out = append(out, spelling(s[w.Start:w.End]))
	}
	return out
}

// spelt joins runs of three or more single letters.
func spelt(words []string) []string {
	var out []string
	for i := 0; i < len(words); i++ {
		end := i
		for end < len(words) && utf8.RuneCountInString(words[end]) == 1 {
			end++
		}
		if end-i > 2 {
			out = append(out, strings.Join(words[i:end], ""))
		}
		i = max(i, end-1)
	}
	return out
}

// answerNames returns the answer, the title without its disambiguator, and the aliases that stand for the page alone: redirects, bold lead names, and anchors of
// which at least 90% point to it. Words of a type, pronouns and common words are none.
func (b *checks) answerNames(ctx context.Context, n infoseek.PageNum) (string, []string, error) {
	p, err := b.info.page(ctx, n)
	if err != nil {
		return "", nil, err
	}
	names, err := b.info.namesOf(ctx, n)
	if err != nil {
		return "", nil, err
	}
	answer := claims.Base(p.Title)
	seen := map[string]bool{normName(answer): true}
	aliases := []string{}
	for _, name := range names {
		ok := name.Owners == 1
		switch name.Kind {
		case infoseek.NameRedirect, infoseek.NameLead, infoseek.NameBase:
		case infoseek.NameAnchor:
			ok = ok && name.Share >= 0.9
		default:
			ok = false
		}
		key := normName(name.Text)
		if !ok || seen[key] || key == "" || common(name.Text) || key == normName(p.Noun) || partial(name.Text, answer, p.Classes) {
			continue
		}
		seen[key] = true
		if taken, err := b.otherTitle(ctx, n, name.Text); err != nil || taken {
			if err != nil {
				return "", nil, err
			}
			continue
		}
		aliases = append(aliases, name.Text)
	}
	return answer, aliases, nil
}

// otherTitle reports whether the name, with or without its article, is the title of another page: answers are compared without articles.
func (b *checks) otherTitle(ctx context.Context, n infoseek.PageNum, name string) (bool, error) {
	base := name
	if first, rest, _ := strings.Cut(name, " "); strings.EqualFold(first, "the") {
		base = rest
	}
	for _, title := range []string{base, "The " + base} {
		switch p, err := b.pages.ByTitle(ctx, title); {
		case errors.As(err, new(*infoseek.NotFoundError)):
		case err != nil:
			return false, err
		case p != n:
			return true, nil
		}
	}
	return false, nil
}

// common reports whether an alias is no name but words of the language: it has no capital letter or digit, or nothing but pronouns, articles and their like.
func common(alias string) bool {
	if strings.ToLower(alias) == alias && !strings.ContainsAny(alias, "0123456789") {
		return true
	}
	return !slices.ContainsFunc(normWords(alias), func(w string) bool { return !text.StopWord(w) })
}

// partial reports whether an alias is less than a name of its own: for others than persons one word of a longer title ("States"), for places an adjective ("German").
func partial(alias, title string, classes infoseek.Classes) bool {
	words, whole := normWords(alias), normWords(title)
	if classes == infoseek.Person || len(words) != 1 {
		return false
	}
	if len(whole) > 1 && slices.Contains(whole, words[0]) {
		return true
	}
	return classes&infoseek.Place != 0 && claims.Nationality(strings.ToLower(alias)) && !strings.HasPrefix(words[0], whole[0])
}
