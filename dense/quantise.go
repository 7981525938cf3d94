package dense

import "math"

// quantised is a vector in whole numbers: x is about scale·numbers, off by a vector of length off at most.
type quantised struct {
	numbers []int8 // of groups·4; those beyond the dimensions are 0
	scale   float32
	off     float32 // rounded up
}

func groupsOf(dims int) int { return (dims + groupSize - 1) / groupSize }

// quantise rounds x to numbers from -127 to 127.
func quantise(x []float32, q *quantised) {
	most := float32(0)
	for _, v := range x {
		most = max(most, float32(math.Abs(float64(v))))
	}
	q.numbers = append(q.numbers[:0], make([]int8, groupsOf(len(x))*groupSize)...)
	q.scale = most / 127
	if q.scale == 0 { // nothing, or so little that it is lost
		q.off = roundUp(norm(x))
		return
	}
	squares := 0.0
	for i, v := range x {
		n := math.Round(float64(v) / float64(q.scale))
		n = min(max(n, -127), 127)
		q.numbers[i] = int8(n)
		d := float64(v) - n*float64(q.scale)
		squares += d * d
	}
	q.off = roundUp(math.Sqrt(squares))
}

func norm(x []float32) float64 {
	squares := 0.0
	for _, v := range x {
		squares += float64(v) * float64(v)
	}
	return math.Sqrt(squares)
}

// roundUp is at least v, whatever rounding lost on the way to v.
func roundUp(v float64) float32 {
	v *= 1 + 1e-12
	f := float32(v)
	if float64(f) < v {
		f = math.Nextafter32(f, math.MaxFloat32)
	}
	return f
}

// put writes row i of packed blocks.
func put(packed []byte, groups, i int, numbers []int8) {
	block := packed[i/blockRows*groups*groupBytes:][:groups*groupBytes]
	for d, n := range numbers {
		block[d/groupSize*groupBytes+i%blockRows*groupSize+d%groupSize] = byte(int(n) + offset)
	}
}
