package agent

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"strings"
	"time"

	"infoseek"
)

//go:embed prompts/notice.txt
var noticeFile string

// Notice is the message after a turn in tags that fits no form.
var Notice = strings.TrimSpace(noticeFile)

// Tools are what an agent may use.
type Tools struct {
	Searcher infoseek.Searcher
	Pages    infoseek.Pages
	Refiner  Refiner
	// Web is nil where the web is out of bounds.
	Web Web
}

// Agent answers questions. It is safe for concurrent use.
type Agent struct {
	policy  Policy
	tools   Tools
	options Options
}

// New checks the options.
func New(p Policy, t Tools, o Options) (*Agent, error) {
	o, err := o.settle()
	if err != nil {
		return nil, err
	}
	if p == nil || t.Searcher == nil || t.Pages == nil || t.Refiner == nil {
		return nil, errors.New("agent: policy, searcher, pages and refiner are needed")
	}
	o.within(p.Info())
	return &Agent{p, t, o}, nil
}

// Ask goes from the question to a trajectory. Watch, if not nil, is told of each segment as it comes. What fails on the way is recorded in the trajectory as a fault; an error is a question that does not fit the
// context (a *TooLongError), a limit that was reached (infoseek.ErrLimit) or ctx's: the last two come with what there is of the trajectory.
func (a *Agent) Ask(ctx context.Context, question string, watch func(infoseek.Segment)) (*infoseek.Trajectory, error) {
	session, err := a.policy.Begin(question, a.options)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	r := &run{Agent: a, session: session, watch: watch, tok: a.policy.Tokenizer(), record: infoseek.Trajectory{
		V: infoseek.FormatVersion, Question: question, Agent: a.policy.Info().Name, Corpus: a.tools.Pages.Info().Hash, Retriever: a.retriever(),
		Searches: []infoseek.TrajectorySearch{}, Evidence: []infoseek.Evidence{}, Problems: []infoseek.TrajectoryProblem{},
		Faults: []infoseek.TrajectoryFault{}, Dropped: []infoseek.Dropped{},
	}}
	r.record.Tools = session.Tools()
	for _, p := range session.Prompts() {
		r.add(p)
	}
	r.turns(ctx)
	if err := cmp.Or(ctx.Err(), r.limit); err != nil {
		return &r.record, err
	}
	r.cite(ctx)
	r.record.Seconds = time.Since(began).Seconds()
	return &r.record, nil
}

// retriever is how the searches of this agent rank.
func (a *Agent) retriever() infoseek.Retriever {
	r := a.tools.Searcher.Info().Retriever
	r.Unit, r.Depth = infoseek.UnitPassage, a.options.TopK
	return r
}

// run is one question under way.
type run struct {
	*Agent
	session Session
	watch   func(infoseek.Segment)
	tok     infoseek.Tokenizer
	record  infoseek.Trajectory
	found   []Document
	limit   error // that was reached
}

func (r *run) add(s infoseek.Segment) {
	r.record.Segments = append(r.record.Segments, s)
	if r.watch != nil {
		r.watch(s)
	}
}

func (r *run) drop(what string, tokens int) {
	r.leaveOut(infoseek.Dropped{What: what, Tokens: tokens})
}

func (r *run) leaveOut(d infoseek.Dropped) {
	d.Turn, d.Tokens = r.record.Turns, max(0, d.Tokens)
	r.record.Dropped = append(r.record.Dropped, d)
}

func (r *run) fault(b infoseek.Boundary, err error) {
	if errors.Is(err, infoseek.ErrLimit) {
		r.limit = err
	}
	var f *infoseek.Fault
	if errors.As(err, &f) {
		b = f.Boundary
	}
	r.record.Faults = append(r.record.Faults, infoseek.TrajectoryFault{Turn: r.record.Turns, Boundary: b, Detail: err.Error()})
}

// turns runs turns until one answers, a fault leaves nothing to go on with, or there are no more.
func (r *run) turns(ctx context.Context) {
	for r.record.Turns <= r.options.Turns && ctx.Err() == nil && r.limit == nil {
		r.record.Turns++
		turn, err := r.next(ctx)
		switch {
		case err != nil:
			r.fault(infoseek.BoundaryModel, err)
			r.record.Ended = infoseek.EndFault
			return
		case turn.Action == Answer:
			r.record.Answer, r.record.Ended = turn.Answer, infoseek.EndAnswer
			return
		case r.record.Turns > r.options.Turns:
		case !r.act(ctx, turn):
			r.record.Ended = infoseek.EndFault
			return
		}
	}
	r.record.Ended = infoseek.EndTurns
}

// act does what a turn says. It says false where faults left nothing of it.
func (r *run) act(ctx context.Context, turn Turn) bool {
	switch turn.Action {
	case Search:
		return r.search(ctx, turn)
	case UseTools:
		return r.useTools(ctx, turn)
	}
	notice := r.session.Notice()
	r.add(infoseek.Segment{Turn: r.record.Turns, Kind: infoseek.SegmentNotice, Origin: infoseek.OriginTemplate, Text: notice})
	turn.Calls = nil
	r.session.Observe(turn, []Reaction{{Text: notice, Notice: true}})
	return true
}

// next has the policy write a turn, and reads it.
func (r *run) next(ctx context.Context) (Turn, error) {
	limited, cancel := context.WithTimeout(ctx, r.options.ModelTimeout)
	defer cancel()
	reply, err := r.session.Next(limited, r.leaveOut)
	if err != nil {
		return Turn{}, err
	}
	r.spend(reply.Usage, reply.Dollars)
	turn := reply.Turn
	r.add(infoseek.Segment{Turn: r.record.Turns, Kind: infoseek.SegmentTurn, Origin: infoseek.OriginModel, Text: turn.Text, Calls: turn.toolCalls(), Tokens: reply.Tokens, Closed: reply.Closed})
	for _, problem := range turn.Problems {
		r.record.Problems = append(r.record.Problems, infoseek.TrajectoryProblem{Turn: r.record.Turns, Offset: problem.Offset, Line: problem.Line, What: problem.What})
	}
	if r.options.Strict && len(turn.Problems) > 0 && turn.Action != UseTools { // a wrong call is told so by itself
		turn.Action = NoAction
	}
	return turn, nil
}

func (r *run) spend(u infoseek.Usage, dollars float64) {
	r.record.Usage.Prompt += u.Prompt
	r.record.Usage.Completion += u.Completion
	r.record.Dollars += dollars
}
