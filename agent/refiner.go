package agent

import (
	"context"

	"infoseek"
)

// Document is a passage that a search found.
type Document struct {
	Page  infoseek.PageNum
	ID    string // the source's page id
	Title string
	Span  infoseek.Span // of the page's stored plain text
	Text  string        // of Span, cut at Options.DocumentTokens
	Score float64
}

// Refinement is what a Refiner works on: the documents of one query, best first, and the question that all this is for. Tokens bounds the evidence, counted by Tokenizer.
type Refinement struct {
	Question  string
	Query     string
	Documents []Document
	Tokens    int
	Tokenizer infoseek.Tokenizer
}

// Refined is evidence in words, and what it cost.
type Refined struct {
	Text    string
	Usage   infoseek.Usage
	Dollars float64
}

// Refiner keeps of documents what matters for a question. It is safe for concurrent use. An error is a *infoseek.Fault or the context's.
type Refiner interface {
	Refine(ctx context.Context, r Refinement) (Refined, error)
}

// Plain is the Refiner that refines nothing: the documents as the reference lists them, cut.
type Plain struct{}

// Refine lists the documents.
func (Plain) Refine(_ context.Context, r Refinement) (Refined, error) {
	return Refined{Text: cut(r.Tokenizer, listDocuments(r.Documents), r.Tokens)}, nil
}
