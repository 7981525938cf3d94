package dataset

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"

	"infoseek"
	"infoseek/internal/jsonl"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// UnmarshalJSONFrom reads a node as people write them: ids may be numbers, null stands for an attribute's entity and for empty lists.
func (n *Node) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	var in struct {
		ID       jsontext.Value `json:"id"`
		Entity   *string        `json:"entity"`
		Question string         `json:"question"`
		Href     string         `json:"href"`
		Claims   []struct {
			Target jsontext.Value `json:"target_id"`
			Claim  string         `json:"claim"`
		} `json:"claims"`
		Children []Node `json:"children"`
	}
	if err := json.UnmarshalDecode(d, &in); err != nil {
		return err
	}
	*n = Node{ID: idText(in.ID), Entity: noEntity, Question: in.Question, Href: in.Href, Claims: []NodeClaim{}, Children: []Node{}}
	if in.Entity != nil && *in.Entity != "" {
		n.Entity = *in.Entity
	}
	for _, c := range in.Claims {
		n.Claims = append(n.Claims, NodeClaim{idText(c.Target), c.Claim})
	}
	n.Children = append(n.Children, in.Children...)
	return nil
}

// idText is a string's text, and any other value as it is written.
func idText(v jsontext.Value) string {
	var s string
	if v.Kind() == '"' && json.Unmarshal(v, &s) == nil {
		return s
	}
	return string(v)
}

// ReadLayouts ranges over a file of records in the layout of the public data set, one a line. Each can be turned into a question, or it is an error. It stops at the first, which names file
// and line.
func ReadLayouts(path string) iter.Seq2[Layout, error] {
	return jsonl.ReadFile(path, jsonl.Options{}, checkLayout)
}

func checkLayout(l Layout) error {
	_, err := l.Tree()
	return err
}

// Tree returns the tree of the root. The layout knows neither evidence nor page ids, so edges and vertices have none, and of an attribute only its claim, which becomes a phrase. A claim without a
// child of its own, as the public data have them too, is an attribute.
func (l Layout) Tree() (infoseek.Tree, error) {
	if l.Root.Entity == "" || l.Root.Entity == noEntity {
		return infoseek.Tree{}, errors.New("the root has no entity")
	}
	flat, err := flatten(l.Root)
	if err != nil {
		return infoseek.Tree{}, err
	}
	var t infoseek.Tree
	number := map[*placed]int{}
	for i, p := range flat {
		number[p] = i
		t.Vertices = append(t.Vertices, p.vertex(i))
		if i > 0 {
			t.Edges = append(t.Edges, infoseek.Edge{Parent: number[p.parent], Child: i, Kind: p.edgeKind(), Claim: p.claim})
		}
	}
	return t, nil
}

// placed is a node on its way to a vertex.
type placed struct {
	id     string
	entity string
	parent *placed
	claim  string
	leaf   bool
}

func (p *placed) vertex(id int) infoseek.Vertex {
	if p.entity == noEntity {
		a := infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: p.claim}
		return infoseek.Vertex{ID: id, Kind: infoseek.AttributeVertex, Attribute: &a}
	}
	return infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex, Entity: &p.entity, Hidden: !p.leaf}
}

func (p *placed) edgeKind() infoseek.EdgeKind {
	if p.entity == noEntity {
		return infoseek.EdgeAttribute
	}
	return infoseek.EdgeRelated
}

// flatten lists the nodes, parents first, in the order of their ids where these allow it (which gives our own exports their numbers back), else in the order of the file.
func flatten(root Node) ([]*placed, error) {
	f := flattener{seen: map[string]bool{}}
	if err := f.visit(root, nil, ""); err != nil {
		return nil, err
	}
	return inOrder(f.flat), nil
}

type flattener struct {
	flat []*placed
	seen map[string]bool
}

func (f *flattener) visit(n Node, parent *placed, claim string) error {
	if n.ID == "" || f.seen[n.ID] {
		return fmt.Errorf("node %q: its id is empty or taken", n.ID)
	}
	f.seen[n.ID] = true
	p := &placed{n.ID, n.Entity, parent, claim, len(n.Children) == 0 && len(n.Claims) == 0}
	if n.Entity == noEntity && !p.leaf {
		return fmt.Errorf("node %q: an attribute with claims or children", n.ID)
	}
	f.flat = append(f.flat, p)
	return f.below(n, p)
}

// below visits the children of n, each with the first claim about it; the claims left over are attributes.
func (f *flattener) below(n Node, p *placed) error {
	about := map[string]int{}
	for i, c := range slices.Backward(n.Claims) {
		about[c.Target] = i
	}
	used := make([]bool, len(n.Claims))
	for _, child := range n.Children {
		i, ok := about[child.ID]
		if !ok {
			return fmt.Errorf("node %q: no claim about its child %q", n.ID, child.ID)
		}
		used[i] = true
		if err := f.visit(child, p, n.Claims[i].Claim); err != nil {
			return err
		}
	}
	for i, c := range n.Claims {
		if !used[i] {
			f.flat = append(f.flat, &placed{"", noEntity, p, c.Claim, true})
		}
	}
	return nil
}

// inOrder sorts by id if all have one and that puts every parent before its children.
func inOrder(flat []*placed) []*placed {
	sorted := slices.Clone(flat)
	slices.SortStableFunc(sorted, func(a, b *placed) int { return cmp.Or(cmp.Compare(len(a.id), len(b.id)), cmp.Compare(a.id, b.id)) })
	before := map[*placed]bool{nil: true}
	for _, p := range sorted {
		if p.id == "" || !before[p.parent] {
			return flat
		}
		before[p] = true
	}
	return sorted
}

// Question returns the record as a question without a certificate: it has to be recomputed over a corpus that has the pages. Its id is the record's, or else name.
func (l Layout) Question(name string) (infoseek.Question, error) {
	t, err := l.Tree()
	if err != nil {
		return infoseek.Question{}, err
	}
	return infoseek.Question{
		V: infoseek.FormatVersion, ID: cmp.Or(l.ID, name), Run: l.Run, Question: l.Root.Question,
		Answer: cmp.Or(l.Answer, baseTitle(l.Root.Entity)), Aliases: l.Aliases, Tree: t, Hops: t.Hops(),
	}, nil
}
