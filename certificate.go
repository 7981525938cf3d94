package infoseek

// Grade says what uniqueness rests on.
type Grade string

// The grades.
const (
	// Relational: relations, coarse types, categories, years and numbers alone.
	Relational Grade = "relational"
	// Lexical: a phrase is needed too, so the certificate does not survive paraphrase of the corpus.
	Lexical Grade = "lexical"
)

// Determined says how far the hidden vertices are fixed.
type Determined string

// The degrees of determination, weakest first.
const (
	DeterminedNone  Determined = "none"
	DeterminedJoint Determined = "joint" // each hidden vertex has one candidate after both passes
	DeterminedOwn   Determined = "own"   // each hidden vertex has one candidate by its own constraints
)

// Certificate is what was computed over one corpus about one tree and its question. It is void in another corpus until recomputed there.
type Certificate struct {
	Unique     bool         `json:"unique"`  // the answer is the root's only candidate
	Minimal    bool         `json:"minimal"` // without any one edge the root has another candidate
	Grade      Grade        `json:"grade"`
	Determined Determined   `json:"determined"`
	Vertices   []VertexCert `json:"vertices"` // entity vertices, by id
	Edges      []EdgeCert   `json:"edges"`    // by child
	// Selectivity is the size of the smallest of the root's constraint sets, each taken alone.
	Selectivity int   `json:"selectivity"`
	Cover       Cover `json:"cover"`
	// Exposed lists each name, date and number that the question's text shows.
	Exposed []Exposed `json:"exposed"`
	OneShot OneShot   `json:"one_shot"`
	// Alternatives names, for each edge, up to 3 other candidates the root has without it (possible under R, not proved).
	Alternatives []Alternative `json:"alternatives"`
	// NameRecall is the corpus's (CorpusInfo): how complete R is.
	NameRecall *float64 `json:"name_recall"`
}

// VertexCert counts the candidates of an entity vertex after the upward pass, and after both passes.
type VertexCert struct {
	ID   int `json:"id"`
	Up   int `json:"up"`
	Both int `json:"both"`
}

// EdgeCert describes one constraint: the size of its own set, and the root's candidates when the edge and what hangs below it are dropped.
type EdgeCert struct {
	Child   int `json:"child"`
	Alone   int `json:"alone"`
	Without int `json:"without"`
}

// Alternative names other candidates that the root has when an edge is dropped.
type Alternative struct {
	Child int      `json:"child"`
	Pages []string `json:"pages"` // titles
}

// Cover measures evidence co-coverage (FORT, arXiv 2606.12087).
type Cover struct {
	// Pages is the fewest pages that between them state all claims.
	Pages int `json:"pages"`
	// Most is the most claims that one page other than the answer's states.
	Most int `json:"most"`
}

// Exposed is a constant which a question shows.
type Exposed struct {
	Kind  string `json:"kind"` // name, date or number
	Text  string `json:"text"`
	Start int    `json:"start"` // byte span in the question
	End   int    `json:"end"`
	// Allowed is set if the policy allows it: a named leaf, or a year or number of an attribute vertex.
	Allowed bool `json:"allowed"`
}

// OneShot holds ranks that single queries give the pages that solving should have to search for.
type OneShot struct {
	Question Ranks `json:"question"`
	Clause   Ranks `json:"clause"` // best over the clauses
	// Pair is the best over pairs of clauses; null if not measured.
	Pair *Ranks `json:"pair"`
}

// Ranks are 1-based; null is deeper than the retriever's depth.
type Ranks struct {
	Answer *int         `json:"answer"`
	Hidden []HiddenRank `json:"hidden"` // hidden vertices other than the root, by id
}

// HiddenRank is the rank of a hidden vertex's page.
type HiddenRank struct {
	ID   int  `json:"id"`
	Rank *int `json:"rank"`
}
