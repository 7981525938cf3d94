package bert

// packed is a matrix of columns × k numbers as kernels want the right side of a product: columns in groups, the numbers of each step together, the last group filled up with 0.
type packed struct {
	k, columns int
	numbers    []float32
}

// pack takes the columns one by one: of column j the i-th number is of(j)[i·step].
func (p *packed) pack(kn *kernel, k, columns, step int, of func(j int) []float32) {
	p.k, p.columns = k, columns
	groups := (columns + kn.columns - 1) / kn.columns
	p.numbers = resized(p.numbers, groups*kn.columns*k)
	for g := range groups {
		group := p.numbers[g*kn.columns*k:][:kn.columns*k]
		for c := range kn.columns {
			if j := g*kn.columns + c; j < columns {
				from := of(j)
				for i := range k {
					group[i*kn.columns+c] = from[i*step]
				}
				continue
			}
			for i := range k {
				group[i*kn.columns+c] = 0
			}
		}
	}
}

// linear is a layer of weights and biases; bias is nil for none.
type linear struct {
	packed
	bias []float32
}

// multiply sets out, whose rows are stride apart, to a times b plus bias; a has rows of b.k numbers, lda apart.
func (s *scratch) multiply(kn *kernel, a []float32, rows, lda int, b *packed, bias, out []float32, stride int) {
	k := b.k
	s.left = resized(s.left, (rows+kn.rows-1)/kn.rows*kn.rows*k)
	packRows(s.left, a, rows, lda, k, kn.rows)
	s.tile = resized(s.tile, kn.rows*kn.columns)
	for first := 0; first < b.columns; first += kn.columns {
		group := b.numbers[first*k:][:kn.columns*k]
		n := min(kn.columns, b.columns-first)
		for r := 0; r < rows; r += kn.rows {
			kn.tile(k, s.left[r*k:], group, s.tile)
			for i := range min(kn.rows, rows-r) {
				to := out[(r+i)*stride+first:][:n]
				copy(to, s.tile[i*kn.columns:])
				if bias != nil {
					for j, v := range bias[first:][:n] {
						to[j] += v
					}
				}
			}
		}
	}
}

// packRows puts the numbers of each step together, for so many rows at once.
func packRows(dst, a []float32, rows, lda, k, together int) {
	for r := 0; r < rows; r += together {
		group := dst[r*k:][:together*k]
		for i := range together {
			if r+i >= rows {
				for j := range k {
					group[j*together+i] = 0
				}
				continue
			}
			for j, v := range a[(r+i)*lda:][:k] {
				group[j*together+i] = v
			}
		}
	}
}

// resized is v with n numbers, whatever they are.
func resized(v []float32, n int) []float32 {
	if cap(v) < n {
		return make([]float32, n)
	}
	return v[:n]
}
