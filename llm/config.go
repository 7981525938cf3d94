package llm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"infoseek"

	"go.yaml.in/yaml/v3"
)

// Roles are what models are for.
var Roles = []string{"planner", "browser", "writer", "solver", "verifier", "judge", "refiner", "agent", "teacher"}

// Config says which model plays which role. As YAML:
//
//	budget: {dollars: 5, tokens: 2000000}   # neither is ever exceeded
//	default:                                # what roles don't say themselves; if it names a model, every role has it
//	  endpoint: https://api.example.com/v1  # up to and without /chat/completions
//	  model: small-model
//	  key_env: EXAMPLE_KEY                  # the variable with the key
//	  price: {in: 0.1, out: 0.4}            # dollars per million tokens
//	  limits: {in_flight: 32, requests_per_minute: 500, tokens_per_minute: 200000}  # of each endpoint
//	roles:
//	  planner: {temperature: 0.9}
//	  writer: {model: large-model, price: {in: 2, out: 8}}
//	  judge: {off: true}
//	  agent: {endpoint: "http://gpu-1:8000/v1", replicas: ["http://gpu-2:8000/v1"], model: own}  # served twice
type Config struct {
	Budget  Ceiling         `yaml:"budget,omitempty"`
	Default Role            `yaml:"default,omitempty"`
	Roles   map[string]Role `yaml:"roles,omitempty"`
}

// Role is how one role is played. Zero fields come from the default: all of them where endpoint and model are the default's, those below Extra wherever it is.
type Role struct {
	Endpoint string          `yaml:"endpoint,omitempty"`
	Replicas []string        `yaml:"replicas,omitempty"` // further endpoints that serve the same model: they share its calls
	Model    string          `yaml:"model,omitempty"`
	Context  int             `yaml:"context,omitempty"` // tokens
	Price    *infoseek.Price `yaml:"price,omitempty"`

	KeyEnv string         `yaml:"key_env,omitempty"`
	Schema Format         `yaml:"schema,omitempty"`
	Limits Limits         `yaml:"limits,omitempty"`
	Extra  map[string]any `yaml:"extra,omitempty"` // members added to each request's body

	Temperature *float64      `yaml:"temperature,omitempty"`
	TopP        *float64      `yaml:"top_p,omitempty"`
	Seed        *uint64       `yaml:"seed,omitempty"`
	MaxTokens   int           `yaml:"max_tokens,omitempty"` // of an answer; 0: 1024
	Timeout     time.Duration `yaml:"timeout,omitempty"`    // of one attempt; 0: two minutes
	Attempts    int           `yaml:"attempts,omitempty"`   // 0: 6
	Off         bool          `yaml:"off,omitempty"`        // no model for this role
}

const (
	defaultMaxTokens = 1024
	defaultTimeout   = 2 * time.Minute
)

// ReadConfig reads a file. Keys that are not known are errors that name the line.
func ReadConfig(path string) (Config, error) {
	f, err := os.Open(path)
	if err != nil {
		return Config{}, fmt.Errorf("llm: %w", err)
	}
	defer f.Close()
	c, err := readConfig(f)
	if err != nil {
		return Config{}, fmt.Errorf("llm: %s: %w", path, err)
	}
	return c, nil
}

func readConfig(r io.Reader) (Config, error) {
	var c Config
	dec := yaml.NewDecoder(r)
	dec.KnownFields(true)
	if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return c, plainYAML(err)
	}
	if err := dec.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return c, errors.New("more than one document")
	}
	return c, c.check()
}

var unknownField = regexp.MustCompile(`field (\S+) not found in type \S+`)

// plainYAML says what is wrong with a file without the names of Go types.
func plainYAML(err error) error {
	var wrong *yaml.TypeError
	if !errors.As(err, &wrong) {
		return err
	}
	for i, e := range wrong.Errors {
		wrong.Errors[i] = unknownField.ReplaceAllString(e, `unknown key "$1"`)
	}
	return errors.New(strings.Join(wrong.Errors, "; "))
}

// write writes the configuration as YAML, so that it reads back the same.
func (c Config) write() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	err := enc.Encode(c)
	return b.Bytes(), err
}

// check says what is wrong with the values.
func (c Config) check() error {
	if c.Budget.Dollars < 0 || c.Budget.Tokens < 0 {
		return errors.New("budget: less than nothing")
	}
	if c.Default.Off {
		return errors.New("default: off is for roles")
	}
	if err := c.Default.check(); err != nil {
		return fmt.Errorf("default: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Roles)) {
		if !slices.Contains(Roles, name) {
			return fmt.Errorf("roles: no role %q; the roles are %s", name, strings.Join(Roles, ", "))
		}
		if err := c.Roles[name].check(); err != nil {
			return fmt.Errorf("role %s: %w", name, err)
		}
	}
	return nil
}
