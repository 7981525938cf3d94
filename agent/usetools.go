package agent

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"infoseek"
)

// result is what came of one call.
type result struct {
	outcomes []outcome // of a search
	opened   *opened   // of the other tools
	told     string    // what the model is told where nothing can be opened
	wrong    bool      // told is about the call itself
	err      error
	at       infoseek.Boundary // of err
	seconds  float64
}

// useTools runs the calls of a turn at once and tells the session what they gave. It says false where none of them came through: each call that failed is a fault, and is answered by nothing.
func (r *run) useTools(ctx context.Context, turn Turn) bool {
	calls := r.admit(turn.Calls)
	results := r.runCalls(ctx, calls)
	left := r.options.ObservationTokens
	var reactions []Reaction
	for i, c := range calls {
		reaction, ok := r.react(c, results[i], left/(len(calls)-i))
		if !ok {
			continue
		}
		left = max(0, left-r.tok.Count(reaction.Text))
		kind, origin := infoseek.SegmentObservation, infoseek.OriginTool
		if reaction.Notice {
			kind, origin = infoseek.SegmentNotice, infoseek.OriginTemplate
		}
		r.add(infoseek.Segment{Turn: r.record.Turns, Kind: kind, Origin: origin, Text: reaction.Text, CallID: c.ID})
		reactions = append(reactions, reaction)
	}
	if len(reactions) == 0 {
		return false
	}
	r.session.Observe(turn, reactions)
	return true
}

// admit keeps of the calls as many as may run in a turn: each query counts, and each call of another tool.
func (r *run) admit(calls []Call) []Call {
	left := r.options.Queries
	var kept []Call
	for _, c := range calls {
		if left == 0 {
			r.drop("call of "+oneLine(c.Name), r.tok.Count(c.Arguments))
			continue
		}
		c.Queries = r.first(c.Queries, left)
		left -= max(1, len(c.Queries))
		kept = append(kept, c)
	}
	return kept
}

func (r *run) runCalls(ctx context.Context, calls []Call) []result {
	results := make([]result, len(calls))
	room := r.options.ObservationTokens / max(1, len(calls))
	var wait sync.WaitGroup
	for i, c := range calls {
		wait.Go(func() {
			began := time.Now()
			results[i] = r.runCall(ctx, c, room)
			results[i].seconds = time.Since(began).Seconds()
		})
	}
	wait.Wait()
	return results
}

func (r *run) runCall(ctx context.Context, c Call, room int) result {
	switch {
	case c.Wrong != "":
		return result{told: c.Wrong, wrong: true}
	case c.Name == toolSearch:
		return result{outcomes: r.runQueries(ctx, c.Queries, observation{r.tok, untagged}, room)}
	case c.Name == toolWeb:
		return r.openWeb(ctx, c)
	}
	return r.openPage(ctx, c)
}

// react makes an answer of at most limit tokens of what came of a call, and records it; it says false where the call failed.
func (r *run) react(c Call, got result, limit int) (Reaction, bool) {
	reaction := Reaction{CallID: c.ID}
	switch {
	case got.err != nil:
		r.fault(got.at, fmt.Errorf("%s: %w", c.Name, got.err))
		return reaction, false
	case c.Wrong == "" && c.Name == toolSearch:
		var findings []finding
		findings, reaction.Found = r.findings(got.outcomes)
		if len(findings) == 0 {
			return reaction, false
		}
		reaction.Text = observation{r.tok, untagged}.observe(findings, limit, r.drop)
	case got.opened != nil:
		reaction.Text = r.show(c, got, limit)
	case got.wrong:
		reaction.Notice = true
		reaction.Text = cut(r.tok, "This call did nothing: "+cut(r.tok, oneLine(got.told), mostComplaint)+".", limit)
		if c.Wrong == "" {
			r.complain(c, got.told)
		}
	default:
		reaction.Text = cut(r.tok, oneLine(got.told), limit)
	}
	return reaction, true
}

// mostComplaint bounds, in tokens, what a model is told of what is wrong with its call: the text may quote the call.
const mostComplaint = 100

// complain records what was found to be wrong with a call when it ran; readNative finds the rest.
func (r *run) complain(c Call, what string) {
	r.record.Problems = append(r.record.Problems, infoseek.TrajectoryProblem{Turn: r.record.Turns, Line: 1, What: c.Name + ": " + what})
}

// failed is the result of a call that met err: what is not there is told to the model, the rest is a fault.
func failed(at infoseek.Boundary, err error) result {
	var missing *infoseek.NotFoundError
	var unreadable *UnreadableError
	switch {
	case errors.As(err, &missing):
		return result{told: missing.Error()}
	case errors.As(err, &unreadable):
		return result{told: unreadable.Reason, wrong: unreadable.Forbidden}
	}
	return result{err: err, at: at}
}
