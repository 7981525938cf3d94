package claims

import (
	"slices"
	"strings"
)

// discord is by how much one figure of a box may differ from what two others of it make.
const discord = 2

// mostDense is more people per square kilometre than live anywhere.
const mostDense = 50_000

// agreed drops the figures of boxes that contradict each other: an area of the town proper beside the population of its surroundings, a product in millions that was billions.
func (r *reading) agreed() {
	people, area, dense := r.told("population of"), r.told("an area of"), r.told("population density of")
	total, each := r.told("gross domestic product at purchasing power parity of"), r.told("gross domestic product per head at purchasing power parity of")
	if people > 0 && area > 0 {
		if made := people / (area / 1e6); dense > 0 && apart(made, dense) || made > mostDense {
			r.forget("population of", "an area of", "population density of")
		}
	}
	if people > 0 && total > 0 && each > 0 && apart(total/people, each) {
		r.forget("gross domestic product at purchasing power parity of", "gross domestic product per head at purchasing power parity of")
	}
}

func apart(a, b float64) bool { return a > discord*b || b > discord*a }

// told is the number of the first claim whose phrase ends so; 0 if there is none.
func (r *reading) told(end string) float64 {
	for _, c := range r.claims {
		if c.Kind == ToNumber && strings.HasSuffix(c.Phrase, " "+end) {
			return (c.Low + c.High) / 2
		}
	}
	return 0
}

func (r *reading) forget(ends ...string) {
	r.claims = slices.DeleteFunc(r.claims, func(c Claim) bool {
		return c.Kind == ToNumber && slices.ContainsFunc(ends, func(e string) bool { return strings.HasSuffix(c.Phrase, " "+e) })
	})
}
