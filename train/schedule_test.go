package train

import (
	"math"
	"testing"
)

func TestSchedule(t *testing.T) {
	cosine := Schedule{Peak: 2, WarmUp: 0.2, Steps: 10}
	for _, c := range []struct {
		s    Schedule
		step int
		want float64
	}{
		{cosine, 0, 2. / 3}, {cosine, 1, 4. / 3}, {cosine, 2, 2}, {cosine, 6, 1}, {cosine, 10, 0}, {cosine, 11, 0},
		{Schedule{Peak: 2, Steps: 10, Floor: 0.5}, 0, 2},
		{Schedule{Peak: 2, Steps: 10, Floor: 0.5}, 10, 1},
		{Schedule{Peak: 2, WarmUp: 0.42, Steps: 10, Flat: true}, 4, 5. / 3},
		{Schedule{Peak: 2, WarmUp: 0.1, Steps: 1}, 0, 1}, // a training of one step learns something
		{Schedule{Peak: 2, WarmUp: 1, Steps: 1, Flat: true}, 0, 1},
		{Schedule{Peak: 2, WarmUp: 0.42, Steps: 10, Flat: true}, 9, 2},
	} {
		if got := c.s.Rate(c.step); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%+v at %d: %v, want %v", c.s, c.step, got, c.want)
		}
	}
}
