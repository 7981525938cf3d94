package agents

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/hcsp"
	"infoseek/synth/claims"
	"infoseek/text"
)

// flaw is what is wrong with a question.
type flaw struct {
	reason string // one of a few words, to be counted
	detail string // for the model
}

func (f *flaw) Error() string { return f.detail }

// proof is the check of one answer of the Writer's model. Nothing in a question is taken on trust: it has the form of one, its clauses are where they are said to be, no name of a hidden vertex and no constant but the
// facts' stands in it, each fact is told, and nothing else is.
type proof struct {
	*Writer
	*brief
	question string
	placed   []placed
	flaws    []*flaw
}

// placed is a clause with its place in the question; facts count from 0.
type placed struct {
	facts      []int
	start, end int
}

func (p *proof) fail(reason, format string, args ...any) {
	p.flaws = append(p.flaws, &flaw{reason, fmt.Sprintf(format, args...)})
}

// Bounds of a question, in bytes.
const (
	minQuestion = 20
	maxQuestion = 1500
)

// form: one question of bounded length, in plain letters and punctuation, without labels.
func (p *proof) form() {
	q := p.question
	switch {
	case len(q) < minQuestion || len(q) > maxQuestion:
		p.fail("form", "the question has %d letters; it should have %d to %d", len(q), minQuestion, maxQuestion)
		return
	case !utf8.ValidString(q):
		p.fail("form", "the question has broken letters")
		return
	case strings.Count(q, "?") != 1 || !strings.HasSuffix(q, "?"):
		p.fail("form", "the question must end with a question mark and have no other")
	case strings.Contains(q, "www.") || strings.Contains(q, "://"):
		p.fail("form", "the question has an address in it")
	}
	p.articles()
	constants := p.constants()
	for _, r := range q {
		if !plain(r) && !strings.ContainsRune(constants, r) {
			p.fail("form", "the question must be plain text without %q", r)
			break
		}
	}
	words := text.Words(nil, q)
	for _, w := range words {
		if s := q[w.Start:w.End]; label(s) && !strings.Contains(constants, s) {
			p.fail("label", "the question must not have the label %s in it, but say what it stands for", s)
			break
		}
	}
}

// articles: "a" and "an" as they go with the next word.
func (p *proof) articles() {
	words := text.Words(nil, p.question)
	for i := 0; i+1 < len(words); i++ {
		w, next := p.question[words[i].Start:words[i].End], p.question[words[i+1].Start:words[i+1].End]
		lower := strings.ToLower(w)
		if lower != "a" && lower != "an" || p.question[words[i].End:words[i+1].Start] != " " || next != strings.ToLower(next) {
			continue // of a name nobody knows how it is spoken
		}
		if want := claims.Indefinite(next); want != lower {
			p.fail("form", "“%s %s” must be “%s %s”", w, next, want, next)
		}
	}
}

// constants are those of all facts in one text.
func (p *proof) constants() string {
	var all []string
	for _, f := range p.facts {
		all = append(all, f.Constant)
	}
	return strings.Join(all, " ")
}

// plain reports whether a question may hold r whatever it is about: Latin letters, digits, blanks and the punctuation of sentences.
func plain(r rune) bool {
	return unicode.In(r, unicode.Latin) || r >= '0' && r <= '9' || strings.ContainsRune(" ,.;:?!'’‘\"“”()-–—%&", r)
}

// label reports whether a word is a label like X1, or the beginning of one.
func label(s string) bool {
	digits := strings.TrimLeft(s, "Xx")
	return len(digits) < len(s) && strings.Trim(digits, "0123456789") == "" && (len(s)-len(digits) == 1)
}

// place finds each clause in the question, letter by letter.
func (p *proof) place(said []writeClause) {
	next := map[string]int{}
	for _, c := range said {
		t := strings.TrimSpace(c.Text)
		at := -1
		if t != "" {
			if at = strings.Index(p.question[next[t]:], t); at < 0 {
				next[t] = 0
				at = strings.Index(p.question, t)
			}
		}
		if at < 0 {
			p.fail("clause", "the clause %q does not stand in the question letter by letter", t)
			continue
		}
		at += next[t]
		next[t] = at + len(t)
		var facts []int
		for _, f := range c.Facts {
			if f >= 1 && f <= len(p.facts) && !slices.Contains(facts, f-1) {
				facts = append(facts, f-1)
			}
		}
		p.placed = append(p.placed, placed{facts, at, at + len(t)})
	}
	slices.SortStableFunc(p.placed, func(a, b placed) int { return cmp.Or(a.start-b.start, a.end-b.end) })
}

// clauses names the edges by their child.
func (p *proof) clauses() []infoseek.Clause {
	var out []infoseek.Clause
	for _, c := range p.placed {
		var edges []int
		for _, f := range c.facts {
			edges = append(edges, f+1)
		}
		out = append(out, infoseek.Clause{Edges: edges, Start: c.start, End: c.end})
	}
	return out
}

