package main

import (
	"infoseek"
	"infoseek/text"
)

// factRecord is a fact with what its value states: dates, and numbers in canonical units.
type factRecord struct {
	infoseek.Fact
	Dates   []dateRecord   `json:"dates,omitempty"`
	Numbers []numberRecord `json:"numbers,omitempty"`
}

// dateRecord is a date; month and day are left out where they aren't stated.
type dateRecord struct {
	Year  int `json:"year"`
	Month int `json:"month,omitempty"`
	Day   int `json:"day,omitempty"`
}

// numberRecord is a number with what it may have been before it was rounded.
type numberRecord struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Unit  string  `json:"unit"` // m, m2, kg, s, K, USD ...; "" for a bare count
}

func typedFacts(facts []infoseek.Fact) []factRecord {
	all := make([]factRecord, len(facts))
	for i, f := range facts {
		all[i].Fact = f
		for _, d := range text.Dates(nil, f.Value) {
			all[i].Dates = append(all[i].Dates, dateRecord{d.Year, d.Month, d.Day})
		}
		for _, n := range text.Numbers(nil, f.Value) {
			all[i].Numbers = append(all[i].Numbers, numberRecord{n.Value, n.Low, n.High, n.Unit})
		}
	}
	return all
}
