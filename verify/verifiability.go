package verify

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/reward"
)

var openBook = prompt.MustLoad(prompts, "prompts/openbook")

// Verifiability gives a verifier the pages of the question's tree, mixed with pages that searching for the question and its clauses brings up: it must reach the answer, and only that one.
type Verifiability struct {
	Distractors int `json:"distractors"` // pages that are not the tree's
	Tokens      int `json:"tokens"`      // of a page shown; less where the model's context is small
	MaxTokens   int `json:"max_tokens"`  // of the answer
}

// NewVerifiability mixes in so many distractors.
func NewVerifiability(distractors int) Verifiability {
	return Verifiability{Distractors: distractors, Tokens: 600, MaxTokens: 700}
}

// found is what the verifier answers.
type found struct {
	Thought string   `json:"thought"`
	Answers []string `json:"answers"`
}

// shownPage is a page as the verifier sees it, and the evidence.
type shownPage struct {
	Title string `json:"title"`
	Tree  bool   `json:"tree"` // of the tree, not a distractor
	Text  string `json:"-"`
}

// Name of the check.
func (Verifiability) Name() string { return "verifiability" }

// Version of the check.
func (Verifiability) Version() int { return 1 }

// Options of the check.
func (c Verifiability) Options() any { return c }

// Needs of the check.
func (Verifiability) Needs() Needs {
	return Needs{Role: Verifier, Pages: true, Search: true, Tree: true}
}

// Check asks once. No answer and several answers are failures of the question as a wrong one is.
func (c Verifiability) Check(ctx context.Context, it *Item) (Finding, error) {
	shown, err := c.pages(ctx, it)
	if err != nil {
		return Finding{}, err
	}
	o := prompt.Options[found]{MaxTokens: c.MaxTokens, Seed: it.modelSeed(1)}
	a, _, err := prompt.Ask(ctx, it.Model, openBook, map[string]any{"Question": it.Question.Question, "Pages": shown}, o)
	if err != nil {
		return Finding{}, err
	}
	given := distinct(a.Answers)
	right := slices.ContainsFunc(given, func(s string) bool { return rightAnswer(s, it.Question) })
	f := Finding{
		Measures: map[string]float64{"answers": float64(len(given)), "right": number(right)},
		Evidence: map[string]any{"answers": given, "thought": a.Thought, "pages": shown},
	}
	switch {
	case len(given) == 0:
		f.Against = []string{"no answer from its pages"}
	case !right:
		f.Against = []string{fmt.Sprintf("its pages give %q", given)}
	case slices.ContainsFunc(given, func(s string) bool { return !rightAnswer(s, it.Question) }):
		f.Against = []string{fmt.Sprintf("its pages give several answers: %q", given)}
	}
	return f, nil
}

// distinct drops empty answers, and those equal in normal form to an earlier one.
func distinct(answers []string) []string {
	seen := map[string]bool{"": true}
	all := []string{}
	for _, a := range answers {
		if key := reward.Normal(a); !seen[key] {
			seen[key] = true
			all = append(all, strings.TrimSpace(a))
		}
	}
	return all
}

// pages gathers what is shown, in an order that says nothing.
func (c Verifiability) pages(ctx context.Context, it *Item) ([]shownPage, error) {
	spans, order, err := treePages(ctx, it)
	if err != nil {
		return nil, err
	}
	tree := len(order)
	others, err := c.distractors(ctx, it, spans)
	if err != nil {
		return nil, err
	}
	order = append(order, others...)
	tokens := room(it.Model, len(order), c.Tokens, c.MaxTokens)
	words := stems(it.Question.Question)
	shown := make([]shownPage, len(order))
	for i, n := range order {
		page, err := it.Pages.Page(ctx, n)
		if err != nil {
			return nil, err
		}
		shown[i] = shownPage{Title: page.Title, Tree: i < tree}
		if shown[i].Text, err = it.excerpt(ctx, n, focus{spans[n], words}, tokens); err != nil {
			return nil, err
		}
	}
	chance := rand.New(rand.NewPCG(it.seed(0), 0))
	chance.Shuffle(len(shown), func(i, j int) { shown[i], shown[j] = shown[j], shown[i] })
	return shown, nil
}

// treePages lists the pages of the tree's entities and of its evidence, in order, and the spans of evidence on each.
func treePages(ctx context.Context, it *Item) (map[infoseek.PageNum][]infoseek.Span, []infoseek.PageNum, error) {
	spans := map[infoseek.PageNum][]infoseek.Span{}
	var order []infoseek.PageNum
	add := func(id string, s []infoseek.Span) error {
		n, err := it.Pages.ByID(ctx, id)
		if err != nil {
			return corpusFault("find a page of the tree", err)
		}
		if _, in := spans[n]; !in {
			order = append(order, n)
		}
		spans[n] = append(spans[n], s...)
		return nil
	}
	for _, v := range it.Question.Tree.Vertices {
		if v.Page == nil {
			continue
		}
		if err := add(*v.Page, nil); err != nil {
			return nil, nil, err
		}
	}
	for _, e := range it.Question.Tree.Edges {
		if e.Evidence.Page == "" { // a tree made elsewhere
			continue
		}
		if err := add(e.Evidence.Page, []infoseek.Span{{Start: e.Evidence.Start, End: e.Evidence.End}}); err != nil {
			return nil, nil, err
		}
	}
	return spans, order, nil
}

// distractors searches for the question and for each clause, and takes the best pages of each in turn that are not the tree's.
func (c Verifiability) distractors(ctx context.Context, it *Item, tree map[infoseek.PageNum][]infoseek.Span) ([]infoseek.PageNum, error) {
	depth := c.Distractors + len(tree)
	queries := []infoseek.Query{{Text: it.Question.Question, K: depth, Unit: infoseek.UnitPage}}
	for _, k := range clues(it.Question, 0) {
		queries = append(queries, infoseek.Query{Text: k.Text, K: depth, Unit: infoseek.UnitPage})
	}
	results, err := it.Searcher.Search(ctx, queries)
	if err != nil {
		return nil, err
	}
	var taken []infoseek.PageNum
	for rank := range depth {
		for _, hits := range results {
			if rank >= len(hits) || len(taken) == c.Distractors {
				continue
			}
			n := hits[rank].Page
			if _, ours := tree[n]; !ours && !slices.Contains(taken, n) {
				taken = append(taken, n)
			}
		}
	}
	return taken, nil
}
