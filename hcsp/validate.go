package hcsp

import (
	"errors"
	"fmt"
	"math"

	"infoseek"
)

// Validate says what is wrong with the form of a tree. It looks at the tree alone: whether its pages exist, and whether its claims hold, takes a corpus.
func Validate(t infoseek.Tree) error {
	if len(t.Vertices) < 2 {
		return fmt.Errorf("hcsp: tree of %d vertices: a question needs a root and a clue", len(t.Vertices))
	}
	if len(t.Edges) != len(t.Vertices)-1 {
		return fmt.Errorf("hcsp: tree of %d vertices with %d edges", len(t.Vertices), len(t.Edges))
	}
	inner := make([]bool, len(t.Vertices))
	for i, e := range t.Edges {
		if err := validateEdge(t, i); err != nil {
			return fmt.Errorf("hcsp: edge to vertex %d: %w", i+1, err)
		}
		inner[e.Parent] = true
	}
	pages := map[string]int{}
	for i, v := range t.Vertices {
		if err := validateVertex(v, i, inner[i]); err != nil {
			return fmt.Errorf("hcsp: vertex %d: %w", i, err)
		}
		if v.Page == nil {
			continue
		}
		if j, twice := pages[*v.Page]; twice {
			return fmt.Errorf("hcsp: vertex %d: page %q is vertex %d already", i, *v.Page, j)
		}
		pages[*v.Page] = i
	}
	return nil
}

func validateEdge(t infoseek.Tree, i int) error {
	e := t.Edges[i]
	if e.Child != i+1 {
		return fmt.Errorf("out of order: it names vertex %d", e.Child)
	}
	if e.Parent < 0 || e.Parent >= e.Child {
		return fmt.Errorf("parent %d is not before it", e.Parent)
	}
	if t.Vertices[e.Parent].Kind != infoseek.EntityVertex {
		return fmt.Errorf("parent %d is no entity", e.Parent)
	}
	want := infoseek.EdgeRelated
	if t.Vertices[e.Child].Kind == infoseek.AttributeVertex {
		want = infoseek.EdgeAttribute
	}
	if e.Kind != want {
		return fmt.Errorf("kind %q where the child asks for %q", e.Kind, want)
	}
	if ev := e.Evidence; ev.Start < 0 || ev.End < ev.Start {
		return fmt.Errorf("evidence at bytes %d..%d", ev.Start, ev.End)
	}
	return nil
}

func validateVertex(v infoseek.Vertex, i int, inner bool) error {
	if v.ID != i {
		return fmt.Errorf("has id %d", v.ID)
	}
	switch v.Kind {
	case infoseek.EntityVertex:
		if v.Entity == nil || *v.Entity == "" || v.Page == nil || *v.Page == "" {
			return errors.New("an entity needs a title and a page")
		}
		if v.Attribute != nil {
			return errors.New("an entity with an attribute")
		}
		if v.Hidden != inner {
			return fmt.Errorf("hidden is %t: it must be true for exactly the entities with children", v.Hidden)
		}
		return nil
	case infoseek.AttributeVertex:
		if v.Entity != nil || v.Page != nil || v.Hidden {
			return errors.New("an attribute with an entity, a page or hidden")
		}
		if v.Attribute == nil {
			return errors.New("no attribute")
		}
		return ValidateAttribute(*v.Attribute)
	}
	return fmt.Errorf("kind %q", v.Kind)
}

// ValidateAttribute says what is wrong with the form of an attribute. The value of a year or number is for readers only.
func ValidateAttribute(a infoseek.Attribute) error {
	switch a.Kind {
	case infoseek.AttrCategory, infoseek.AttrType, infoseek.AttrPhrase:
		if a.Value == "" {
			return fmt.Errorf("%s without value", a.Kind)
		}
		if a.Low != nil || a.High != nil || a.Unit != "" {
			return fmt.Errorf("%s with bounds or unit", a)
		}
		if _, ok := infoseek.TypeByName(a.Value); a.Kind == infoseek.AttrType && !ok {
			return fmt.Errorf("%s is no type", a)
		}
		return nil
	case infoseek.AttrYear, infoseek.AttrNumber:
		return validateBounds(a)
	}
	return fmt.Errorf("attribute of kind %q", a.Kind)
}

func validateBounds(a infoseek.Attribute) error {
	if a.Low == nil && a.High == nil {
		return fmt.Errorf("%s without bounds", a.Kind)
	}
	if a.Kind == infoseek.AttrYear && a.Unit != "" {
		return fmt.Errorf("%s has a unit", a)
	}
	for _, b := range []*float64{a.Low, a.High} {
		if b == nil {
			continue
		}
		if math.IsNaN(*b) || math.IsInf(*b, 0) {
			return fmt.Errorf("%s: a bound that is no number", a)
		}
		if a.Kind == infoseek.AttrYear && *b != math.Trunc(*b) {
			return fmt.Errorf("%s: a year is a whole number", a)
		}
	}
	if a.Low != nil && a.High != nil && *a.Low > *a.High {
		return fmt.Errorf("%s: bounds the wrong way round", a)
	}
	return nil
}
