package dense

import (
	"encoding/json"
	"path/filepath"

	"infoseek/internal/sections"
)

type writer struct{ *sections.Writer }

// writeAll makes the file of the vectors that each calls its argument with, in order of rows; it is called twice.
func writeAll(dir string, m meta, places []place, each func(func(vector []float32) error) error) error {
	file, err := sections.Create(filepath.Join(dir, fileName), layout)
	if err != nil {
		return err
	}
	defer file.Abandon()
	w := writer{file}
	described, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := w.Section(described); err != nil {
		return err
	}
	if err := w.Section(sections.Bytes(places)); err != nil {
		return err
	}
	if err := w.quantised(m, each); err != nil {
		return err
	}
	if err := each(func(v []float32) error { _, err := w.Write(sections.Bytes(v)); return err }); err != nil {
		return err
	}
	if err := w.End(); err != nil {
		return err
	}
	return w.Finish()
}

// quantised writes the blocks, then scales and offs.
func (w writer) quantised(m meta, each func(func([]float32) error) error) error {
	groups, padded := groupsOf(m.Dims), blocksOf(m.Rows)*blockRows
	scales, offs := make([]float32, padded), make([]float32, padded)
	block := make([]byte, groups*groupBytes)
	none := make([]int8, groups*groupSize)
	var q quantised
	row := 0
	next := func(numbers []int8) error {
		put(block, groups, row%blockRows, numbers)
		row++
		if row%blockRows > 0 {
			return nil
		}
		_, err := w.Write(block)
		return err
	}
	err := each(func(v []float32) error {
		quantise(v, &q)
		scales[row], offs[row] = q.scale, q.off
		return next(q.numbers)
	})
	for err == nil && row < padded {
		err = next(none)
	}
	if err != nil {
		return err
	}
	if err := w.End(); err != nil {
		return err
	}
	if err := w.Section(sections.Bytes(scales)); err != nil {
		return err
	}
	return w.Section(sections.Bytes(offs))
}
