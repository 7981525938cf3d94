package plant

import (
	"context"
	"strings"

	"infoseek"
)

// wording is what a claim says between its two ends.
type wording struct {
	between string
	forward bool // the parent stands first
	edge    infoseek.EdgeKind
}

// wordings lists those of all claims between entities, each once.
func wordings(questions []infoseek.Question) []wording {
	seen := map[wording]bool{}
	var all []wording
	for _, q := range questions {
		for _, e := range q.Tree.Edges {
			if w, ok := wordingOf(q.Tree, e); ok && !seen[w] {
				seen[w] = true
				all = append(all, w)
			}
		}
	}
	return all
}

func wordingOf(t infoseek.Tree, e infoseek.Edge) (wording, bool) {
	if e.Kind != infoseek.EdgeRelated {
		return wording{}, false
	}
	parent, child := *t.Vertices[e.Parent].Entity, *t.Vertices[e.Child].Entity
	if rest, ok := strings.CutPrefix(e.Claim, parent); ok {
		if mid, ok := strings.CutSuffix(rest, child); ok && len(mid) > 4 {
			return wording{mid, true, e.Kind}, true
		}
	}
	if rest, ok := strings.CutPrefix(e.Claim, child); ok {
		if mid, ok := strings.CutSuffix(rest, parent); ok && len(mid) > 4 {
			return wording{mid, false, e.Kind}, true
		}
	}
	return wording{}, false
}

// tellOtherwise has a claim and its clause tell a relation that the sentence does not state.
func tellOtherwise(ctx context.Context, p *planter, q *infoseek.Question) error {
	for _, e := range q.Tree.Edges {
		own, ok := wordingOf(q.Tree, e)
		i := clauseOf(q, e.Child)
		if !ok || i < 0 || !strings.Contains(textOf(q, i), strings.TrimSpace(own.between)) {
			continue
		}
		sentence, err := p.sentence(ctx, e.Evidence)
		if err != nil {
			return err
		}
		for _, at := range p.r.Perm(len(p.claims)) {
			w := p.claims[at]
			if w.forward != own.forward || sharesWord(w.between, own.between) || sharesWord(w.between, sentence) {
				continue
			}
			claim := &q.Tree.Edges[e.Child-1].Claim
			*claim = strings.Replace(*claim, own.between, w.between, 1)
			start := q.Clauses[i].Start + strings.Index(textOf(q, i), strings.TrimSpace(own.between))
			replaceBytes(q, start, start+len(strings.TrimSpace(own.between)), strings.TrimSpace(w.between))
			return nil
		}
	}
	return errUnfit
}

// sharesWord says whether two texts have a word of five letters or more in common, by its first five.
func sharesWord(a, b string) bool {
	in := map[string]bool{}
	for _, w := range longWords(b) {
		in[w[:5]] = true
	}
	for _, w := range longWords(a) {
		if in[w[:5]] {
			return true
		}
	}
	return false
}

func longWords(s string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if len(w) >= 5 {
			words = append(words, w)
		}
	}
	return words
}

func (p *planter) sentence(ctx context.Context, e infoseek.Evidence) (string, error) {
	n, err := p.pages.ByID(ctx, e.Page)
	if err != nil {
		return "", err
	}
	return p.pages.Text(ctx, n, infoseek.Span{Start: e.Start, End: e.End})
}

// citeElsewhere has a claim cite another sentence of the same page, which names neither end but the page's own.
func citeElsewhere(ctx context.Context, p *planter, q *infoseek.Question) error {
	for _, at := range p.r.Perm(len(q.Tree.Edges)) {
		e := &q.Tree.Edges[at]
		if e.Kind != infoseek.EdgeRelated {
			continue
		}
		n, err := p.pages.ByID(ctx, e.Evidence.Page)
		if err != nil {
			return err
		}
		page, err := p.pages.Page(ctx, n)
		if err != nil {
			return err
		}
		other := q.Tree.Vertices[e.Child]
		if *other.Page == page.ID {
			other = q.Tree.Vertices[e.Parent]
		}
		span, text, err := p.silent(ctx, n, *other.Page)
		if err != nil {
			return err
		}
		if text != "" {
			e.Evidence = cite(page, span, text)
			return nil
		}
	}
	return errUnfit
}

// silent is a sentence of page n that does not name another page, "" if there is none.
func (p *planter) silent(ctx context.Context, n infoseek.PageNum, other string) (infoseek.Span, string, error) {
	o, err := p.pages.ByID(ctx, other)
	if err != nil {
		return infoseek.Span{}, "", err
	}
	names, err := p.pages.Names(ctx, o)
	if err != nil {
		return infoseek.Span{}, "", err
	}
	sentences, err := p.pages.Sentences(ctx, n)
	if err != nil {
		return infoseek.Span{}, "", err
	}
	for _, i := range p.r.Perm(len(sentences)) {
		text, err := p.pages.Text(ctx, n, sentences[i])
		if err != nil {
			return infoseek.Span{}, "", err
		}
		if len(strings.Fields(text)) >= 8 && !hasAny(text, names) {
			return sentences[i], text, nil
		}
	}
	return infoseek.Span{}, "", nil
}
