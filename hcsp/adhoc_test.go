package hcsp_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
	"slices"

	"infoseek"
	"infoseek/corpus"
	"infoseek/hcsp"
)

func TestAdhoc(t *testing.T) {
	ctx := context.Background()
	c, err := corpus.Open("/tmp/hcsp.corpus")
	if err != nil { t.Fatal(err) }
	s := hcsp.NewSolver(c)
	r := rand.New(rand.NewPCG(1, 2))
	var tries, adds int
	var tryTime, leafTime, certTime time.Duration
	certs, unique, minimal, joint := 0, 0, 0, 0
	var worst time.Duration
	steps := 0
	for q := 0; q < 300; q++ {
		root := infoseek.PageNum(r.IntN(c.Info().Pages))
		pg, _ := c.Page(ctx, root)
		if !pg.Entity { continue }
		near, _ := c.Related(ctx, root)
		if len(near) < 20 || len(near) > 250 { continue }
		n := hcsp.NewNetwork(s, root)
		tree := infoseek.Tree{}
		pages := []infoseek.PageNum{root}
		addv := func(p infoseek.PageNum, parent int) {
			pp, _ := c.Page(ctx, p)
			id := len(tree.Vertices)
			tree.Vertices = append(tree.Vertices, infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex, Entity: &pp.Title, Page: &pp.ID})
			if id > 0 {
				tree.Vertices[parent].Hidden = true
				tree.Edges = append(tree.Edges, infoseek.Edge{Parent: parent, Child: id, Kind: infoseek.EdgeRelated})
			}
		}
		addv(root, -1)
		// plan: two children of root then best leaves under each
		plan := []int{0, 0, 1, 1, 2, 2, 0}
		for _, parent := range plan {
			if parent >= len(pages) { break }
			near, _ := c.Related(ctx, pages[parent])
			best, bestCount := hcsp.Leaf{}, 1<<30
			var bestPage infoseek.PageNum
			sample := near
			if len(sample) > 60 { sample = slices.Clone(near); r.Shuffle(len(sample), func(i, j int){sample[i],sample[j]=sample[j],sample[i]}); sample = sample[:60] }
			for _, p := range sample {
				t0 := time.Now()
				leaf, err := s.EntityLeaf(ctx, p)
				leafTime += time.Since(t0)
				if err != nil { t.Fatal(err) }
				if len(leaf.Set()) > 300 && len(pages) < 3 { continue }
				t0 = time.Now()
				trial, err := n.TryAdd(ctx, parent, leaf)
				d := time.Since(t0)
				tryTime += d
				if d > worst { worst = d }
				if err != nil { continue }
				tries++
				if trial.Root >= 1 && trial.Root < bestCount { best, bestCount, bestPage = leaf, trial.Root, p }
			}
			if bestCount == 1<<30 { break }
			if _, err := n.Add(ctx, parent, best); err != nil { t.Fatal(err) }
			adds++
			pages = append(pages, bestPage)
			addv(bestPage, parent)
			if bestCount == 1 && len(pages) >= 6 { break }
		}
		if len(tree.Edges) < 3 { continue }
		t0 := time.Now()
		cert, err := s.Certify(ctx, tree)
		certTime += time.Since(t0)
		if err != nil { t.Fatal(err) }
		certs++
		if cert.Unique { unique++ 
		if cert.Minimal { minimal++ 
		if cert.Determined != infoseek.DeterminedNone { joint++ } } }
		steps += len(tree.Edges)
		if q < 12 { fmt.Printf("%+v\n", cert) }
	}
	fmt.Printf("tries %d: %v each, worst %v; leaf %v; certify %d: %v each; unique %d minimal %d joint %d; edges %.1f\n", tries, tryTime/time.Duration(tries), worst, leafTime/time.Duration(tries), certs, certTime/time.Duration(certs), unique, minimal, joint, float64(steps)/float64(certs))
}
