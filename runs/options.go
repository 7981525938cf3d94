package runs

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"infoseek"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Options say what a run is of.
type Options struct {
	// Command is the name of the command that makes the run, the start of the run's id.
	Command string
	// Options are all that change the output, as a value that JSON can hold. A run is only resumed with the same.
	Options any
	// Limits are what may change from one call to the next, like the number of questions wanted: the output with a smaller limit is the beginning of the one with a larger.
	Limits any
	Seed   uint64
	Corpus infoseek.CorpusRef
	// CorpusDir is where the corpus lies, relative to the run directory if it can be; it is noted for those who read the run later, and changes nothing.
	CorpusDir string
	// Version of the program: another one may decide differently, so it doesn't resume the run either.
	Version string
	// Now tells the time for the manifest; nil is time.Now.
	Now func() time.Time
}

func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Now().UTC()
	}
	return o.Now().UTC()
}

// manifest is that of a new run.
func (o Options) manifest() (Manifest, error) {
	options, err := canonical(o.Options)
	if err != nil {
		return Manifest{}, fmt.Errorf("runs: options: %w", err)
	}
	limits, err := canonical(o.Limits)
	if err != nil {
		return Manifest{}, fmt.Errorf("runs: limits: %w", err)
	}
	m := Manifest{
		V: infoseek.FormatVersion, Command: o.Command, Options: options, OptionsHash: hash(options), Limits: limits,
		Seed: o.Seed, Corpus: o.Corpus, CorpusDir: o.CorpusDir, Versions: Versions{Program: o.Version, Go: runtime.Version()},
		State: Running, Counts: map[string]int{}, Created: o.now(),
	}
	m.Updated = m.Created
	m.Run = m.id()
	return m, nil
}

// id leaves out the versions, so that the same run made by a later version can be compared with this one.
func (m Manifest) id() string {
	of := strings.Join([]string{m.Command, m.OptionsHash, strconv.FormatUint(m.Seed, 10), m.Corpus.Hash}, "\n")
	return m.Command + "-" + hash([]byte(of))[:12]
}

func hash(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func canonical(v any) (jsontext.Value, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	c := jsontext.Value(b)
	err = c.Canonicalize(jsontext.CanonicalizeRawInts(false))
	return c, err
}

// OptionsError says that a run was made with other options than those given now.
type OptionsError struct {
	Dir   string
	Diffs []OptionDiff
}

// OptionDiff is an option that differs: its name (dots lead into objects), and both values as JSON; "" where there is none.
type OptionDiff struct{ Name, Stored, Given string }

func (d OptionDiff) String() string {
	return fmt.Sprintf("%s is %s there, %s now", d.Name, orAbsent(d.Stored), orAbsent(d.Given))
}

func orAbsent(s string) string {
	if s == "" {
		return "absent"
	}
	return s
}

func (e *OptionsError) Error() string {
	diffs := make([]string, len(e.Diffs))
	for i, d := range e.Diffs {
		diffs[i] = d.String()
	}
	return fmt.Sprintf("runs: %s was made with other options: %s. Give the same ones to resume it, or another directory", e.Dir, strings.Join(diffs, "; "))
}

// differences lists what keeps a run from being resumed.
func differences(stored, given Manifest) ([]OptionDiff, error) {
	var diffs []OptionDiff
	for _, f := range []struct{ name, stored, given string }{
		{"command", stored.Command, given.Command},
		{"corpus", stored.Corpus.Hash, given.Corpus.Hash},
		{"version", stored.Versions.Program, given.Versions.Program},
	} {
		if f.stored != f.given {
			diffs = append(diffs, OptionDiff{f.name, strconv.Quote(f.stored), strconv.Quote(f.given)})
		}
	}
	if stored.Seed != given.Seed {
		diffs = append(diffs, OptionDiff{"seed", strconv.FormatUint(stored.Seed, 10), strconv.FormatUint(given.Seed, 10)})
	}
	options, err := canonical(stored.Options)
	return append(diffs, valueDiffs("", options, given.Options)...), err
}

// valueDiffs compares two canonical values member by member.
func valueDiffs(name string, stored, given jsontext.Value) []OptionDiff {
	if string(stored) == string(given) {
		return nil
	}
	if stored.Kind() != '{' || given.Kind() != '{' {
		if name == "" {
			name = "options"
		}
		return []OptionDiff{{name, string(stored), string(given)}}
	}
	s, g := members(stored), members(given)
	var diffs []OptionDiff
	for _, n := range slices.Sorted(keysOfBoth(s, g)) {
		diffs = append(diffs, valueDiffs(strings.TrimPrefix(name+"."+n, "."), s[n], g[n])...)
	}
	return diffs
}

func members(v jsontext.Value) map[string]jsontext.Value {
	m := map[string]jsontext.Value{}
	json.Unmarshal(v, &m) // v is canonical
	return m
}

func keysOfBoth(a, b map[string]jsontext.Value) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range a {
			if !yield(k) {
				return
			}
		}
		for k := range b {
			if _, both := a[k]; !both && !yield(k) {
				return
			}
		}
	}
}
