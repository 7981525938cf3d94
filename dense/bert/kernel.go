package bert

import "math"

// kernel is the arithmetic that takes the time.
type kernel struct {
	name string
	// tile sets c, rows × columns, to the product of a, in which the rows' numbers of each of k steps stand together, and b, in which the columns' do.
	tile          func(k int, a, b, c []float32)
	rows, columns int
	// exponential sets each number, at most 0, to e to its power; gelu to x/2·(1+erf(x/√2)).
	exponential, gelu func(x []float32)
}

var generic = kernel{"generic", tileGeneric, 4, 8, exponentials, gelus}

// fastest is the best kernel that this processor has.
var fastest = kernels()[0]

func tileGeneric(k int, a, b, c []float32) {
	const rows, columns = 4, 8
	var sum [rows][columns]float32
	for i := range k {
		x, y := a[i*rows:][:rows], b[i*columns:][:columns]
		for r := range sum {
			v := x[r]
			for j := range sum[r] {
				sum[r][j] += v * y[j]
			}
		}
	}
	for r := range sum {
		copy(c[r*columns:], sum[r][:])
	}
}

func exponentials(x []float32) {
	for i, v := range x {
		x[i] = exponential(v)
	}
}

// exponential is e to the power of x <= 0, off by some 1e-7 of it (Cephes, expf). Below -87 it is that of -87.
func exponential(x float32) float32 {
	x = max(x, -87)
	n := float32(math.RoundToEven(float64(x * math.Log2E)))
	x = x - n*0.693359375 + n*2.12194440e-4
	p := float32(1.9875691500e-4)
	for _, c := range [...]float32{1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1} {
		p = p*x + c
	}
	p = p*x*x + x + 1
	return math.Float32frombits(math.Float32bits(p) + uint32(int32(n))<<23)
}

func gelus(x []float32) {
	for i, v := range x {
		x[i] = gelu(v)
	}
}

// gelu takes erf as a quotient of polynomials, off by some 1e-7 (Eigen, perf_erf).
func gelu(x float32) float32 {
	z := min(max(x*(math.Sqrt2/2), -4), 4)
	s := z * z
	p := float32(-2.72614225801306e-10)
	for _, c := range [...]float32{2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05, -7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02} {
		p = p*s + c
	}
	q := float32(-1.45660718464996e-05)
	for _, c := range [...]float32{-2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03, -1.42647390514189e-02} {
		q = q*s + c
	}
	return x / 2 * (1 + p*z/q)
}
