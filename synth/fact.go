package synth

import (
	"strings"

	"infoseek/synth/claims"
)

// Fact is an edge as a Writer tells it: "<Subject> <Phrase> <Object>", or of a Possessive one "<Subject>'s <Phrase> <Object>".
type Fact struct {
	Subject int // vertex id
	Phrase  string
	// Object is the vertex id of a hidden object, -1 if Constant is told in its place; a subject that is a named leaf is told by Constant too.
	Object int
	// Constant is what must be shown as it is: the name of a leaf, a range of years or numbers, a category, the noun for a type. It is "" between hidden vertices.
	Constant string
	// Named is set where the subject is the leaf that Constant names.
	Named      bool
	Possessive bool
}

// Fact returns the edge that leads to vertex child.
func (d *Draft) Fact(child int) Fact {
	t, parent := d.Tellings[child-1], d.Tree.Edges[child-1].Parent
	v := d.Tree.Vertices[child]
	f := Fact{Subject: parent, Phrase: t.Claim.Phrase, Object: -1, Possessive: t.Claim.Possessive}
	switch t.Claim.Kind {
	case claims.ToYear:
		f.Constant = yearWords(v.Attribute)
	case claims.ToNumber:
		f.Constant = strings.TrimSpace(numberWords(v.Attribute) + " " + t.Claim.Tail)
	case claims.ToCategory:
		f.Phrase, f.Constant = "belongs to the category", "“"+t.Claim.Shown+"”"
	case claims.ToType:
		noun := d.Nouns[parent]
		f.Phrase, f.Constant = "is "+claims.Indefinite(noun), noun
	default:
		return d.relation(f, parent, child, t.Forward)
	}
	return f
}

// relation fills in the ends of a fact between entities.
func (d *Draft) relation(f Fact, parent, child int, forward bool) Fact {
	hidden := d.Tree.Vertices[child].Hidden
	switch {
	case forward && hidden:
		f.Object = child
	case forward:
		f.Constant = d.Shown[child]
	case hidden:
		f.Subject, f.Object = child, parent
	default:
		f.Subject, f.Object, f.Constant, f.Named = child, parent, d.Shown[child], true
	}
	return f
}
