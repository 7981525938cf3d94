package llm

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"infoseek"
)

// check says what is wrong with the values.
func (r Role) check() error {
	if r.Endpoint == "" && len(r.Replicas) > 0 {
		return errors.New("replicas: they are of an endpoint, which is not given")
	}
	for i, endpoint := range append([]string{r.Endpoint}, r.Replicas...) {
		if endpoint == "" && i == 0 {
			continue
		}
		if err := checkURL(endpoint); err != nil {
			return err
		}
		if slices.Contains(r.Replicas[i:], endpoint) {
			return fmt.Errorf("replicas: %s twice", endpoint)
		}
	}
	if r.Schema != "" && !r.Schema.valid() {
		return fmt.Errorf("schema: no form %q; the forms are auto, json_schema, json_object_schema, json_object, text", r.Schema)
	}
	if r.Price != nil && (r.Price.In < 0 || r.Price.Out < 0) {
		return errors.New("price: less than nothing")
	}
	if t := r.Temperature; t != nil && !(*t >= 0 && *t <= 5) {
		return fmt.Errorf("temperature %g: give 0 to 5", *t)
	}
	if p := r.TopP; p != nil && !(*p > 0 && *p <= 1) {
		return fmt.Errorf("top_p %g: give more than 0, at most 1", *p)
	}
	l := r.Limits
	for name, n := range map[string]int{"context": r.Context, "max_tokens": r.MaxTokens, "attempts": r.Attempts, "timeout": int(r.Timeout),
		"limits.in_flight": l.InFlight, "limits.requests_per_minute": l.RequestsPerMinute, "limits.tokens_per_minute": l.TokensPerMinute} {
		if n < 0 {
			return fmt.Errorf("%s: less than nothing", name)
		}
	}
	return nil
}

func checkURL(endpoint string) error {
	u, err := url.Parse(endpoint)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("endpoint %q: give a URL like http://127.0.0.1:8000/v1", endpoint)
	}
	if u.User != nil {
		return errors.New("endpoint: a password in the URL would end up in records; name the key's variable with key_env")
	}
	return nil
}

// customary are the sampling options of the roles where neither they nor the default say any: the paper's (arXiv 2509.00375), and verdicts that repeat.
var customary = map[string]infoseek.Sampling{
	"planner":  {Temperature: ptr(0.9)},
	"browser":  {Temperature: ptr(0.8)},
	"refiner":  {Temperature: ptr(0.5), TopP: ptr(0.95)},
	"verifier": {Temperature: ptr(0.0)},
	"judge":    {Temperature: ptr(0.0)},
}

func ptr[T any](v T) *T { return &v }

// Role returns how the named role is played, with all defaults filled in; ok is false if it has no model.
func (c Config) Role(name string) (r Role, ok bool) {
	r = c.Roles[name].over(c.Default)
	usual := customary[name]
	r.Temperature, r.TopP = or(r.Temperature, usual.Temperature), or(r.TopP, usual.TopP)
	r.MaxTokens, r.Timeout = or(r.MaxTokens, defaultMaxTokens), or(r.Timeout, defaultTimeout)
	r.Schema = or(r.Schema, FormatAuto)
	return r, r.Endpoint != "" && !r.Off
}

// over fills what r leaves open from d. What belongs to an endpoint goes with it: a role at another one must not send it the default's key or be reckoned by its price.
func (r Role) over(d Role) Role {
	elsewhere := r.Endpoint != "" && r.Endpoint != d.Endpoint
	if !elsewhere {
		other := r.Model != "" && r.Model != d.Model
		r.Endpoint, r.Model = d.Endpoint, or(r.Model, d.Model)
		if !other {
			r.Context, r.Price = or(r.Context, d.Context), or(r.Price, d.Price)
			if r.Replicas == nil {
				r.Replicas = d.Replicas
			}
		}
		r.KeyEnv, r.Schema, r.Limits = or(r.KeyEnv, d.KeyEnv), or(r.Schema, d.Schema), or(r.Limits, d.Limits)
		if r.Extra == nil {
			r.Extra = d.Extra
		}
	}
	r.Temperature, r.TopP, r.Seed = or(r.Temperature, d.Temperature), or(r.TopP, d.TopP), or(r.Seed, d.Seed)
	r.MaxTokens, r.Timeout, r.Attempts = or(r.MaxTokens, d.MaxTokens), or(r.Timeout, d.Timeout), or(r.Attempts, d.Attempts)
	return r
}

// or is v, or d if v is zero.
func or[T comparable](v, d T) T {
	if v == *new(T) {
		return d
	}
	return v
}

// scope says what decides the role's answers beside the request.
func (r Role) scope() Scope { return Scope{r.Endpoint, r.Model, r.Extra} }

func (r Role) info() infoseek.ModelInfo {
	info := infoseek.ModelInfo{Name: r.Model, Context: r.Context}
	if r.Price != nil {
		info.Price = *r.Price
	}
	return info
}

// played is a model in a role: the role's sampling holds where a request does not say.
type played struct {
	infoseek.Model
	role Role
}

func (p *played) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	s := &r.Sampling
	s.Temperature, s.TopP, s.Seed = or(s.Temperature, p.role.Temperature), or(s.TopP, p.role.TopP), or(s.Seed, p.role.Seed)
	s.MaxTokens = or(s.MaxTokens, p.role.MaxTokens)
	return p.Model.Generate(ctx, r)
}
