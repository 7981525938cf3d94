package tune

import (
	"infoseek/stat"
)

// Estimate is a mean with its interval.
type Estimate struct {
	Mean float64 `json:"mean"`
	stat.Interval
}

// Comparison holds what was found against another setting, measure by measure, on items that neither was fitted to.
type Comparison struct {
	Name  string `json:"name"` // of the other setting
	Point Point  `json:"point"`
	Lines []Line `json:"lines"`
}

// Line compares one measure.
type Line struct {
	Measure    string   `json:"measure"`
	Other      Estimate `json:"other"`
	Found      Estimate `json:"found"`
	Difference Estimate `json:"difference"` // found less other
	P          float64  `json:"p"`          // of stat.Randomisation
	// Detectable is the smallest true difference that so many items would mostly show (stat.Detectable).
	Detectable float64 `json:"detectable"`
}

// level is that of the intervals of all lines.
const level = stat.Level

func estimate(values []float64, r stat.Resampling) Estimate {
	return Estimate{stat.Mean(values), stat.Bootstrap(values, level, r)}
}

func compare(m Measure, other, found []Score, r stat.Resampling) Line {
	a, b := m.values(other), m.values(found)
	d := stat.Differences(b, a)
	return Line{
		Measure: m.Name, Other: estimate(a, r), Found: estimate(b, r), Difference: estimate(d, r),
		P: stat.Randomisation(d, r), Detectable: stat.Detectable(stat.Deviation(d), len(d)),
	}
}
