package train

import (
	"cmp"
	"fmt"
	"slices"
)

// Row is a row of a batch: examples, by their index, one after the other.
type Row struct {
	Examples []int
	Tokens   int
}

// TooLongError says that an example does not fit in a row.
type TooLongError struct {
	ID           string
	Tokens, Most int
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("train: example %q has %d tokens, a row %d", e.ID, e.Tokens, e.Most)
}

// Pack puts the examples, in the order given, into rows of at most length tokens: each into the first row that has room for it, so the rows depend on nothing but their arguments.
func Pack(examples []Example, order []int, length int) ([]Row, error) {
	var rows []Row
	for _, i := range order {
		n := len(examples[i].Tokens)
		if n > length {
			return nil, &TooLongError{examples[i].ID, n, length}
		}
		at := slices.IndexFunc(rows, func(r Row) bool { return r.Tokens+n <= length })
		if at < 0 {
			at, rows = len(rows), append(rows, Row{})
		}
		rows[at].Examples = append(rows[at].Examples, i)
		rows[at].Tokens += n
	}
	return rows, nil
}

// Longest is the length of the longest example, rounded up to a multiple of 16, so that few shapes have to be compiled.
func Longest(examples []Example) int {
	if len(examples) == 0 {
		return 0
	}
	most := slices.MaxFunc(examples, func(a, b Example) int { return cmp.Compare(len(a.Tokens), len(b.Tokens)) })
	return (len(most.Tokens) + 15) / 16 * 16
}
