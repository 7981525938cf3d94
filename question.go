package infoseek

// Question is one record of a run's questions.jsonl.
type Question struct {
	V           int         `json:"v"`
	ID          string      `json:"id"`
	Run         string      `json:"run"`
	Question    string      `json:"question"`
	Answer      string      `json:"answer"` // the root's title without its disambiguator
	Aliases     []string    `json:"aliases"`
	Tree        Tree        `json:"tree"`
	Certificate Certificate `json:"certificate"`
	Clauses     []Clause    `json:"clauses"`
	Corpus      CorpusRef   `json:"corpus"`
	Retriever   Retriever   `json:"retriever"`
	Version     string      `json:"version"` // of the program
	Hops        int         `json:"hops"`
	Seed        uint64      `json:"seed"`
	Planner     string      `json:"planner"`
}

// Clause is the part of the question's text that tells the given edges. Edges are named by their child.
type Clause struct {
	Edges []int `json:"edges"`
	Start int   `json:"start"` // byte span of the question
	End   int   `json:"end"`
}

// CorpusRef names the corpus that a certificate holds for.
type CorpusRef struct {
	Hash     string `json:"hash"`
	Entities int    `json:"entities"`
}

// Drop is one record of a run's dropped.jsonl: an item that gave no question, and why.
type Drop struct {
	V      int    `json:"v"`
	ID     string `json:"id"`
	Run    string `json:"run"`
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}
