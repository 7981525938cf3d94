package report

import (
	"fmt"
	"strings"

	"infoseek"
)

// drawing is a tree laid out from left to right, in pixels: the root at the left, each vertex in the middle of its children's height.
type drawing struct {
	Width  int    `json:"w"`
	Height int    `json:"h"`
	Nodes  []node `json:"nodes"` // by vertex id
	Arcs   []arc  `json:"arcs"`  // by child
}

// node is the box of a vertex.
type node struct {
	X     int      `json:"x"` // of the middle of the left side
	Y     int      `json:"y"`
	W     int      `json:"w"`
	H     int      `json:"h"`
	Kind  nodeKind `json:"k"`
	Lines []string `json:"t"`
	Full  string   `json:"full"`
}

// arc is an edge with its claim, which is written at (X, Y) in short.
type arc struct {
	Child int      `json:"c"`
	Path  string   `json:"d"`
	X     int      `json:"x"`
	Y     int      `json:"y"`
	Lines []string `json:"t"`
}

type nodeKind string

const (
	rootNode      nodeKind = "root"
	hiddenNode    nodeKind = "hidden"
	namedNode     nodeKind = "named"
	attributeNode nodeKind = "attribute"
)

// Measures of the drawing in pixels, and of its text in characters of the font that page.css sets.
const (
	nodeWidth, nodeHeight   = 160, 40
	nodeChars               = 18
	attributeHeight         = 28
	arcWidth                = 200
	arcChars                = 25
	rowHeight               = 54
	drawingEdge             = 8
	claimLines, entityLines = 2, 2
)

// layout draws a tree. Vertices whose parent is not known hang from nothing and are drawn in the first column.
func layout(t infoseek.Tree) drawing {
	l := &layouter{tree: t, children: make([][]int, len(t.Vertices)), d: drawing{Nodes: make([]node, len(t.Vertices)), Arcs: []arc{}}}
	hasParent := make([]bool, len(t.Vertices))
	for i, e := range t.Edges {
		if e.Parent >= 0 && e.Parent < e.Child && e.Child < len(t.Vertices) && !hasParent[e.Child] {
			hasParent[e.Child] = true
			l.children[e.Parent] = append(l.children[e.Parent], i)
		}
	}
	for id := range t.Vertices {
		if !hasParent[id] {
			l.place(id, 0)
		}
	}
	l.d.Width += drawingEdge
	l.d.Height = l.row*rowHeight + drawingEdge
	return l.d
}

type layouter struct {
	tree     infoseek.Tree
	children [][]int // edge numbers, by parent
	row      int     // first free row
	d        drawing
}

// place sets the box of vertex id in a column, and everything below it.
func (l *layouter) place(id, column int) {
	n := newNode(l.tree.Vertices[id])
	n.X = drawingEdge + column*(nodeWidth+arcWidth)
	below := l.children[id]
	for _, e := range below {
		l.place(l.tree.Edges[e].Child, column+1)
	}
	if len(below) == 0 {
		n.Y = drawingEdge/2 + l.row*rowHeight + rowHeight/2
		l.row++
	} else {
		first, last := l.tree.Edges[below[0]].Child, l.tree.Edges[below[len(below)-1]].Child
		n.Y = (l.d.Nodes[first].Y + l.d.Nodes[last].Y) / 2
	}
	l.d.Nodes[id] = n
	l.d.Width = max(l.d.Width, n.X+n.W)
	for _, e := range below {
		l.d.Arcs = append(l.d.Arcs, newArc(n, l.d.Nodes[l.tree.Edges[e].Child], l.tree.Edges[e]))
	}
}

func newNode(v infoseek.Vertex) node {
	n := node{W: nodeWidth, H: nodeHeight, Full: vertexLabel(v), Kind: kindOf(v)}
	n.Lines = fitted(n.Full, nodeChars, entityLines)
	if n.Kind == attributeNode {
		n.H = attributeHeight
		n.Lines = []string{attributeLine(*v.Attribute, nodeChars+4)}
	}
	return n
}

// attributeLine fits an attribute into one line; of a category the end tells most.
func attributeLine(a infoseek.Attribute, width int) string {
	label := attributeLabel(a)
	r := []rune(label)
	if a.Kind != infoseek.AttrCategory || len(r) <= width {
		return ellipsis(label, width)
	}
	lead := []rune("in: …")
	return string(lead) + strings.TrimLeft(string(r[len(r)-(width-len(lead)):]), " ")
}

func kindOf(v infoseek.Vertex) nodeKind {
	switch {
	case v.ID == 0:
		return rootNode
	case v.Attribute != nil:
		return attributeNode
	case v.Hidden:
		return hiddenNode
	}
	return namedNode
}

// newArc leads from the right side of one box to the left side of another, level where the claim is written.
func newArc(from, to node, e infoseek.Edge) arc {
	x0, x1 := from.X+from.W, to.X
	bend := x0 + 34
	return arc{
		Child: e.Child, X: bend + 4, Y: to.Y,
		Path:  fmt.Sprintf("M%d %dC%d %d %d %d %d %dL%d %d", x0, from.Y, x0+22, from.Y, bend-22, to.Y, bend, to.Y, x1, to.Y),
		Lines: fitted(e.Claim, arcChars, claimLines),
	}
}
