package hcsp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"infoseek"
)

// Review is what checking a stored question found.
type Review struct {
	// Same says that the question was made over this very corpus, so that everything stored must be found again. Over another one, its certificate is void until recomputed:
	// then pages are matched by title or URL, and only what a certificate promises is compared (unique, minimal, grade, determined), not its counts nor its evidence.
	Same bool `json:"same"`
	// Missing names the entities that the corpus does not have; there is no certificate then.
	Missing     []string              `json:"missing"`
	Certificate *infoseek.Certificate `json:"certificate"`
	Differences []Difference          `json:"differences"`
}

// Sound says that nothing is missing and nothing differs.
func (r Review) Sound() bool { return len(r.Missing) == 0 && len(r.Differences) == 0 }

// Check recomputes what is stored with a question over the solver's corpus. Ranks are recomputed if searcher is not nil; it must search the same corpus. An error says that checking itself was
// not possible; whatever is wrong with the question is in the Review.
func Check(ctx context.Context, s *Solver, searcher infoseek.Searcher, q infoseek.Question) (Review, error) {
	c := checking{s: s, searcher: searcher, q: q}
	c.Review = Review{Same: q.Corpus.Hash == s.pages.Info().Hash, Missing: []string{}, Differences: []Difference{}}
	if err := Validate(q.Tree); err != nil {
		c.differ("tree", err.Error(), "a valid tree")
		return c.Review, nil
	}
	steps := []func(context.Context) error{c.match, c.certificate}
	if c.Same {
		steps = []func(context.Context) error{c.match, c.form, c.evidence, c.certificate}
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return Review{}, fmt.Errorf("hcsp: question %q: %w", q.ID, err)
		}
		if len(c.Missing) > 0 {
			break
		}
	}
	return c.Review, nil
}

// checking is one question being checked; q's tree gets the corpus's own page ids.
type checking struct {
	Review
	s        *Solver
	searcher infoseek.Searcher
	q        infoseek.Question
}

func (c *checking) differ(field, stored, computed string) {
	c.Differences = append(c.Differences, Difference{field, stored, computed})
}

// compare records the differences between what is stored and what was computed.
func (c *checking) compare(field string, stored, computed any) error {
	found, err := differences(field, stored, computed)
	c.Differences = append(c.Differences, found...)
	return err
}

// match finds the page of each entity.
func (c *checking) match(ctx context.Context) error {
	c.q.Tree.Vertices = slices.Clone(c.q.Tree.Vertices)
	for i := range c.q.Tree.Vertices {
		v := &c.q.Tree.Vertices[i]
		if v.Kind != infoseek.EntityVertex {
			continue
		}
		p, err := c.find(ctx, *v)
		if missing := (*infoseek.NotFoundError)(nil); errors.As(err, &missing) {
			c.Missing = append(c.Missing, *v.Entity)
			continue
		}
		if err != nil {
			return err
		}
		if !p.Entity {
			c.Missing = append(c.Missing, *v.Entity)
			continue
		}
		if c.Same && p.Title != *v.Entity {
			c.differ(fmt.Sprintf("tree.vertices[%d].entity", i), *v.Entity, p.Title)
		}
		v.Page = &p.ID
	}
	return nil
}

// find goes by id in the same corpus only: in another one the id may be another page's. There an id may be a URL.
func (c *checking) find(ctx context.Context, v infoseek.Vertex) (infoseek.Page, error) {
	by := []func(context.Context, string) (infoseek.PageNum, error){c.s.pages.ByTitle, c.s.pages.ByURL}
	refs := []string{*v.Entity, *v.Page}
	if c.Same {
		by, refs = []func(context.Context, string) (infoseek.PageNum, error){c.s.pages.ByID}, refs[1:]
	}
	var err error
	for i, find := range by {
		var n infoseek.PageNum
		if n, err = find(ctx, refs[i]); err == nil {
			return c.s.pages.Page(ctx, n)
		}
		if missing := (*infoseek.NotFoundError)(nil); !errors.As(err, &missing) {
			break
		}
	}
	return infoseek.Page{}, err
}

