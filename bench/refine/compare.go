package main

import (
	"context"
	"fmt"

	"infoseek/agent"
	"infoseek/bench/table"
	"infoseek/token"
)

// cutAt is where the reference cuts raw documents, in characters.
const cutAt = 2048

// refine has a Refiner read the documents of each trial, the question being the query.
func refine(ctx context.Context, r agent.Refiner, trials []trial, limit int) (tally, error) {
	var t tally
	for _, c := range trials {
		out, err := r.Refine(ctx, agent.Refinement{Question: c.question.Text, Query: c.question.Text, Documents: c.documents, Tokens: limit, Tokenizer: token.Estimate{}})
		if err != nil {
			return t, fmt.Errorf("question %s: %w", c.question.ID, err)
		}
		t.add(c.question, out.Text, token.Estimate{}.Count(out.Text))
	}
	return t, nil
}

// clipped is the plain list of documents cut at so many characters.
type clipped struct{ characters int }

func (c clipped) Refine(ctx context.Context, r agent.Refinement) (agent.Refined, error) {
	r.Tokens = 1 << 30
	out, err := agent.Plain{}.Refine(ctx, r)
	n := 0
	for i := range out.Text {
		if n++; n > c.characters {
			out.Text = out.Text[:i]
			break
		}
	}
	return out, err
}

// compare adds the rows of the embedded Refiner beside the plain cut at as many tokens, and at twice as many; goal is asked of the latter's gold evidence. Last comes the reference's cut.
func compare(ctx context.Context, tab *table.Table, name string, trials []trial, goal table.Bound) error {
	for _, limit := range limits {
		embedded, err := refine(ctx, agent.Extract{}, trials, limit)
		if err != nil {
			return err
		}
		plain, err := refine(ctx, agent.Plain{}, trials, limit)
		if err != nil {
			return err
		}
		twice, err := refine(ctx, agent.Plain{}, trials, 2*limit)
		if err != nil {
			return err
		}
		tab.Add(rows(fmt.Sprintf("%s, %d tokens, embedded, theirs: plain", name, limit), embedded, plain, table.Bound{})...)
		tab.Add(table.Compared(fmt.Sprintf("  gold evidence kept, theirs: plain at %d", 2*limit), embedded.share(), twice.share(), "%", goal))
	}
	embedded, err := refine(ctx, agent.Extract{}, trials, cutAt/4)
	if err != nil {
		return err
	}
	reference, err := refine(ctx, clipped{cutAt}, trials, 0)
	if err != nil {
		return err
	}
	tab.Add(rows(fmt.Sprintf("%s, %d tokens, embedded, theirs: first %d characters", name, cutAt/4, cutAt), embedded, reference, table.Bound{})...)
	return nil
}

// rows tell of a Refiner beside another.
func rows(what string, ours, theirs tally, goal table.Bound) []table.Row {
	return []table.Row{
		table.Compared(what+": gold evidence kept", ours.share(), theirs.share(), "%", goal),
		table.Compared("  questions with all of it", percent(ours.whole, ours.questions), percent(theirs.whole, theirs.questions), "%", table.Bound{}),
		table.Compared("  answers that stand there", percent(ours.shown, ours.answers), percent(theirs.shown, theirs.answers), "%", table.Bound{}),
		table.Compared("  tokens", ours.mean(), theirs.mean(), "", table.Bound{}),
	}
}