// leaks: no name of a hidden vertex, nor a telling part of its title.
func (p *proof) leaks(ctx context.Context) error {
	name, err := p.leak(ctx, p.draft, p.question)
	if err != nil {
		return err
	}
	if name != "" {
		p.fail("leak", "the question must not name %q", name)
		return nil
	}
	mine := map[string]bool{}
	for i := range p.facts {
		add(mine, p.words(i))
	}
	said := text.StemSet(p.question)
	for _, id := range p.hidden {
		title := *p.draft.Tree.Vertices[id].Entity
		for _, w := range text.Words(nil, title) {
			word := title[w.Start:w.End]
			first, _ := utf8.DecodeRuneInString(word)
			if s := text.Stem(text.Fold(word)); unicode.IsUpper(first) && len(word) > 3 && said[s] && !mine[s] && !vocabulary[text.Fold(word)] {
				p.fail("leak", "the question must not say %q, which is part of a name", word)
			}
		}
	}
	return nil
}

// exposes: no constant but those of the facts, as they are written there.
func (p *proof) exposes(ctx context.Context) error {
	var failed error
	exposed := hcsp.Exposures(p.question, p.draft.Tree, func(page string) []infoseek.Name {
		for id, v := range p.draft.Tree.Vertices {
			if v.Page != nil && *v.Page == page {
				names, err := p.pages.Names(ctx, p.draft.Pages[id])
				failed = cmp.Or(failed, err)
				return names
			}
		}
		return nil
	})
	if failed != nil {
		return failed
	}
	for _, e := range exposed {
		if !e.Allowed {
			p.fail("exposed", "the question must not show the %s %q, which is in no fact", e.Kind, e.Text)
		}
	}
	p.digits()
	p.starts(exposed)
	return nil
}

// digits: years and numbers are those of the facts, not others in the same range.
func (p *proof) digits() {
	known := map[string]bool{}
	for _, s := range fields(p.constants()) {
		known[s] = true
	}
	for _, s := range fields(p.question) {
		if strings.ContainsAny(s, "0123456789") && !known[s] {
			p.fail("exposed", "the question must not show %q, which is in no fact", s)
		}
	}
}

// fields are the words of s, folded.
func fields(s string) []string {
	var out []string
	for _, w := range text.Words(nil, s) {
		out = append(out, text.Fold(s[w.Start:w.End]))
	}
	return out
}

// starts: a capital letter at the start of a sentence hides no name.
func (p *proof) starts(exposed []infoseek.Exposed) {
	for _, s := range text.Sentences(nil, p.question) {
		words := text.Words(nil, p.question[s.Start:s.End])
		if len(words) == 0 {
			continue
		}
		at := s.Start + words[0].Start
		word := p.question[at : s.Start+words[0].End]
		lower := text.Fold(word)
		named := slices.ContainsFunc(exposed, func(e infoseek.Exposed) bool { return e.Start <= at && at < e.End })
		if !named && !text.StopWord(lower) && !vocabulary[lower] && !p.isNoun(lower) {
			p.fail("exposed", "a sentence must not begin with %q, which may be a name", word)
		}
	}
}

func (p *proof) isNoun(word string) bool {
	return slices.ContainsFunc(p.hidden, func(id int) bool { return text.StemSet(p.draft.Nouns[id])[text.Stem(word)] })
}

// tells: each fact is told by a clause: its constant as it is, and its words; where they are others, the verifier must agree.
func (p *proof) tells(ctx context.Context) error {
	for i := range p.facts {
		var told []string
		for _, c := range p.placed {
			if slices.Contains(c.facts, i) {
				told = append(told, p.question[c.start:c.end])
			}
		}
		if err := p.tellsFact(ctx, i, strings.Join(told, " … ")); err != nil {
			return err
		}
	}
	return nil
}

func (p *proof) tellsFact(ctx context.Context, i int, told string) error {
	f, kind := &p.facts[i], p.draft.Tellings[i].Claim.Kind
	if told == "" {
		p.fail("untold", "no clause tells fact %d", i+1)
		return nil
	}
	if f.Constant != "" && !text.HasRun(fields(told), fields(f.Constant)) {
		p.fail("untold", "the clause %q must show %s as fact %d has it", told, f.Constant, i+1)
		return nil
	}
	for _, w := range fields(told) {
		if negations[w] && !slices.Contains(fields(f.Phrase), w) {
			p.fail("untold", "the clause %q says %q, which fact %d does not", told, w, i+1)
			return nil
		}
	}
	if kind == claims.ToType || kind == claims.ToCategory {
		return nil // the constant says it all
	}
	if p.inWords(i, told) {
		return nil
	}
	if p.verifier != nil {
		ok, err := supported(ctx, p.verifier, p.counts, p.claim(i), p.question)
		if ok || err != nil {
			return err
		}
	}
	p.fail("untold", "the clause %q does not tell fact %d in its words: %s", told, i+1, f.Phrase)
	return nil
}

