package main

import (
	"fmt"
	"slices"
	"strings"

	"infoseek"
)

// composed is a question of many vertices: an entity that one question names is told by another question that it is the answer to, and so on. Since each of them has one answer, so has the whole.
type composed struct {
	tree  infoseek.Tree
	parts []infoseek.Question
	texts []string
	used  map[string]bool // page ids
}

// compose makes the first question of at least so many vertices that those given can be put together to; false if there is none.
func compose(questions []infoseek.Question, vertices int) (composed, bool) {
	answers := map[string][]infoseek.Question{}
	for _, q := range questions {
		page := *q.Tree.Vertices[0].Page
		answers[page] = append(answers[page], q)
	}
	for _, q := range questions {
		c := composed{used: map[string]bool{}}
		c.begin(q)
		for v := 0; v < len(c.tree.Vertices) && len(c.tree.Vertices) < vertices; v++ {
			c.hide(v, answers)
		}
		if len(c.tree.Vertices) >= vertices {
			return c, true
		}
	}
	return composed{}, false
}

func pages(t infoseek.Tree) []string {
	var all []string
	for _, v := range t.Vertices {
		if v.Page != nil {
			all = append(all, *v.Page)
		}
	}
	return all
}

func (c *composed) begin(q infoseek.Question) {
	c.tree = infoseek.Tree{Vertices: slices.Clone(q.Tree.Vertices), Edges: slices.Clone(q.Tree.Edges)}
	c.take(q)
}

func (c *composed) take(q infoseek.Question) {
	c.parts, c.texts = append(c.parts, q), append(c.texts, q.Question)
	for _, p := range pages(q.Tree) {
		c.used[p] = true
	}
}

// hide tells the named entity v by a question that it is the answer to, if there is one that shares nothing else with the tree.
func (c *composed) hide(v int, answers map[string][]infoseek.Question) {
	at := c.tree.Vertices[v]
	if at.Page == nil || at.Hidden {
		return
	}
	for _, q := range answers[*at.Page] {
		if slices.ContainsFunc(pages(q.Tree)[1:], func(p string) bool { return c.used[p] }) {
			continue
		}
		shift := len(c.tree.Vertices) - 1
		renumber := func(id int) int {
			if id == 0 {
				return v
			}
			return id + shift
		}
		for _, below := range q.Tree.Vertices[1:] {
			below.ID = renumber(below.ID)
			c.tree.Vertices = append(c.tree.Vertices, below)
		}
		for _, e := range q.Tree.Edges {
			e.Parent, e.Child = renumber(e.Parent), renumber(e.Child)
			c.tree.Edges = append(c.tree.Edges, e)
		}
		c.tree.Vertices[v].Hidden = true
		name := fmt.Sprintf("the answer to question %d", len(c.parts)+1)
		for i := range c.texts {
			for _, as := range []string{"the " + bare(*at.Entity), bare(*at.Entity)} {
				c.texts[i] = strings.ReplaceAll(c.texts[i], as, name)
			}
		}
		c.take(q)
		return
	}
}

// bare is a title without its disambiguator.
func bare(title string) string {
	name, _, _ := strings.Cut(title, " (")
	return name
}

// text asks the first question, with the others that it hangs on.
func (c *composed) text() string {
	var b strings.Builder
	for i, t := range c.texts {
		fmt.Fprintf(&b, "Question %d: %s\n", i+1, t)
	}
	return b.String() + "What is the answer to question 1?"
}
