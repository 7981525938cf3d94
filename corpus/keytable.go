package corpus

import (
	"errors"
	"slices"
	"unsafe"
)

// keyTable is a dictionary being made: what is in it is found while more comes. Of each key it holds 16 to 24 bytes in memory; entries and strings are in their files.
type keyTable struct {
	name    string
	strings *file
	entries *file
	key     func(string) string // the form under which stored strings are compared; nil: as they are
	hashes  []uint64
	slots   []uint32 // as dictionary's
	err     error
}

func newKeyTable(s *store, name string, strings *file, key func(string) string) (*keyTable, error) {
	entries, err := s.create(name)
	return &keyTable{name: name, strings: strings, entries: entries, key: key, slots: make([]uint32, slotsFor(0))}, err
}

func (t *keyTable) count() uint32 { return uint32(len(t.hashes)) }

// has tells whether a string was put in under key.
func (t *keyTable) has(key string) bool {
	_, _, ok := t.find(key)
	return ok
}

// find returns the number and the entry of the string put in under key. Files are read only where a hash is the key's.
func (t *keyTable) find(key string) (uint32, entry, bool) {
	h := hashString(key)
	mask := uint64(len(t.slots) - 1)
	for at := h & mask; t.slots[at] != 0; at = (at + 1) & mask {
		n := t.slots[at] - 1
		if t.hashes[n] != h {
			continue
		}
		e := t.entry(n)
		stored := t.text(e)
		if t.key != nil {
			stored = t.key(stored)
		}
		if stored == key {
			return n, e, true
		}
	}
	return 0, entry{}, false
}

func (t *keyTable) entry(n uint32) entry {
	const size = int(unsafe.Sizeof(entry{}))
	b, err := t.entries.bytesAt(uint64(n)*uint64(size), size)
	if err != nil {
		t.err = errors.Join(t.err, err)
		return entry{}
	}
	return *viewRow[entry](b)
}

func (t *keyTable) text(e entry) string {
	b, err := t.strings.bytesAt(e.Off, int(e.Len))
	t.err = errors.Join(t.err, err)
	return string(b)
}

// add puts in a string that is not in yet. It returns the number of its entry.
func (t *keyTable) add(key string, off uint64, length int, val uint32) uint32 {
	if 2*(len(t.hashes)+1) > len(t.slots) {
		t.slots = make([]uint32, 2*len(t.slots))
		for i, h := range t.hashes {
			t.place(h, uint32(i+1))
		}
	}
	h := hashString(key)
	n := uint32(len(t.hashes))
	t.hashes = append(t.hashes, h)
	t.entries.Write(bytesOf([]entry{{off, uint32(length), val}}))
	t.place(h, n+1)
	return n
}

func (t *keyTable) place(h uint64, slot uint32) {
	mask := uint64(len(t.slots) - 1)
	at := h & mask
	for t.slots[at] != 0 {
		at = (at + 1) & mask
	}
	t.slots[at] = slot
}

// view maps what is in so far, for finding values without reading files. It does not see what comes later. Strings are mapped ones that hold all keys put in.
func (t *keyTable) view(m *mapping, strings []byte) dictionary {
	return dictionary{slices.Clone(t.slots), rowsIn[entry](m, t.name, m.written(t.entries)), strings, t.key}
}

// close writes the table.
func (t *keyTable) close(s *store) error {
	err := errors.Join(t.err, put(s, t.name+".slots", t.slots), t.entries.close())
	t.hashes, t.slots = nil, nil
	return err
}
