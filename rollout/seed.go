package rollout

import "hash/fnv"

// seedOf is the seed of a question's nth sample: the same whenever and wherever it is taken. Servers take seeds of 31 bits, and an agent adds the number of its turn.
func seedOf(run uint64, question string, n int) uint64 {
	h := fnv.New64a()
	h.Write([]byte(question))
	x := h.Sum64()
	for _, k := range []uint64{run, uint64(n)} {
		x = (x ^ k) * 0x9E3779B97F4A7C15
		x ^= x >> 29
	}
	return x >> 34
}
