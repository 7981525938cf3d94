package llm

import (
	"context"
	"errors"
	"fmt"

	"infoseek"
)

// BudgetError says that the next call might have gone beyond the ceiling. infoseek.ErrLimit is in its chain.
type BudgetError struct {
	Ceiling Ceiling
	Spent   Amount
	Wanted  Amount // the worst case of the call that was not made
}

func (e *BudgetError) Error() string {
	if e.Ceiling.Dollars > 0 && !(Ceiling{Dollars: e.Ceiling.Dollars}).allows(e.Spent.plus(e.Wanted)) {
		return fmt.Sprintf("the budget of $%.6g is reached: $%.6f spent or reserved, and the next call may cost $%.6f; go on with a larger one", e.Ceiling.Dollars, e.Spent.Dollars(), e.Wanted.Dollars())
	}
	return fmt.Sprintf("the budget of %d tokens is reached: %d spent or reserved, and the next call may take %d; go on with a larger one", e.Ceiling.Tokens, e.Spent.Tokens, e.Wanted.Tokens)
}

// Unwrap returns infoseek.ErrLimit.
func (e *BudgetError) Unwrap() error { return infoseek.ErrLimit }

// Budget lets a call through only if its worst case, the prompt's upper bound and all the tokens it may generate, fits into what l has left; it is reserved before the call. After it the true cost counts, but
// where the answer does not say what it took, or the call failed in a way that may have been charged for, the worst case does. A request that sets no limit of tokens gets maxTokens (0: 1024).
func Budget(m infoseek.Model, l *Ledger, maxTokens int) infoseek.Model {
	if maxTokens == 0 {
		maxTokens = 1024
	}
	return &budget{m, l, nil, maxTokens}
}

type budget struct {
	infoseek.Model
	ledger    *Ledger
	allowance *Allowance // that each call must fit into as well; nil: none
	maxTokens int
}

func (b *budget) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	if err := ctx.Err(); err != nil {
		return infoseek.Response{}, err
	}
	if r.Sampling.MaxTokens <= 0 {
		r.Sampling.MaxTokens = b.maxTokens
	}
	worst := amountOf(b.Info().Price, infoseek.Usage{Prompt: b.promptBound(r), Completion: r.Sampling.MaxTokens})
	settle, err := b.reserve(ctx, worst)
	if err != nil {
		return infoseek.Response{}, err
	}
	response, err := b.Model.Generate(ctx, r)
	if lost := settle(b.cost(worst, response, err)); err == nil && lost != nil {
		return infoseek.Response{}, lost
	}
	return response, err
}

// reserve books the worst case of a call wherever it counts; settle puts the cost in its place.
func (b *budget) reserve(ctx context.Context, worst Amount) (settle func(cost Amount) error, err error) {
	own, err := b.ledger.reserve(ctx, worst)
	if err != nil || b.allowance == nil {
		return func(cost Amount) error { return b.ledger.settle(own, cost) }, err
	}
	paid, err := b.allowance.reserve(ctx, worst)
	if err != nil {
		return nil, errors.Join(err, b.ledger.settle(own, Amount{}))
	}
	return func(cost Amount) error {
		paid(cost)
		return b.ledger.settle(own, cost)
	}, nil
}

// cost is what a call that may have cost worst counts as.
func (b *budget) cost(worst Amount, r infoseek.Response, err error) Amount {
	e := asCallError(err)
	switch {
	case err != nil && e != nil && e.Free:
		return Amount{}
	case err != nil || r.Usage == infoseek.Usage{}:
		return worst
	}
	return amountOf(b.Info().Price, r.Usage)
}

// perMessage is more than what any chat template puts around a message, in tokens.
const perMessage = 32

// promptBound is at least the number of tokens of the prompt.
func (b *budget) promptBound(r infoseek.Request) int {
	tok := b.Tokenizer()
	n := perMessage
	for _, m := range r.Messages {
		n += perMessage + tok.Count(m.Content) + tok.Count(m.CallID)
		for _, c := range m.Calls {
			n += perMessage + tok.Count(c.Name) + tok.Count(c.Arguments) + tok.Count(c.ID)
		}
	}
	for _, t := range r.Tools {
		n += perMessage + tok.Count(t.Name) + tok.Count(t.Description) + tok.Count(string(t.Schema))
	}
	if r.Schema != nil {
		n += 3*perMessage + tok.Count(string(r.Schema))
	}
	if c := b.Info().Context; c > 0 {
		n = min(n, c)
	}
	return n
}
