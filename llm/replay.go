package llm

import (
	"context"
	"fmt"
	"sync"

	"infoseek"
)

// Replay is a model that answers as one did whose calls Record kept in the directory dir, without any endpoint. A request asked again gets the recorded faults one after the other, then the answer. What was not
// recorded is a fault.
func Replay(info infoseek.ModelInfo, dir string, s Scope) infoseek.Model {
	return &replay{info: info, answers: newAnswers(dir), scope: s, asked: map[string]int{}}
}

type replay struct {
	info    infoseek.ModelInfo
	answers *answers
	scope   Scope

	mu    sync.Mutex
	asked map[string]int // how often, of requests that ended in faults
}

func (p *replay) Info() infoseek.ModelInfo      { return p.info }
func (p *replay) Tokenizer() infoseek.Tokenizer { return ByteCount{} }

func (p *replay) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	if err := ctx.Err(); err != nil {
		return infoseek.Response{}, err
	}
	key, err := p.scope.key(r)
	if err != nil {
		return infoseek.Response{}, storeFault("name a request", err)
	}
	e, err := p.answers.load(key)
	if err != nil {
		return infoseek.Response{}, err
	}
	if n := p.count(key, len(e.Faults)); n < len(e.Faults) {
		return infoseek.Response{}, e.Faults[n].fault()
	}
	if e.Response == nil {
		return infoseek.Response{}, storeFault("replay "+p.answers.dir, fmt.Errorf("no answer of %s is recorded for the request %s (%s)", p.scope.Model, key[:12], lastWords(r)))
	}
	return *e.Response, nil
}

// count says how often the request was asked before, up to the number of its faults.
func (p *replay) count(key string, faults int) int {
	if faults == 0 {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.asked[key]
	p.asked[key] = min(n+1, faults)
	return n
}

// lastWords is the beginning of the last message.
func lastWords(r infoseek.Request) string {
	if len(r.Messages) == 0 {
		return "no messages"
	}
	return fmt.Sprintf("%.60q", r.Messages[len(r.Messages)-1].Content)
}
