package llm

import (
	"context"
	"fmt"
	"sync"

	"infoseek"
	"infoseek/token"
)

// Replay is a model that answers as one did whose calls Record kept in a, without any endpoint. A request asked again gets the recorded faults one after the other, then the answer. What was not
// recorded is a fault.
func Replay(info infoseek.ModelInfo, a *Answers, s Scope) infoseek.Model {
	return &replay{info: info, answers: a, scope: s, asked: map[key]int{}}
}

type replay struct {
	info    infoseek.ModelInfo
	answers *Answers
	scope   Scope

	mu    sync.Mutex
	asked map[key]int // how often, of requests that ended in faults
}

func (p *replay) Info() infoseek.ModelInfo      { return p.info }
func (p *replay) Tokenizer() infoseek.Tokenizer { return token.Bound{} }

func (p *replay) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	if err := ctx.Err(); err != nil {
		return infoseek.Response{}, err
	}
	_, k, err := p.scope.asked(r)
	if err != nil {
		return infoseek.Response{}, err
	}
	here := p.next(k)
	if here.file == nil {
		return infoseek.Response{}, storeFault("replay "+p.answers.dir, fmt.Errorf("no answer of %s is recorded for the request %.12s (%s)", p.scope.Model, k, lastWords(r)))
	}
	e, err := here.load()
	if err != nil {
		return infoseek.Response{}, err
	}
	if e.Fault != nil {
		return infoseek.Response{}, e.Fault.fault()
	}
	return *e.Response, nil
}

// next says where the end of a request stands that is due.
func (p *replay) next(k key) place {
	e := p.answers.ends(k)
	if len(e.faults) == 0 {
		return e.answer
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.asked[k]
	if n == len(e.faults) {
		return e.answer
	}
	p.asked[k]++
	return e.faults[n]
}

// lastWords is the beginning of the last message.
func lastWords(r infoseek.Request) string {
	if len(r.Messages) == 0 {
		return "no messages"
	}
	return fmt.Sprintf("%.60q", r.Messages[len(r.Messages)-1].Content)
}
