package train

import (
	"math"

	"github.com/gomlx/gomlx/core/tensors"
)

// Batch is what one pass of the model reads, row by row, [Rows, Length] each. At each place stands a token, and what it is to predict: the next one of the same example.
type Batch struct {
	Rows, Length int
	// Tokens are padded with 0. Positions count from 0 within an example. Segments number a row's examples from 1; 0 is padding.
	Tokens, Positions, Segments []int32
	Targets                     []int32
	Own                         []float32 // 1 where the target is the model's own
	Weight                      []float32 // what the target's loss counts for in the step
	Old, Reference              []float32 // log-probabilities of the target when it was sampled, and by the reference model
	Advantage                   []float32
	// Most is the most examples in a row.
	Most int
	// Names are the ids of the examples, and Places where their targets stand.
	Names  []string
	Places []Place
}

// Place is where the targets of an example stand in a batch: that of its token i+1 at Start+i, for i from 0 to Count-1.
type Place struct{ Example, Start, Count int }

// NewBatch lays out rows of examples. weight says what a loss on a token of an example counts for.
func NewBatch(examples []Example, rows []Row, height, length int, weight func(example int) float64) *Batch {
	n := height * length
	ints := func() []int32 { return make([]int32, n) }
	floats := func() []float32 { return make([]float32, n) }
	b := &Batch{
		Rows: height, Length: length, Tokens: ints(), Positions: ints(), Segments: ints(), Targets: ints(),
		Own: floats(), Weight: floats(), Old: floats(), Reference: floats(), Advantage: floats(),
	}
	for r, row := range rows {
		at := r * length
		for segment, i := range row.Examples {
			b.put(&examples[i], i, at, segment+1, weight(i))
			at += len(examples[i].Tokens)
		}
		b.Most = max(b.Most, len(row.Examples))
	}
	return b
}

func (b *Batch) put(e *Example, index, at, segment int, weight float64) {
	b.Names = append(b.Names, e.ID)
	b.Places = append(b.Places, Place{index, at, max(0, len(e.Tokens)-1)})
	for i, token := range e.Tokens {
		b.Tokens[at+i], b.Positions[at+i], b.Segments[at+i] = token, int32(i), int32(segment)
		if i+1 == len(e.Tokens) {
			break
		}
		b.Targets[at+i] = e.Tokens[i+1]
		if e.Own[i+1] {
			b.Own[at+i], b.Weight[at+i] = 1, float32(weight)
		}
		if p := e.logProb(i + 1); !math.IsNaN(p) {
			b.Old[at+i] = float32(p)
		}
		if e.Reference != nil {
			b.Reference[at+i] = float32(e.Reference[i+1])
		}
		b.Advantage[at+i] = float32(e.Advantage)
	}
}

// columns are the tensors of a batch in the order in which graphs take them (newFeed).
func (b *Batch) columns() []any {
	var all []any
	for _, c := range [][]int32{b.Tokens, b.Positions, b.Segments, b.Targets} {
		all = append(all, tensors.FromFlatDataAndDimensions(c, b.Rows, b.Length))
	}
	for _, c := range [][]float32{b.Own, b.Weight, b.Old, b.Reference, b.Advantage} {
		all = append(all, tensors.FromFlatDataAndDimensions(c, b.Rows, b.Length))
	}
	return all
}