// form checks what needs no solving.
func (c *checking) form(context.Context) error {
	info := c.s.pages.Info()
	if err := c.compare("corpus", c.q.Corpus, infoseek.CorpusRef{Hash: info.Hash, Entities: info.Entities}); err != nil {
		return err
	}
	if err := c.compare("hops", c.q.Hops, c.q.Tree.Hops()); err != nil {
		return err
	}
	told := make([]bool, len(c.q.Tree.Vertices))
	for i, clause := range c.q.Clauses {
		field := fmt.Sprintf("clauses[%d]", i)
		if !spans(c.q.Question, clause.Start, clause.End) {
			c.differ(field, fmt.Sprintf("bytes %d..%d", clause.Start, clause.End), fmt.Sprintf("a question of %d bytes", len(c.q.Question)))
		}
		for _, e := range clause.Edges {
			if e < 1 || e >= len(told) {
				c.differ(field+".edges", fmt.Sprint(e), fmt.Sprintf("edges 1..%d", len(told)-1))
				continue
			}
			told[e] = true
		}
	}
	for e := 1; e < len(told); e++ {
		if !told[e] {
			c.differ("clauses", "", fmt.Sprintf("a clause that tells edge %d", e))
		}
	}
	return nil
}

// spans says whether start..end is a part of s that cuts no character.
func spans(s string, start, end int) bool {
	if start < 0 || end <= start || end > len(s) {
		return false
	}
	return utf8.RuneStart(s[start]) && (end == len(s) || utf8.RuneStart(s[end]))
}

// evidence hashes the bytes that each claim points to.
func (c *checking) evidence(ctx context.Context) error {
	for i, e := range c.q.Tree.Edges {
		field := fmt.Sprintf("tree.edges[%d].evidence", i)
		n, err := c.s.pages.ByID(ctx, e.Evidence.Page)
		if missing := (*infoseek.NotFoundError)(nil); errors.As(err, &missing) {
			c.differ(field+".page", e.Evidence.Page, "")
			continue
		}
		if err != nil {
			return err
		}
		page, err := c.s.pages.Page(ctx, n)
		if err != nil {
			return err
		}
		computed := e.Evidence
		computed.Revision = page.Revision
		if computed.SHA256, err = c.hash(ctx, page, e.Evidence); err != nil {
			return err
		}
		if err := c.compare(field, e.Evidence, computed); err != nil {
			return err
		}
	}
	return nil
}

// hash returns "" for a span outside the page.
func (c *checking) hash(ctx context.Context, p infoseek.Page, e infoseek.Evidence) (string, error) {
	if e.Start < 0 || e.End <= e.Start || e.End > p.Length {
		return "", nil
	}
	text, err := c.s.pages.Text(ctx, p.Num, infoseek.Span{Start: e.Start, End: e.End})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:]), nil
}

func (c *checking) certificate(ctx context.Context) error {
	if err := Validate(c.q.Tree); err != nil { // two titles may be one page here
		c.differ("tree", "", err.Error())
		return nil
	}
	computed, err := c.s.Certify(ctx, c.q.Tree)
	if err != nil {
		return err
	}
	c.Certificate = &computed
	stored := c.q.Certificate
	if !c.Same {
		return c.compare("certificate", promises(stored), promises(computed))
	}
	if computed.Exposed, err = c.exposed(ctx); err != nil {
		return err
	}
	if computed.OneShot, err = c.oneShot(ctx); err != nil {
		return err
	}
	return c.compare("certificate", stored, computed)
}

// promises is the part of a certificate that is worth comparing between corpora.
func promises(c infoseek.Certificate) map[string]any {
	return map[string]any{"unique": c.Unique, "minimal": c.Minimal, "grade": c.Grade, "determined": c.Determined}
}

func (c *checking) exposed(ctx context.Context) ([]infoseek.Exposed, error) {
	var fault error
	exposed := Exposures(c.q.Question, c.q.Tree, func(id string) []infoseek.Name {
		n, err := c.s.pages.ByID(ctx, id)
		if err != nil {
			fault = err
			return nil
		}
		names, err := c.s.pages.Names(ctx, n)
		if err != nil {
			fault = err
		}
		return names
	})
	return exposed, fault
}

// oneShot returns the ranks as stored where there is no searcher, or where a clause that does not lie in the question, told of already, leaves nothing to ask for.
func (c *checking) oneShot(ctx context.Context) (infoseek.OneShot, error) {
	stored := c.q.Certificate.OneShot
	if c.searcher == nil || slices.ContainsFunc(c.q.Clauses, func(k infoseek.Clause) bool { return !spans(c.q.Question, k.Start, k.End) }) {
		return stored, nil
	}
	retriever := c.searcher.Info().Retriever
	retriever.Unit, retriever.Depth = c.q.Retriever.Unit, c.q.Retriever.Depth // these the query asks for
	if err := c.compare("retriever", c.q.Retriever, retriever); err != nil {
		return stored, err
	}
	return ProbeOneShot(ctx, c.searcher, c.s.pages, c.q, c.q.Retriever.Depth, stored.Pair != nil)
}
