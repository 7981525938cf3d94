package infoseek

// VertexKind tells entities from attributes.
type VertexKind string

// The kinds of vertices of a research tree.
const (
	EntityVertex    VertexKind = "entity"
	AttributeVertex VertexKind = "attribute"
)

// Vertex is a vertex of a research tree (arXiv 2509.00375, section 2). Ids are integers, 0 is the root, and a parent's id is smaller than its children's.
type Vertex struct {
	ID     int        `json:"id"`
	Kind   VertexKind `json:"kind"`
	Entity *string    `json:"entity"` // the page's title; null for attributes
	Page   *string    `json:"page"`   // the source's page id; null for attributes
	// Hidden is true for exactly the entity vertices with children: they are told by their constraints, never by name.
	Hidden    bool       `json:"hidden"`
	Attribute *Attribute `json:"attribute"`
}

// EdgeKind says what an edge constrains its parent by.
type EdgeKind string

// The kinds of edges.
const (
	EdgeRelated   EdgeKind = "related"   // the child is an entity in relation R with the parent
	EdgeAttribute EdgeKind = "attribute" // the child is an attribute that the parent's page states
)

// Evidence says where a claim stands. Start and End are byte offsets into the page's stored plain text; SHA256 is the hex digest of those bytes.
type Evidence struct {
	Page     string `json:"page"` // the source's page id
	Revision string `json:"revision"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	SHA256   string `json:"sha256"`
}

// Edge carries a claim: a relation stated in a page of the corpus between parent and child.
type Edge struct {
	Parent   int      `json:"parent"`
	Child    int      `json:"child"`
	Kind     EdgeKind `json:"kind"`
	Claim    string   `json:"claim"`
	Evidence Evidence `json:"evidence"`
}

// Tree is a research tree: one HCSP. Vertices are in order of id; edges in order of child, so edge i leads to vertex i+1.
type Tree struct {
	Vertices []Vertex `json:"vertices"`
	Edges    []Edge   `json:"edges"`
}

// Hops counts the edges between entities: the steps from page to page that solving the tree takes.
func (t Tree) Hops() int {
	n := 0
	for _, e := range t.Edges {
		if e.Kind == EdgeRelated {
			n++
		}
	}
	return n
}
