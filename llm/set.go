package llm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"infoseek"
)

// Options say what goes around the models of a Config.
type Options struct {
	// Env looks up variables of the environment: keys.
	Env func(name string) (string, bool)
	// Ledger is the file that keeps what was spent; "" keeps it in memory.
	Ledger string
	// Allowance, if set, is what calls must fit into beside the ledger: part of the budget of a run that is elsewhere.
	Allowance *Allowance
	// Cache, Record and Replay are directories; "" is none. With Replay no endpoint is asked, and a Config without roles is the recorded one.
	Cache, Record, Replay string
	// InFlight, if set, is the most calls of a model at a time, whatever the Config says.
	InFlight int
	// HTTP is the client for all endpoints, nil for one of their own.
	HTTP *http.Client
}

// Set is the models of all roles.
type Set struct {
	config Config
	models map[string]infoseek.Model
	bare   map[string]*Client // by role, for checks
	ledger *Ledger
	stores []*Answers
	tally  Tally
}

// configName is the file in a directory of records that says which models were recorded.
const configName = "models.yaml"

// Open makes the models. No endpoint is reached for, but to ask one whose model is not named which it has.
func Open(ctx context.Context, c Config, o Options) (*Set, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("llm: %w", err)
	}
	if o.Replay != "" {
		return openReplay(c, o.Replay)
	}
	s := &Set{config: c, models: map[string]infoseek.Model{}, bare: map[string]*Client{}}
	b := &builder{Set: s, o: o, clients: map[clientKey]*Client{}, limiters: map[limiterKey]*Limiter{}, listed: map[string]string{}}
	if err := b.build(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// openReplay makes models that answer from a recording.
func openReplay(c Config, dir string) (*Set, error) {
	recorded, err := ReadConfig(filepath.Join(dir, configName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("llm: %s holds no recording", dir)
	}
	if err != nil {
		return nil, err
	}
	if c.Default.Endpoint == "" && len(c.Roles) == 0 {
		c = recorded
	}
	s := &Set{config: c, models: map[string]infoseek.Model{}}
	answers, err := s.answers(dir)
	if err != nil {
		return nil, err
	}
	for _, name := range Roles {
		if r, ok := c.Role(name); ok {
			if r.Model == "" {
				old, _ := recorded.Role(name)
				r.Model = old.Model
			}
			s.models[name] = &played{Meter(Replay(r.info(), answers, r.scope()), &s.tally, name), r}
		}
	}
	return s, nil
}

// Model returns the model of a role, nil if it has none.
func (s *Set) Model(role string) infoseek.Model { return s.models[role] }

// Client returns the endpoint behind a role, which several roles may share; nil if it has none or answers are replayed.
func (s *Set) Client(role string) *Client { return s.bare[role] }

// Totals says what the roles' calls took so far: attempts that reached for an endpoint, or answers replayed.
func (s *Set) Totals() map[string]Totals { return s.tally.Totals() }

// Spent is what counts against the budget, that of earlier processes with the same ledger included.
func (s *Set) Spent() Amount {
	if s.ledger == nil {
		return Amount{}
	}
	return s.ledger.Spent()
}

// Lender lets workers elsewhere spend from the budget.
func (s *Set) Lender() (*Lender, error) {
	if s.ledger != nil {
		return &Lender{s.ledger}, nil
	}
	l, err := OpenLedger("", s.config.Budget)
	return &Lender{l}, err
}

// answers opens a directory of answers, closed with the set; nil if dir is "".
func (s *Set) answers(dir string) (*Answers, error) {
	if dir == "" {
		return nil, nil
	}
	a, err := OpenAnswers(dir)
	if err == nil {
		s.stores = append(s.stores, a)
	}
	return a, err
}

// Close ends ledger, cache and recording.
func (s *Set) Close() error {
	var errs []error
	if s.ledger != nil {
		errs = append(errs, s.ledger.Close())
	}
	for _, a := range s.stores {
		errs = append(errs, a.Close())
	}
	return errors.Join(errs...)
}

// saveConfig notes in a directory of records which models are recorded.
func saveConfig(dir string, c Config) error {
	b, err := c.write()
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	path := filepath.Join(dir, configName)
	if err == nil {
		err = os.WriteFile(path+".tmp", b, 0o644)
	}
	if err == nil {
		err = os.Rename(path+".tmp", path)
	}
	if err != nil {
		return storeFault("write "+path, err)
	}
	return nil
}
