package main

import (
	"strings"
	"testing"

	"infoseek"
)

func question(text, answer string, named ...string) infoseek.Question {
	vertex := func(id int, title string) infoseek.Vertex {
		page := "p-" + title
		return infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex, Entity: &title, Page: &page, Hidden: id == 0}
	}
	q := infoseek.Question{Question: text, Tree: infoseek.Tree{Vertices: []infoseek.Vertex{vertex(0, answer)}}}
	for i, n := range named {
		q.Tree.Vertices = append(q.Tree.Vertices, vertex(i+1, n))
		q.Tree.Edges = append(q.Tree.Edges, infoseek.Edge{Parent: 0, Child: i + 1})
	}
	return q
}

func TestCompose(t *testing.T) {
	questions := []infoseek.Question{
		question("Which surveyor mapped Orum and Dun?", "Ida", "Orum (lake)", "Dun"),
		question("Which lake does Ida know, in Vesland?", "Orum (lake)", "Ida", "Vesland"),
		question("Which lake is by Hollby, in Vesland?", "Orum (lake)", "Hollby", "Vesland"),
	}
	c, ok := compose(questions, 5)
	if !ok || len(c.tree.Vertices) != 5 || len(c.tree.Edges) != 4 || !c.tree.Vertices[1].Hidden {
		t.Fatalf("%v %+v", ok, c.tree)
	}
	for i, e := range c.tree.Edges {
		if e.Child != i+1 || c.tree.Vertices[i+1].ID != i+1 || e.Parent >= e.Child {
			t.Errorf("edge %d: %+v", i, e)
		}
	}
	if e := c.tree.Edges[3]; e.Parent != 1 || *c.tree.Vertices[4].Entity != "Vesland" {
		t.Errorf("%+v", e)
	}
	if text := c.text(); strings.Contains(text, "Orum") || !strings.Contains(text, "mapped the answer to question 2 and Dun") || !strings.Contains(text, "by Hollby") {
		t.Error(text)
	}
	if _, ok := compose(questions, 9); ok {
		t.Error("nine vertices out of five")
	}
}
