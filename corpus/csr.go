package corpus

import "errors"

// csr holds one run of rows for each key 0..n-1: run k is rows[offs[k]:offs[k+1]].
type csr[T any] struct {
	offs []uint64
	rows []T
}

func mapCSR[T any](m *mapping, name string) csr[T] {
	return csr[T]{offs: rows[uint64](m, name+".off"), rows: rows[T](m, name)}
}

// of returns run k; nil if there is none.
func (c csr[T]) of(k int) []T {
	if k < 0 || k+1 >= len(c.offs) {
		return nil
	}
	return c.rows[c.offs[k]:c.offs[k+1]:c.offs[k+1]]
}

// sound tells whether the offsets ascend, cover the rows, and number keys+1.
func (c csr[T]) sound(keys int) bool {
	if len(c.offs) != keys+1 || c.offs[0] != 0 || c.offs[keys] != uint64(len(c.rows)) {
		return false
	}
	return true
}

// csrFile writes a csr, run after run.
type csrFile[T any] struct {
	rows, offs *file
	n          uint64
}

func createCSR[T any](s *store, name string) (*csrFile[T], error) {
	rows, err := s.create(name)
	if err != nil {
		return nil, err
	}
	offs, err := s.create(name + ".off")
	if err != nil {
		return nil, errors.Join(err, rows.close())
	}
	c := &csrFile[T]{rows: rows, offs: offs}
	c.end()
	return c, nil
}

// add writes the next run.
func (c *csrFile[T]) add(run []T) {
	c.rows.Write(bytesOf(run))
	c.n += uint64(len(run))
	c.end()
}

// put writes a row of the run at hand, which end ends.
func (c *csrFile[T]) put(row T) {
	c.rows.Write(bytesOf([]T{row}))
	c.n++
}

func (c *csrFile[T]) end() { c.offs.Write(bytesOf([]uint64{c.n})) }

func (c *csrFile[T]) close() error { return errors.Join(c.rows.close(), c.offs.close()) }
