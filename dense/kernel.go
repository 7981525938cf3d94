package dense

// A block is 16 rows, written group by group: of each group of 4 dimensions the 4 bytes of the first row, then those of the second … A byte is the row's number, from -127 to 127, plus 128: processors multiply bytes without a sign
// by bytes with one. Tiles are of whole quads of blocks.
const (
	blockRows  = 16
	groupSize  = 4
	groupBytes = blockRows * groupSize
	quad       = 4  // blocks
	panelWidth = 8  // queries that a wide kernel takes at once
	lanes      = 16 // partial sums of dot
	offset     = 128
)

// kernel multiplies blocks of rows with queries. All kernels give the same numbers: sums of products of whole numbers, and f32 sums in one fixed order.
type kernel struct {
	name string
	// one multiplies blocks (a multiple of quad) with one query: out[r] is the inner product of row r and the query.
	one func(rows []byte, groups, blocks int, query panel, out []int32)
	// wide does so for panelWidth queries; those of query j begin at out[j*blocks*blockRows].
	wide func(rows []byte, groups, blocks int, queries panel, out []int32)
	// mask sets a bit for each row whose upper bound reaches b.lowest, or nearly; masks has a number for each block of sums.
	mask func(masks []uint16, sums []int32, scales, offs []float32, b bounds)
	// lanes adds x[i]*y[i] to sum[i%lanes], in order of i, without fusing; len(x) is a multiple of lanes.
	lanes func(sum *[lanes]float32, x, y []float32)
}

// panel is one query or panelWidth, packed for a kernel: of each group the 4 numbers of the first query, then those of the second …
type panel struct {
	numbers []int8
	// bias is, of each query, -128 times the sum of its numbers: what takes back the 128 in the rows' bytes.
	bias [panelWidth]int32
}

// newPanel packs one query, or up to panelWidth; those that are missing are 0.
func newPanel(queries [][]int8, groups int) (p panel) {
	width := panelWidth
	if len(queries) == 1 {
		width = 1
	}
	p.numbers = make([]int8, groups*groupSize*width)
	for j, q := range queries {
		for d, n := range q {
			p.numbers[(d/groupSize*width+j)*groupSize+d%groupSize] = n
			p.bias[j] -= offset * int32(n)
		}
	}
	return p
}

var generic = kernel{"generic", oneGeneric, wideGeneric, maskGeneric, lanesGeneric}

// fastest is the best kernel that this processor has.
var fastest = kernels()[0]

func oneGeneric(rows []byte, groups, blocks int, query panel, out []int32) {
	for b := range blocks {
		var sum [blockRows]int32
		block := rows[b*groups*groupBytes:][:groups*groupBytes]
		for g := range groups {
			q := query.numbers[g*groupSize:][:groupSize]
			q0, q1, q2, q3 := int32(q[0]), int32(q[1]), int32(q[2]), int32(q[3])
			r := block[g*groupBytes:][:groupBytes]
			for i := range sum {
				x := r[i*groupSize:][:groupSize]
				sum[i] += (int32(x[0])-offset)*q0 + (int32(x[1])-offset)*q1 + (int32(x[2])-offset)*q2 + (int32(x[3])-offset)*q3
			}
		}
		copy(out[b*blockRows:], sum[:])
	}
}

func wideGeneric(rows []byte, groups, blocks int, queries panel, out []int32) {
	query := panel{numbers: make([]int8, groups*groupSize)}
	for j := range panelWidth {
		for g := range groups {
			copy(query.numbers[g*groupSize:][:groupSize], queries.numbers[(g*panelWidth+j)*groupSize:])
		}
		oneGeneric(rows, groups, blocks, query, out[j*blocks*blockRows:][:blocks*blockRows])
	}
}

// bounds are what a row's sum is held against: its product is at most sum·scale·(the row's) + perOff·(the row's off) + slack.
type bounds struct{ scale, perOff, slack, lowest float32 }

func (b bounds) upper(sum int32, scale, off float32) float32 {
	return float32(sum)*b.scale*scale + b.margin(off)
}

// margin is how far the product can be from what the whole numbers say.
func (b bounds) margin(off float32) float32 { return off*b.perOff + b.slack }

func maskGeneric(masks []uint16, sums []int32, scales, offs []float32, b bounds) {
	for i := range masks {
		mask := uint16(0)
		for j := range blockRows {
			row := i*blockRows + j
			if b.upper(sums[row], scales[row], offs[row]) >= b.lowest {
				mask |= 1 << j
			}
		}
		masks[i] = mask
	}
}

func lanesGeneric(sum *[lanes]float32, x, y []float32) {
	for ; len(x) >= lanes; x, y = x[lanes:], y[lanes:] {
		a, b := x[:lanes], y[:lanes]
		for i := range sum {
			sum[i] += float32(a[i] * b[i]) // the conversion forbids to multiply and add at once
		}
	}
}

// dot is the inner product, added up in an order that is the same everywhere.
func (k *kernel) dot(x, y []float32) float32 {
	var sum [lanes]float32
	whole := len(x) / lanes * lanes
	k.lanes(&sum, x[:whole], y[:whole])
	for i := whole; i < len(x); i++ {
		sum[i-whole] += float32(x[i] * y[i])
	}
	for n := lanes / 2; n > 0; n /= 2 {
		for i := range n {
			sum[i] += sum[i+n]
		}
	}
	return sum[0]
}
