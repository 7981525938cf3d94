package dataset

import (
	"fmt"
	"iter"
	"unicode/utf8"

	"infoseek"
	"infoseek/internal/jsonl"
)

// Question is a question that survives rewriting with members this program doesn't know.
type Question = jsonl.Kept[infoseek.Question]

// ReadQuestions ranges over a file of questions as a run has them. Trees are well formed and spans lie within the question, or it is an error. It stops at the first, which names file and line.
func ReadQuestions(path string) iter.Seq2[Question, error] {
	return jsonl.ReadFile(path, jsonl.Options{}, checkQuestion)
}

func checkQuestion(k Question) error {
	q := k.Value
	if q.V != infoseek.FormatVersion {
		return fmt.Errorf("question %q: format version %d, this program reads %d", q.ID, q.V, infoseek.FormatVersion)
	}
	if err := checkTree(q.Tree); err != nil {
		return fmt.Errorf("question %q: %w", q.ID, err)
	}
	for i, c := range q.Clauses {
		if err := checkClause(c, q); err != nil {
			return fmt.Errorf("question %q: clause %d: %w", q.ID, i, err)
		}
	}
	return nil
}

func checkClause(c infoseek.Clause, q infoseek.Question) error {
	if c.Start < 0 || c.End < c.Start || c.End > len(q.Question) {
		return fmt.Errorf("bytes %d to %d of a question of %d bytes", c.Start, c.End, len(q.Question))
	}
	for _, i := range []int{c.Start, c.End} {
		if i < len(q.Question) && !utf8.RuneStart(q.Question[i]) {
			return fmt.Errorf("byte %d is within a character", i)
		}
	}
	for _, child := range c.Edges {
		if child < 1 || child >= len(q.Tree.Vertices) {
			return fmt.Errorf("edge %d of a tree of %d vertices", child, len(q.Tree.Vertices))
		}
	}
	return nil
}

// checkTree demands what the types promise: ids in order, edge i to vertex i+1 from a smaller one, an attribute for each attribute vertex.
func checkTree(t infoseek.Tree) error {
	if len(t.Vertices) == 0 {
		return fmt.Errorf("a tree without vertices")
	}
	if len(t.Edges) != len(t.Vertices)-1 {
		return fmt.Errorf("a tree of %d vertices and %d edges", len(t.Vertices), len(t.Edges))
	}
	for i, v := range t.Vertices {
		switch {
		case v.ID != i:
			return fmt.Errorf("vertex %d has id %d", i, v.ID)
		case v.Kind == infoseek.EntityVertex && v.Entity == nil:
			return fmt.Errorf("vertex %d: an entity without a title", i)
		case v.Kind == infoseek.AttributeVertex && v.Attribute == nil:
			return fmt.Errorf("vertex %d: an attribute vertex without an attribute", i)
		case v.Kind != infoseek.EntityVertex && v.Kind != infoseek.AttributeVertex:
			return fmt.Errorf("vertex %d: kind %q", i, v.Kind)
		}
	}
	for i, e := range t.Edges {
		if e.Child != i+1 || e.Parent < 0 || e.Parent >= e.Child {
			return fmt.Errorf("edge %d leads from vertex %d to %d", i, e.Parent, e.Child)
		}
		if t.Vertices[e.Parent].Kind != infoseek.EntityVertex {
			return fmt.Errorf("edge %d starts at an attribute", i)
		}
	}
	return nil
}