// inWords reports whether a clause has the content words of a fact's phrase; of a phrase without any between hidden vertices, the kind of one.
func (p *proof) inWords(i int, told string) bool {
	f := &p.facts[i]
	want, have := text.StemSet(f.Phrase), text.StemSet(told)
	if len(want) == 0 && f.Object >= 0 && !f.Named {
		want = text.StemSet(p.draft.Nouns[f.Object])
		return len(want) == 0 || overlap(want, have) || overlap(text.StemSet(p.draft.Nouns[f.Subject]), have)
	}
	for w := range want {
		if !have[w] {
			return false
		}
	}
	return true
}

func overlap(a, b map[string]bool) bool {
	for w := range a {
		if b[w] {
			return true
		}
	}
	return false
}

// maxOwn is how many content words of its own a clause may have where a verifier judges it.
const maxOwn = 3

// adds: beside the facts' words a question has only those of questions in general.
func (p *proof) adds() {
	all := map[string]bool{}
	for i := range p.facts {
		add(all, p.words(i))
	}
	inside := make([]bool, len(p.question))
	for _, c := range p.placed {
		own := map[string]bool{}
		for _, f := range c.facts {
			add(own, p.words(f))
		}
		extra := p.extra(c.start, c.end, own)
		if most := map[bool]int{true: maxOwn}[p.verifier != nil]; len(extra) > most {
			p.fail("added", "the clause %q says what its facts do not: %s", p.question[c.start:c.end], strings.Join(extra, ", "))
		}
		for i := c.start; i < c.end; i++ {
			inside[i] = true
		}
	}
	for start := 0; start < len(inside); start++ {
		end := start
		for end < len(inside) && !inside[end] {
			end++
		}
		if extra := p.extra(start, end, all); len(extra) > 0 {
			p.fail("added", "the question says what no fact does: %s", strings.Join(extra, ", "))
		}
		start = end
	}
	for _, w := range fields(p.question) {
		if addressing[w] && !all[text.Stem(w)] {
			p.fail("added", "the question must not say %q", w)
		}
	}
}

// extra lists the content words in [start, end) that are neither known nor of questions in general.
func (p *proof) extra(start, end int, known map[string]bool) []string {
	var out []string
	if start >= end {
		return nil
	}
	s := p.question[start:end]
	for _, w := range text.Words(nil, s) {
		word := text.Fold(s[w.Start:w.End])
		if stem := text.Stem(word); !text.StopWord(word) && !known[stem] && !vocabulary[word] && !general[stem] {
			out = append(out, s[w.Start:w.End])
		}
	}
	return out
}

// kinds: the question says of each hidden vertex what kind of thing it is, and asks for the root's last.
func (p *proof) kinds() {
	counts, need := map[string]int{}, map[string]int{}
	for _, w := range fields(p.question) {
		counts[text.Stem(w)]++
	}
	for _, id := range p.hidden {
		noun := p.head(id)
		need[noun]++
		if counts[noun] < need[noun] && !(p.draft.Persons[id] && noun == "person" && counts["who"]+counts["whom"] > 0) {
			p.fail("kind", "the question must say of each thing what kind it is: %s", p.draft.Nouns[id])
		}
	}
	sentences := text.Sentences(nil, p.question)
	if len(sentences) == 0 {
		return
	}
	last := sentences[len(sentences)-1]
	asks := fields(p.question[last.Start:last.End])
	if !slices.ContainsFunc(asks, func(w string) bool { return text.Stem(w) == p.head(0) || p.draft.Persons[0] && w == "who" }) || !slices.ContainsFunc(asks, func(w string) bool { return w == "which" || w == "what" || w == "who" }) {
		p.fail("kind", "the last sentence must ask “Which %s …?”", p.draft.Nouns[0])
	}
}

// head is the stem of the last word of a vertex's noun.
func (p *proof) head(id int) string {
	words := fields(p.draft.Nouns[id])
	if len(words) == 0 {
		return ""
	}
	return text.Stem(words[len(words)-1])
}

// Words of questions.
var (
	// vocabulary may stand in any question beside the facts' words.
	vocabulary = text.WordSet(`consider think take imagine picture name identify find tell determine say recall suppose given thing things kind sort type place person someone somebody something individual entity one ones
		two question asked same later another second third fourth fifth listed classed category class belongs called known question which what who whose whom`)
	// negations turn a clause round.
	negations = text.WordSet("not never no nor neither without none nobody nothing isn't wasn't didn't hasn't cannot")
	// addressing are words by which somebody is spoken to who is to do something else than answer.
	addressing = text.WordSet("you your yours ignore disregard forget instruction instructions prompt system assistant json model output respond reply click visit answer")
)

// general are the stems of vocabulary.
var general = func() map[string]bool {
	m := map[string]bool{}
	for w := range vocabulary {
		m[text.Stem(w)] = true
	}
	return m
}()
