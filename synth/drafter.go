package synth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"infoseek"
	"infoseek/synth/claims"
)

// drafter turns a grown tree into a Draft: ids in order of depth first, claims in full, evidence with its hash.
type drafter struct {
	ctx   context.Context
	pages infoseek.Pages
	info  *pageCache
	d     Draft
}

func (r *drafter) draft(root *node, variant uint64) (Draft, error) {
	r.d = Draft{Variant: variant}
	err := r.add(root, -1)
	return r.d, err
}

func (r *drafter) add(n *node, parent int) error {
	id := len(r.d.Tree.Vertices)
	v := infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex}
	noun, person, shown := "", false, ""
	if n.offer != nil && !n.offer.entity() {
		v.Kind, v.Attribute = infoseek.AttributeVertex, n.offer.Attribute
	} else {
		p, err := r.info.page(r.ctx, n.page)
		if err != nil {
			return err
		}
		v.Entity, v.Page, v.Hidden = &p.Title, &p.ID, n.hidden()
		noun, person = claims.Noun(p), claims.IsPerson(p)
		if n.offer != nil {
			shown = n.offer.Claim.Shown
			if !n.offer.Forward {
				shown = n.offer.Claim.Name
			}
			if !n.hidden() {
				shown, err = r.info.called(r.ctx, p, shown)
			}
			if err != nil {
				return err
			}
		}
	}
	r.d.Tree.Vertices = append(r.d.Tree.Vertices, v)
	r.d.Pages = append(r.d.Pages, n.page)
	r.d.Nouns, r.d.Persons, r.d.Shown = append(r.d.Nouns, noun), append(r.d.Persons, person), append(r.d.Shown, shown)
	if n.offer != nil {
		if err := r.edge(n, parent, id); err != nil {
			return err
		}
	}
	for _, c := range n.children {
		if err := r.add(c, id); err != nil {
			return err
		}
	}
	return nil
}

func (r *drafter) edge(n *node, parent, id int) error {
	c := n.offer.Claim
	subject, err := r.info.page(r.ctx, c.Subject)
	if err != nil {
		return err
	}
	evidence, err := r.pages.Text(r.ctx, c.Subject, c.Evidence)
	if err != nil {
		return err
	}
	claim, err := r.statement(n)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(evidence))
	e := infoseek.Edge{Parent: parent, Child: id, Kind: infoseek.EdgeAttribute, Claim: claim, Evidence: infoseek.Evidence{
		Page: subject.ID, Revision: subject.Revision, Start: c.Evidence.Start, End: c.Evidence.End, SHA256: hex.EncodeToString(sum[:]),
	}}
	if n.offer.entity() {
		e.Kind = infoseek.EdgeRelated
	}
	r.d.Tree.Edges = append(r.d.Tree.Edges, e)
	r.d.Tellings = append(r.d.Tellings, Telling{Claim: c, Forward: n.offer.Forward})
	return nil
}

// statement tells the claim in full, with both names: "Joseph Haydn was born in Rohrau".
func (r *drafter) statement(n *node) (string, error) {
	c := n.offer.Claim
	subject, err := r.info.page(r.ctx, c.Subject)
	if err != nil {
		return "", err
	}
	name := claims.Base(subject.Title)
	switch c.Kind {
	case claims.ToYear:
		return fmt.Sprintf("%s %s %s", name, c.Phrase, yearWords(n.offer.Attribute)), nil
	case claims.ToNumber:
		s := fmt.Sprintf("%s %s %s", name, c.Phrase, numberWords(n.offer.Attribute))
		if c.Tail != "" {
			s += " " + c.Tail
		}
		return s, nil
	case claims.ToCategory:
		return fmt.Sprintf("%s belongs to the category “%s”", name, c.Shown), nil
	case claims.ToType:
		noun := claims.Noun(subject)
		return fmt.Sprintf("%s is %s %s", name, claims.Indefinite(noun), noun), nil
	}
	object, err := r.info.page(r.ctx, c.Object)
	if err != nil {
		return "", err
	}
	if c.Possessive {
		return fmt.Sprintf("%s’s %s %s", name, c.Phrase, claims.Base(object.Title)), nil
	}
	return fmt.Sprintf("%s %s %s", name, c.Phrase, claims.Base(object.Title)), nil
}
