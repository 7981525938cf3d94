package verify

import (
	"context"
	"fmt"
	"slices"

	"infoseek"

	"github.com/go-json-experiment/json"
)

// Alternatives tests every wrong answer of the closed-book solver as one that might satisfy the clues too. An answer that is an entity of the corpus is looked for among the root's candidates, and a verifier reads its
// page; what the corpus doesn't have can't be tested and is counted.
type Alternatives struct {
	Tokens int `json:"tokens"` // of an alternative's page
}

// NewAlternatives reads so much of a page.
func NewAlternatives() Alternatives { return Alternatives{Tokens: 900} }

// tested is the evidence about one wrong answer.
type tested struct {
	Answer string `json:"answer"`
	Page   string `json:"page"` // title, "" if the corpus has no such entity
	// Candidate says that under R it satisfies the whole question; else Violates names the clues about the answer, by child, whose sets don't hold it.
	Candidate bool  `json:"candidate"`
	Violates  []int `json:"violates"`
	Judged    *fit  `json:"judged"`
}

// Name of the check.
func (Alternatives) Name() string { return "alternatives" }

// Version of the check.
func (Alternatives) Version() int { return 1 }

// Options of the check.
func (c Alternatives) Options() any { return c }

// Needs of the check.
func (Alternatives) Needs() Needs {
	return Needs{Role: Verifier, Pages: true, Tree: true, After: "difficulty"}
}

// Check tests the answers in the order they were given.
func (c Alternatives) Check(ctx context.Context, it *Item) (Finding, error) {
	var closed ClosedBook
	if err := json.Unmarshal(it.Before.Evidence, &closed); err != nil {
		return Finding{}, fmt.Errorf("verify: evidence of %s: %w", it.Before.ID, err)
	}
	f := Finding{Measures: map[string]float64{}}
	evidence := []tested{}
	for i, answer := range closed.wrong() {
		t, err := c.test(ctx, it, answer, i)
		if err != nil {
			return Finding{}, err
		}
		evidence = append(evidence, t)
		f.Measures["outside"] += number(t.Page == "")
		f.Measures["candidates"] += number(t.Candidate)
		if t.Judged != nil && t.Judged.all() {
			f.Against = append(f.Against, fmt.Sprintf("%s satisfies every clue too, by its page", t.Page))
		}
	}
	f.Measures["tested"] = float64(len(evidence)) - f.Measures["outside"]
	f.Evidence = evidence
	return f, nil
}

func (c Alternatives) test(ctx context.Context, it *Item, answer string, number int) (tested, error) {
	t := tested{Answer: answer, Violates: []int{}}
	page, err := entity(ctx, it.Pages, named(answer)...)
	if err != nil || page == nil || page.ID == *it.Question.Tree.Vertices[0].Page {
		return t, err
	}
	t.Page = page.Title
	if err := t.place(ctx, it, page.Num); err != nil {
		return t, err
	}
	judged, err := it.fits(ctx, page.Num, page.Title, clues(it.Question, 0), room(it.Model, 1, c.Tokens, 400), number)
	t.Judged = &judged
	return t, err
}

// place says where the corpus's own sets have the entity.
func (t *tested) place(ctx context.Context, it *Item, n infoseek.PageNum) error {
	up, _, err := it.Solver.Candidates(ctx, it.Question.Tree)
	if err != nil {
		return err
	}
	_, t.Candidate = slices.BinarySearch(up[0], n)
	for _, e := range it.Question.Tree.Edges {
		if e.Parent != 0 {
			continue
		}
		set, err := it.Solver.Constraint(ctx, it.Question.Tree, e.Child)
		if err != nil {
			return err
		}
		if _, in := slices.BinarySearch(set, n); !in {
			t.Violates = append(t.Violates, e.Child)
		}
	}
	return nil
}
