package verify

import (
	"iter"

	"infoseek/runs"
)

// recordKind is the kind of a verdict's record in the journal.
const recordKind = "verdict"

// known is every verdict of the journal that counts: the last of each question and check, and how often each was given.
type known struct {
	last     map[string]Verdict // by Verdict.ID
	attempts map[string]int     // by id and basis
}

func readKnown(records iter.Seq2[runs.Record, error]) (*known, error) {
	k := &known{last: map[string]Verdict{}, attempts: map[string]int{}}
	for rec, err := range records {
		if err != nil {
			return nil, err
		}
		if rec.Kind != recordKind {
			continue
		}
		var v Verdict
		if err := rec.Decode(&v); err != nil {
			return nil, err
		}
		k.add(v)
	}
	return k, nil
}

// add lets v take the place of the verdict before it. A fault takes none that stands on the same basis: it says nothing.
func (k *known) add(v Verdict) {
	if v.Outcome == Fault && k.done(v.ID, v.Basis) {
		return
	}
	k.last[v.ID] = v
	if v.Outcome != Fault {
		k.attempts[attemptKey(v.ID, v.Basis)]++
	}
}

func attemptKey(id, basis string) string { return id + " " + basis }

// done says whether the verdict called id stands on this basis. A fault doesn't stand: it is tried again.
func (k *known) done(id, basis string) bool {
	v, ok := k.last[id]
	return ok && v.Basis == basis && v.Outcome != Fault
}
