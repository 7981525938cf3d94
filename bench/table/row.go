package table

import (
	"fmt"
	"strconv"
)

// Row is one thing that was measured.
type Row struct {
	What string `json:"what"`
	// Ours is the figure; Theirs what it is compared with (another program, another corpus, another setting), null where nothing is.
	Ours   *float64 `json:"ours"`
	Theirs *float64 `json:"theirs"`
	Unit   string   `json:"unit"`
	// Ratio is Ours / Theirs.
	Ratio *float64 `json:"ratio"`
	// Goal is what was asked for (">= 100", "ratio <= 2"), null where nothing was.
	Goal *string `json:"goal"`
	// Met is null where there is no goal, or nothing was measured.
	Met *bool `json:"met"`
	// Skipped says why nothing was measured; null if something was.
	Skipped *string `json:"skipped"`
}

// Bound is a goal for one figure. The zero value asks for nothing.
type Bound struct {
	Least, Most *float64
	// OfRatio bounds the ratio, not our own figure.
	OfRatio bool
}

// AtLeast asks for v or more.
func AtLeast(v float64) Bound { return Bound{Least: &v} }

// AtMost asks for v or less.
func AtMost(v float64) Bound { return Bound{Most: &v} }

// RatioAtMost asks for at most v times what it is compared with.
func RatioAtMost(v float64) Bound { return Bound{Most: &v, OfRatio: true} }

// RatioAtLeast asks for at least v times what it is compared with.
func RatioAtLeast(v float64) Bound { return Bound{Least: &v, OfRatio: true} }

func (b Bound) goal() *string {
	s := ""
	switch {
	case b.Least != nil:
		s = ">= " + number(*b.Least)
	case b.Most != nil:
		s = "<= " + number(*b.Most)
	default:
		return nil
	}
	if b.OfRatio {
		s = "ratio " + s
	}
	return &s
}

func (b Bound) met(v float64) bool {
	return (b.Least == nil || v >= *b.Least) && (b.Most == nil || v <= *b.Most)
}

// Figure is a row for a figure that stands by itself.
func Figure(what string, ours float64, unit string, b Bound) Row {
	r := Row{What: what, Ours: &ours, Unit: unit, Goal: b.goal()}
	if r.Goal != nil {
		met := !b.OfRatio && b.met(ours)
		r.Met = &met
	}
	return r
}

// Compared is a row for a figure beside another of its kind. A ratio to 0 is none, and meets no goal.
func Compared(what string, ours, theirs float64, unit string, b Bound) Row {
	r := Figure(what, ours, unit, b)
	r.Theirs = &theirs
	if theirs != 0 {
		ratio := ours / theirs
		r.Ratio = &ratio
	}
	if b.OfRatio && r.Goal != nil {
		met := r.Ratio != nil && b.met(*r.Ratio)
		r.Met = &met
	}
	return r
}

// Skip is a row for what could not be measured.
func Skip(what, unit string, b Bound, why string) Row {
	return Row{What: what, Unit: unit, Goal: b.goal(), Skipped: &why}
}

// cells are the row's texts, in the order of the table's heads.
func (r Row) cells() [6]string {
	verdict := ""
	switch {
	case r.Skipped != nil:
		verdict = "skipped: " + *r.Skipped
	case r.Met != nil && *r.Met:
		verdict = "met"
	case r.Met != nil:
		verdict = "MISSED"
	}
	goal := ""
	if r.Goal != nil {
		goal = *r.Goal
	}
	return [6]string{r.What, withUnit(r.Ours, r.Unit), withUnit(r.Theirs, r.Unit), optional(r.Ratio), goal, verdict}
}

func withUnit(v *float64, unit string) string {
	if v == nil || unit == "" {
		return optional(v)
	}
	return optional(v) + " " + unit
}

func optional(v *float64) string {
	if v == nil {
		return ""
	}
	return number(*v)
}

// number shows whole numbers in full, others with three significant digits.
func number(v float64) string {
	if v == float64(int64(v)) {
		return strconv.FormatInt(int64(v), 10)
	}
	if v >= 1000 || v <= -1000 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return fmt.Sprintf("%.3g", v)
}
