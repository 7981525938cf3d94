package hcsp

import (
	"context"
	"fmt"
	"math"
	"slices"

	"infoseek"
)

// maxVertices bounds the trees that are certified: claims are counted in 64 bits, and finding the fewest pages that cover them takes time exponential in their number.
const maxVertices = 32

// alternativesShown is how many other answers a certificate names for each edge.
const alternativesShown = 3

// Certify computes the certificate of t over the corpus: all of it but Exposed and OneShot, which are about the question's wording.
func (s *Solver) Certify(ctx context.Context, t infoseek.Tree) (infoseek.Certificate, error) {
	if len(t.Vertices) > maxVertices {
		return infoseek.Certificate{}, fmt.Errorf("hcsp: tree of %d vertices: at most %d can be certified", len(t.Vertices), maxVertices)
	}
	n, err := s.whole(ctx, t)
	if err != nil {
		return infoseek.Certificate{}, err
	}
	c := infoseek.Certificate{Unique: n.unique(), Exposed: []infoseek.Exposed{}, Alternatives: []infoseek.Alternative{}, NameRecall: s.pages.Info().NameRecall}
	for _, step := range []func(context.Context, *infoseek.Certificate) error{n.certifyVertices, n.certifyEdges, n.certifyGrade} {
		if err := step(ctx, &c); err != nil {
			return infoseek.Certificate{}, err
		}
	}
	c.Cover, err = n.cover(ctx)
	return c, err
}

func (n *Network) unique() bool {
	return len(n.nodes[0].up) == 1 && n.nodes[0].up[0] == n.nodes[0].page
}

// certifyVertices counts candidates and says how far they determine the hidden vertices.
func (n *Network) certifyVertices(ctx context.Context, c *infoseek.Certificate) error {
	both, err := n.Both(ctx)
	if err != nil {
		return err
	}
	own, joint := true, true
	for v := range n.nodes {
		nd := &n.nodes[v]
		if !nd.entity {
			continue
		}
		up := n.Up(v)
		c.Vertices = append(c.Vertices, infoseek.VertexCert{ID: v, Up: len(up), Both: len(both[v])})
		own = own && slices.Equal(up, nd.self)
		joint = joint && slices.Equal(both[v], nd.self)
	}
	switch {
	case own && joint:
		c.Determined = infoseek.DeterminedOwn
	case joint:
		c.Determined = infoseek.DeterminedJoint
	default:
		c.Determined = infoseek.DeterminedNone
	}
	return nil
}

// certifyEdges drops each edge in turn. Minimal needs an alternative for each; as dropping more only widens, an edge with edges below it has one if they have.
func (n *Network) certifyEdges(ctx context.Context, c *infoseek.Certificate) error {
	c.Minimal, c.Selectivity = true, math.MaxInt
	for child := 1; child < len(n.nodes); child++ {
		alone := len(n.Alone(child))
		if n.nodes[child].parent == 0 {
			c.Selectivity = min(c.Selectivity, alone)
		}
		if err := n.drop(ctx, child); err != nil {
			return err
		}
		roots, err := n.roots(ctx)
		if err != nil {
			return err
		}
		c.Edges = append(c.Edges, infoseek.EdgeCert{Child: child, Alone: alone, Without: len(roots)})
		others, err := n.alternatives(ctx, alternativesShown)
		if err != nil {
			return err
		}
		if len(others) == 0 {
			c.Minimal = false
			continue
		}
		titles, err := n.titles(ctx, others)
		if err != nil {
			return err
		}
		c.Alternatives = append(c.Alternatives, infoseek.Alternative{Child: child, Pages: titles})
	}
	return nil
}

func (n *Network) titles(ctx context.Context, pages []infoseek.PageNum) ([]string, error) {
	titles := make([]string, len(pages))
	for i, p := range pages {
		page, err := n.s.pages.Page(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("hcsp: page %d: %w", p, err)
		}
		titles[i] = page.Title
	}
	return titles, nil
}

// certifyGrade asks whether the answer is unique without the phrases too.
func (n *Network) certifyGrade(ctx context.Context, c *infoseek.Certificate) error {
	var phrases []int
	for v := range n.nodes {
		if n.nodes[v].phrase {
			phrases = append(phrases, v)
		}
	}
	c.Grade = infoseek.Relational
	if len(phrases) == 0 {
		return nil
	}
	if err := n.drop(ctx, phrases...); err != nil {
		return err
	}
	roots, err := n.roots(ctx)
	if err != nil {
		return err
	}
	if !slices.Equal(roots, n.nodes[0].self) {
		c.Grade = infoseek.Lexical
	}
	return nil
}
