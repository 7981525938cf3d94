package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"infoseek"
)

// Report says what a role's model can do.
type Report struct {
	Role     string `json:"role"`
	Endpoint string `json:"endpoint"`
	Model    string `json:"model"`
	// Error is why the role can't be played, "" if it can; Advice is what to do about it.
	Error  string `json:"error"`
	Advice string `json:"advice"`
	// Schema is how the endpoint is asked for JSON; Fits says whether an answer asked for so did fit.
	Schema Format `json:"schema"`
	Fits   bool   `json:"fits"`
	// Context is the model's length in tokens, 0 if unknown; ContextFrom says who told: configuration, endpoint, or trial.
	Context         int     `json:"context"`
	ContextFrom     string  `json:"context_from"`
	TokensPerSecond float64 `json:"tokens_per_second"` // one request at a time; 0 if the endpoint does not count
	Seconds         float64 `json:"seconds"`           // of one short answer
}

// Check tries the model of a role, within the budget. Nothing of it is cached or recorded.
func (s *Set) Check(ctx context.Context, role string) (Report, error) {
	c := s.bare[role]
	if c == nil {
		return Report{}, fmt.Errorf("llm: role %s has no endpoint to check", role)
	}
	r := s.config.Roles[role]
	k := &check{client: c, role: r, report: Report{Role: role, Endpoint: r.Endpoint, Model: r.Model}}
	k.model = Retry(Budget(Timeout(c, r.Timeout), s.ledger, r.MaxTokens), Retries{Attempts: 2})
	err := k.run(ctx)
	if ctx.Err() != nil || errors.Is(err, infoseek.ErrLimit) {
		return k.report, errors.Join(ctx.Err(), err)
	}
	if err != nil {
		k.report.Error, k.report.Advice = err.Error(), k.advice(err)
	}
	return k.report, nil
}

// check is a check at work.
type check struct {
	client *Client
	model  infoseek.Model
	role   Role
	listed []listed
	report Report
}

func (k *check) run(ctx context.Context) error {
	// An endpoint without a list of models may still answer.
	limited, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	k.listed, _ = k.client.list(limited)
	if err := k.schema(ctx); err != nil {
		return err
	}
	if err := k.speed(ctx); err != nil {
		return err
	}
	k.context(ctx)
	if !k.report.Fits {
		k.report.Advice = "the answer did not fit the schema asked for: expect repairs and faults, or set schema: text"
	}
	return nil
}

var colourSchema = json.RawMessage(`{"type":"object","properties":{"colour":{"type":"string","maxLength":20}},"required":["colour"],"additionalProperties":false}`)

// schema asks for JSON.
func (k *check) schema(ctx context.Context) error {
	r, err := k.model.Generate(ctx, infoseek.Request{
		Messages: []infoseek.Message{{Role: "user", Content: `Name a colour, as JSON: {"colour": "..."}`}}, Schema: colourSchema, Sampling: infoseek.Sampling{MaxTokens: 64, Temperature: ptr(0.0)},
	})
	if err != nil {
		return err
	}
	k.report.Schema = k.client.Format()
	var answer struct {
		Colour *string `json:"colour"`
	}
	k.report.Fits = json.Unmarshal([]byte(r.Text), &answer) == nil && answer.Colour != nil
	return nil
}

// speed asks for a longer answer.
func (k *check) speed(ctx context.Context) error {
	begin := time.Now()
	r, err := k.model.Generate(ctx, infoseek.Request{
		Messages: []infoseek.Message{{Role: "user", Content: "Count from one to a hundred in words."}}, Sampling: infoseek.Sampling{MaxTokens: 64},
	})
	if err != nil {
		return err
	}
	k.report.Seconds = time.Since(begin).Seconds()
	k.report.TokensPerSecond = float64(r.Usage.Completion) / k.report.Seconds
	return nil
}

// context finds out the model's length.
func (k *check) context(ctx context.Context) {
	if k.report.Context, k.report.ContextFrom = k.role.Context, "configuration"; k.report.Context > 0 {
		return
	}
	for _, m := range k.listed {
		if m.id == k.role.Model && m.context > 0 {
			k.report.Context, k.report.ContextFrom = m.context, "endpoint"
			return
		}
	}
	k.report.Context, k.report.ContextFrom = k.tryContext(ctx), "trial"
	if k.report.Context == 0 {
		k.report.ContextFrom = ""
	}
}

var contextLength = regexp.MustCompile(`(?i)context (?:length|window|size)\D{0,20}(\d+)`)

// tryContext asks something too long: servers refuse it and name their limit. Only a server on this machine that costs nothing, since one with a very long context would work on it.
func (k *check) tryContext(ctx context.Context) int {
	if u, err := url.Parse(k.role.Endpoint); err != nil || !loopback(u.Hostname()) || k.role.Price != nil && *k.role.Price != (infoseek.Price{}) {
		return 0
	}
	limited, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	_, err := k.client.Generate(limited, infoseek.Request{
		Messages: []infoseek.Message{{Role: "user", Content: strings.Repeat("a b ", 100_000)}}, Sampling: infoseek.Sampling{MaxTokens: 1},
	})
	if err == nil {
		return 0
	}
	found := contextLength.FindStringSubmatch(err.Error())
	if found == nil {
		return 0
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		return 0
	}
	return n
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// advice says what to do about an error.
func (k *check) advice(err error) string {
	e := asCallError(err)
	switch {
	case e == nil:
		return ""
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden:
		if k.role.KeyEnv == "" {
			return "the endpoint wants a key: put it into a variable and name that with key_env or --key-env"
		}
		return "the key in " + k.role.KeyEnv + " is not taken"
	case e.Status == http.StatusNotFound:
		return "check the endpoint's URL, which mostly ends in /v1, and the model's name" + k.names()
	case e.Status == http.StatusTooManyRequests:
		return "set limits for this model, or ask its provider for more"
	case e.Status == 0 && e.Free:
		return "nothing answers at " + k.role.Endpoint + ": start the server, or correct the endpoint"
	case e.Status == 0:
		return "the server is too slow or loses connections: a longer timeout may help"
	case e.Status >= 500:
		return "the server is in trouble: its own log says why"
	}
	return ""
}

// names lists what the endpoint has instead of a model that it does not list.
func (k *check) names() string {
	var ids []string
	for _, m := range k.listed {
		ids = append(ids, m.id)
	}
	if len(ids) == 0 || slices.Contains(ids, k.role.Model) {
		return ""
	}
	return "; it has " + strings.Join(ids[:min(len(ids), 10)], ", ")
}
