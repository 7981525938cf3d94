package stat

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

// Resampling says how chance is drawn. The zero value is the default. The same one gives the same result, however many processors there are.
type Resampling struct {
	Resamples int    `json:"resamples"` // 0: Resamples
	Seed      uint64 `json:"seed"`
}

// Resamples is how often is drawn where nothing else is said.
const Resamples = 10_000

func (r Resampling) resamples() int {
	if r.Resamples == 0 {
		return Resamples
	}
	return r.Resamples
}

// each calls draw for every resample on all processors; a resample's chance follows from the seed and its number alone.
func (r Resampling) each(draw func(number int, chance *rand.PCG)) {
	const block = 64
	n := r.resamples()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+block-1)/block) {
		wg.Go(func() {
			var chance rand.PCG
			for from := int(next.Add(block)) - block; from < n; from = int(next.Add(block)) - block {
				for i := from; i < min(from+block, n); i++ {
					chance.Seed(r.Seed, uint64(i))
					draw(i, &chance)
				}
			}
		})
	}
	wg.Wait()
}
