package verify

import (
	"context"
	"fmt"
	"slices"

	"infoseek"
	"infoseek/hcsp"
)

// Mapping says how a question made elsewhere lies in a corpus.
type Mapping struct {
	V        int      `json:"v"`
	Question string   `json:"question"` // its id
	Vertices int      `json:"vertices"` // entities of its tree, 0 if it has none
	Missing  []string `json:"missing"`  // those that the corpus has no page of
	Edges    int      `json:"edges"`
	// Unstated names the claims that the corpus doesn't bear out: it relates their ends in no way, or the page doesn't state the attribute.
	Unstated []string `json:"unstated"`
	// Problem is why there is no certificate, "" if there is one.
	Problem string `json:"problem"`
}

// Mapper brings questions made elsewhere onto a corpus. It isn't safe for concurrent use.
type Mapper struct {
	Pages    infoseek.Pages
	Searcher infoseek.Searcher // nil leaves ranks out
	Solver   *hcsp.Solver
	Depth    int // of the ranks
}

// Map finds the pages of a question's tree and, if all are there and every claim is borne out, computes its certificate. Nothing is guessed: what isn't found is named in the mapping, and the question comes back without its tree.
func (m *Mapper) Map(ctx context.Context, q infoseek.Question) (infoseek.Question, Mapping, error) {
	x := &mapping{Mapper: m, q: q, Mapping: Mapping{V: infoseek.FormatVersion, Question: q.ID, Missing: []string{}, Unstated: []string{}}}
	info := m.Pages.Info()
	x.q.Corpus = infoseek.CorpusRef{Hash: info.Hash, Entities: info.Entities}
	x.q.Tree.Vertices, x.q.Tree.Edges = slices.Clone(q.Tree.Vertices), slices.Clone(q.Tree.Edges)
	for _, step := range []func(context.Context) error{x.find, x.state, x.certify} {
		if err := step(ctx); err != nil {
			return q, x.Mapping, fmt.Errorf("verify: question %q: %w", q.ID, err)
		}
		if x.Problem != "" {
			x.q.Tree, x.q.Certificate, x.q.Hops = infoseek.Tree{}, infoseek.Certificate{}, 0
			break
		}
	}
	return x.q, x.Mapping, nil
}

// mapping is one question on its way.
type mapping struct {
	*Mapper
	Mapping
	q     infoseek.Question
	pages []infoseek.PageNum // by vertex; of attributes 0
}

// find looks for the page of each entity.
func (x *mapping) find(ctx context.Context) error {
	if len(x.q.Tree.Edges) == 0 {
		x.Problem = "no tree"
		return nil
	}
	x.pages = make([]infoseek.PageNum, len(x.q.Tree.Vertices))
	for i := range x.q.Tree.Vertices {
		v := &x.q.Tree.Vertices[i]
		if v.Kind != infoseek.EntityVertex {
			continue
		}
		x.Vertices++
		page, err := entity(ctx, x.Pages, x.titles(i)...)
		switch {
		case err != nil:
			return err
		case page == nil:
			x.Missing = append(x.Missing, *v.Entity)
			continue
		}
		x.pages[i], v.Page, v.Entity = page.Num, &page.ID, &page.Title
	}
	if len(x.Missing) > 0 {
		x.Problem = "an entity is not in the corpus"
	}
	return nil
}

// titles are what a vertex may be called: its name and, of the root, the answer's other names.
func (x *mapping) titles(vertex int) []string {
	all := named(*x.q.Tree.Vertices[vertex].Entity)
	if vertex == 0 {
		for _, alias := range x.q.Aliases {
			all = append(all, named(alias)...)
		}
	}
	return all
}

// state asks whether the corpus bears every claim out.
func (x *mapping) state(ctx context.Context) error {
	for _, e := range x.q.Tree.Edges {
		x.Edges++
		stated, err := x.stated(ctx, e)
		if err != nil {
			return err
		}
		if !stated {
			x.Unstated = append(x.Unstated, e.Claim)
		}
	}
	if len(x.Unstated) > 0 {
		x.Problem = "the corpus does not bear a claim out"
	}
	return nil
}

func (x *mapping) stated(ctx context.Context, e infoseek.Edge) (bool, error) {
	if e.Kind == infoseek.EdgeRelated {
		near, err := x.Pages.Related(ctx, x.pages[e.Parent])
		if err != nil {
			return false, err
		}
		_, in := slices.BinarySearch(near, x.pages[e.Child])
		return in, nil
	}
	page, err := x.Pages.Page(ctx, x.pages[e.Parent])
	if err != nil {
		return false, err
	}
	v := &x.q.Tree.Vertices[e.Child]
	for _, a := range readings(*v.Attribute, page) {
		set, err := x.Pages.Attribute(ctx, a)
		if err != nil {
			return false, err
		}
		if _, in := slices.BinarySearch(set, x.pages[e.Parent]); in {
			v.Attribute = &a
			return true, nil
		}
	}
	return false, nil
}

// certify computes the certificate, with what the question's text shows and the rank that the question as a query gives.
func (x *mapping) certify(ctx context.Context) error {
	if err := hcsp.Validate(x.q.Tree); err != nil {
		x.Problem = err.Error()
		return nil
	}
	cert, err := x.Solver.Certify(ctx, x.q.Tree)
	if err != nil {
		return err
	}
	if cert.Exposed, err = x.exposed(ctx); err != nil {
		return err
	}
	x.q.Certificate, x.q.Hops = cert, x.q.Tree.Hops()
	if x.Searcher == nil {
		return nil
	}
	x.q.Retriever = x.Searcher.Info().Retriever
	x.q.Retriever.Unit, x.q.Retriever.Depth = infoseek.UnitPage, x.Depth
	x.q.Certificate.OneShot, err = hcsp.ProbeOneShot(ctx, x.Searcher, x.Pages, x.q, x.Depth, false)
	return err
}

func (x *mapping) exposed(ctx context.Context) ([]infoseek.Exposed, error) {
	names := map[string][]infoseek.Name{}
	for i, v := range x.q.Tree.Vertices {
		if v.Page == nil {
			continue
		}
		of, err := x.Pages.Names(ctx, x.pages[i])
		if err != nil {
			return nil, err
		}
		names[*v.Page] = of
	}
	return hcsp.Exposures(x.q.Question, x.q.Tree, func(id string) []infoseek.Name { return names[id] }), nil
}
