package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"infoseek"
)

// builder makes the models of a Set. Roles with the same endpoint and model share what is learned about it.
type builder struct {
	*Set
	o        Options
	clients  map[clientKey]*Client
	limiters map[limiterKey]*Limiter
	listed   map[string]string // by endpoint: the one model it has

	cache, record *Answers // nil for none

	// as is the client in another use than chat; nil: the client itself.
	as func(*Client) infoseek.Model
}

type clientKey struct{ scope, keyEnv, schema string }

type limiterKey struct{ endpoint, model string }

func (b *builder) build(ctx context.Context) error {
	roles := map[string]Role{}
	for _, name := range Roles {
		r, ok := b.config.Role(name)
		if !ok {
			continue
		}
		if err := b.complete(ctx, &r); err != nil {
			return fmt.Errorf("llm: role %s: %w", name, err)
		}
		roles[name] = r
	}
	if err := b.keep(roles); err != nil {
		return err
	}
	for _, name := range Roles {
		r, ok := roles[name]
		if !ok {
			continue
		}
		m, err := b.model(name, r)
		if err != nil {
			return fmt.Errorf("llm: role %s: %w", name, err)
		}
		b.models[name] = m
	}
	return nil
}

// complete finds out the model where none is named, and says what a budget lacks.
func (b *builder) complete(ctx context.Context, r *Role) error {
	if r.Model == "" {
		if b.listed[r.Endpoint] == "" {
			key, err := b.secret(r.KeyEnv)
			if err != nil {
				return err
			}
			if b.listed[r.Endpoint], err = onlyModel(ctx, Endpoint{URL: r.Endpoint, Key: key, HTTP: b.o.HTTP}); err != nil {
				return err
			}
		}
		r.Model = b.listed[r.Endpoint]
	}
	if b.config.Budget.Dollars > 0 && r.Price == nil {
		return fmt.Errorf("a budget in dollars needs the price of %s: give price: {in: …, out: …} in dollars per million tokens, 0 if it costs nothing", r.Model)
	}
	return nil
}

// keep opens what is kept on disk, and notes which models are recorded.
func (b *builder) keep(roles map[string]Role) error {
	b.config = Config{Budget: b.config.Budget, Roles: roles}
	if len(roles) == 0 {
		return nil
	}
	if b.o.Record != "" {
		if err := saveConfig(b.o.Record, b.config); err != nil {
			return err
		}
	}
	var err error
	if b.cache, err = b.answers(b.o.Cache); err != nil {
		return err
	}
	if b.record, err = b.answers(b.o.Record); err != nil {
		return err
	}
	b.ledger, err = OpenLedger(b.o.Ledger, b.config.Budget)
	return err
}

// model puts the wrappers around a role's clients.
func (b *builder) model(name string, r Role) (infoseek.Model, error) {
	var served []infoseek.Model
	for i, endpoint := range append([]string{r.Endpoint}, r.Replicas...) {
		at := r
		at.Endpoint, at.Replicas = endpoint, nil
		c, err := b.client(at)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			b.bare[name] = c
		}
		var asked infoseek.Model = c
		if b.as != nil {
			asked = b.as(c)
		}
		m := &budget{Meter(Timeout(asked, r.Timeout), &b.tally, name), b.ledger, b.o.Allowance, r.MaxTokens}
		served = append(served, Limit(m, b.limiter(at)))
	}
	m := served[0]
	if len(served) > 1 {
		m = Spread(served, time.Now)
	}
	m = Retry(m, Retries{Attempts: r.Attempts})
	if b.cache != nil {
		m = Cache(m, b.cache, r.scope())
	}
	if b.record != nil {
		m = Record(m, b.record, r.scope())
	}
	return &played{m, r}, nil
}

func (b *builder) limiter(r Role) *Limiter {
	same := limiterKey{r.Endpoint, r.Model}
	if b.limiters[same] == nil {
		limits := r.Limits
		limits.InFlight = or(b.o.InFlight, limits.InFlight)
		b.limiters[same] = NewLimiter(limits)
	}
	return b.limiters[same]
}

func (b *builder) client(r Role) (*Client, error) {
	key, err := b.secret(r.KeyEnv)
	if err != nil {
		return nil, err
	}
	scope, err := json.Marshal(r.scope())
	if err != nil {
		return nil, err
	}
	same := clientKey{string(scope), r.KeyEnv, string(r.Schema)}
	if b.clients[same] == nil {
		info := r.info()
		b.clients[same] = NewClient(Endpoint{
			URL: r.Endpoint, Model: r.Model, Key: key, Context: info.Context, Price: info.Price, Format: r.Schema, Extra: maps.Clone(r.Extra), HTTP: b.o.HTTP,
		})
	}
	return b.clients[same], nil
}

// secret looks a key up.
func (b *builder) secret(variable string) (string, error) {
	if variable == "" {
		return "", nil
	}
	if b.o.Env != nil {
		if key, ok := b.o.Env(variable); ok && key != "" {
			return key, nil
		}
	}
	return "", fmt.Errorf("the variable %s, which should hold the key, is not set", variable)
}
