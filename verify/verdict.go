package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"infoseek"
	"infoseek/internal/jsonl"

	"github.com/go-json-experiment/json/jsontext"
)

// VerdictsName is the output of a run that holds the verdicts about its questions, in their order.
const VerdictsName = "verdicts.jsonl"

// Verdict is one record of it.
type Verdict struct {
	V        int                `json:"v"`
	ID       string             `json:"id"` // question/check
	Run      string             `json:"run"`
	Question string             `json:"question"` // its id
	Check    string             `json:"check"`
	Outcome  Outcome            `json:"outcome"`
	Detail   string             `json:"detail"` // why it fails, or the fault
	Measures map[string]float64 `json:"measures"`
	Evidence jsontext.Value     `json:"evidence"`
	Model    string             `json:"model"` // that was asked, "" for none
	Calls    int                `json:"calls"` // of the model, those answered from a journal included
	Usage    infoseek.Usage     `json:"usage"`
	Dollars  float64            `json:"dollars"`
	// Basis is a hash over what the verdict rests on beside the question: the check's name, version and options, the model, and the verdict it builds on. A verdict of another basis is void.
	Basis string `json:"basis"`
	// Attempt counts the verdicts about this question by this check on the same basis, from 0; faults don't count.
	Attempt int `json:"attempt"`
}

// basis is the hash that binds a verdict to how it was made.
func basis(c Check, model string, before *Verdict) (string, error) {
	options, err := jsonl.Marshal(c.Options())
	if err != nil {
		return "", fmt.Errorf("verify: options of %s: %w", c.Name(), err)
	}
	of := fmt.Appendf(nil, "%s\n%d\n%s\n%s", c.Name(), c.Version(), options, model)
	if before != nil {
		of = fmt.Appendf(of, "\n%s\n%d", before.Basis, before.Attempt)
	}
	sum := sha256.Sum256(of)
	return hex.EncodeToString(sum[:6]), nil
}

// judged puts a finding into a verdict.
func (v *Verdict) judged(f Finding) error {
	evidence, err := jsonl.Marshal(f.Evidence)
	if err != nil {
		return fmt.Errorf("verify: evidence of %s: %w", v.ID, err)
	}
	v.Outcome, v.Detail, v.Measures, v.Evidence = f.outcome(), strings.Join(f.Against, "; "), f.Measures, evidence
	return nil
}

// faulted puts a fault into a verdict.
func (v *Verdict) faulted(err error) { v.Outcome, v.Detail = Fault, err.Error() }

// Verdicts are the verdicts about a run's questions, by the question's id and the check's name.
type Verdicts map[string]map[string]Verdict

// ReadVerdicts reads those of the run in dir; there are none where nothing was verified yet.
func ReadVerdicts(dir string) (Verdicts, error) {
	all := Verdicts{}
	for v, err := range jsonl.ReadFile(filepath.Join(dir, VerdictsName), jsonl.Options{}, checkVerdict) {
		if errors.Is(err, fs.ErrNotExist) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if all[v.Question] == nil {
			all[v.Question] = map[string]Verdict{}
		}
		all[v.Question][v.Check] = v
	}
	return all, nil
}

func checkVerdict(v Verdict) error {
	if v.V != infoseek.FormatVersion {
		return fmt.Errorf("verdict %q: format version %d, this program reads %d", v.ID, v.V, infoseek.FormatVersion)
	}
	switch v.Outcome {
	case Pass, Fail, Fault:
		return nil
	}
	return fmt.Errorf("verdict %q: outcome %q", v.ID, v.Outcome)
}
