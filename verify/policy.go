package verify

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Meaning is what a policy makes of a verdict.
type Meaning string

// The meanings. Stop ends the filter: somebody has to see to it first.
const (
	Keep Meaning = "keep"
	Drop Meaning = "drop"
	Stop Meaning = "stop"
)

// Policy says which questions belong to a final set.
type Policy struct {
	// Checks are asked in the order of Names; those not listed don't matter.
	Checks map[string]Rule `yaml:"checks"`
	// Fault and Missing hold for checks that say nothing else; the zero value is Stop.
	Fault   Meaning `yaml:"fault"`
	Missing Meaning `yaml:"missing"`
}

// Rule is what a policy makes of one check's verdicts.
type Rule struct {
	Fail    Meaning          `yaml:"fail"` // zero: Drop
	Fault   Meaning          `yaml:"fault"`
	Missing Meaning          `yaml:"missing"`
	Limits  map[string]Limit `yaml:"limits"` // by measure
}

// Limit bounds a measure of a verdict, bounds included.
type Limit struct {
	Min *float64 `yaml:"min"`
	Max *float64 `yaml:"max"`
}

func (l Limit) holds(x float64) bool {
	return (l.Min == nil || x >= *l.Min) && (l.Max == nil || x <= *l.Max)
}

func (l Limit) String() string {
	var parts []string
	if l.Min != nil {
		parts = append(parts, fmt.Sprintf("at least %g", *l.Min))
	}
	if l.Max != nil {
		parts = append(parts, fmt.Sprintf("at most %g", *l.Max))
	}
	return strings.Join(parts, ", ")
}

// ReadPolicy reads a policy in YAML; name stands for the file in errors. Unknown keys, checks and meanings are errors.
func ReadPolicy(r io.Reader, name string) (Policy, error) {
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	var p Policy
	if err := d.Decode(&p); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("the file is empty")
		}
		oneLine := strings.Join(strings.Fields(err.Error()), " ")
		return Policy{}, fmt.Errorf("verify: policy %s: %s", name, oneLine)
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return Policy{}, fmt.Errorf("verify: policy %s: more than one document", name)
	}
	if err := p.check(); err != nil {
		return Policy{}, fmt.Errorf("verify: policy %s: %w", name, err)
	}
	return p.whole(), nil
}

func (p Policy) check() error {
	if len(p.Checks) == 0 {
		return errors.New("no checks: name those that a question must pass")
	}
	if err := checkMeanings(p.Fault, p.Missing); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(p.Checks)) {
		if !slices.Contains(Names(), name) {
			return fmt.Errorf("no check is called %q: they are %s", name, strings.Join(Names(), ", "))
		}
		if err := p.Checks[name].check(); err != nil {
			return fmt.Errorf("check %s: %w", name, err)
		}
	}
	return nil
}

func (r Rule) check() error {
	if err := checkMeanings(r.Fail, r.Fault, r.Missing); err != nil {
		return err
	}
	for _, measure := range slices.Sorted(maps.Keys(r.Limits)) {
		switch l := r.Limits[measure]; {
		case l.Min == nil && l.Max == nil:
			return fmt.Errorf("limit of %s: give min or max", measure)
		case isNaN(l.Min) || isNaN(l.Max):
			return fmt.Errorf("limit of %s: a bound that is no number", measure)
		case l.Min != nil && l.Max != nil && *l.Min > *l.Max:
			return fmt.Errorf("limit of %s: min %g is over max %g", measure, *l.Min, *l.Max)
		}
	}
	return nil
}

func isNaN(x *float64) bool { return x != nil && math.IsNaN(*x) }

func checkMeanings(all ...Meaning) error {
	for _, m := range all {
		switch m {
		case "", Keep, Drop, Stop:
		default:
			return fmt.Errorf("%q: give %s, %s or %s", m, Keep, Drop, Stop)
		}
	}
	return nil
}

// whole fills in what the policy leaves open.
func (p Policy) whole() Policy {
	w := Policy{map[string]Rule{}, cmp.Or(p.Fault, Stop), cmp.Or(p.Missing, Stop)}
	for name, r := range p.Checks {
		r.Fail, r.Fault, r.Missing = cmp.Or(r.Fail, Drop), cmp.Or(r.Fault, w.Fault), cmp.Or(r.Missing, w.Missing)
		w.Checks[name] = r
	}
	return w
}
