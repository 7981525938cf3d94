package tune

import (
	"math/rand/v2"
	"slices"
)

// Split parts n items by chance into two halves, each ascending; of an odd number the first has one more.
func Split(n int, seed uint64) (first, second []int) {
	order := rand.New(rand.NewPCG(seed, 0x7e57)).Perm(n)
	first, second = order[:(n+1)/2], order[(n+1)/2:]
	slices.Sort(first)
	slices.Sort(second)
	return first, second
}
