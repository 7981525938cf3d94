package corpus

import (
	"cmp"
	"errors"
	"math/bits"
)

// Sequences of words are hashed word after word, from a seed that keeps the two ways of comparing apart.
const (
	seedNormal uint64 = 0x6a09e667f3bcc908
	seedExact  uint64 = 0xbb67ae8584caa73b
)

func extend(h, word uint64) uint64 { return mix(h*0x9e3779b97f4a7c15 + word) }

// noEntry marks a slot that is only the beginning of longer names.
const noEntry = ^uint32(0)

// slot is a sequence of words that is a name (Entry) or begins longer ones (More). Two sequences share a 64-bit hash in one text of a billion words and a corpus of a
// million names with a chance below 1e-4, and then a page is named once too often: sound.
type slot struct {
	Hash  uint64
	Entry uint32
	More  uint32
}

// owner is a page that has a name, with the kinds of name it is there, as bits, and anchorOfOne.
type owner struct {
	Page  uint32
	Kinds uint32
}

// anchorOfOne is set where the name is an anchor on one page alone: to that page, hiding its links would hide the name.
const anchorOfOne uint32 = 1 << 16

/*
nameTable finds the owners of names: slots in order of hash, each at or behind its home, the place that the first bits of its hash name; between a home and its slot none is free. So the
table is written from one end to the other. Behind the last home there are as many slots as are needed, and a free one. Owners are by entry.
*/
type nameTable struct {
	slots  []slot
	shift  int // of a hash, that leaves its home
	owners csr[owner]
}

func newNameTable(slots []slot, owners csr[owner]) nameTable {
	t := nameTable{slots: slots, owners: owners, shift: 64}
	for homes := 1; 2*homes < len(slots); homes *= 2 {
		t.shift--
	}
	return t
}

func (t *nameTable) find(h uint64) (slot, bool) {
	for at := h >> t.shift; at < uint64(len(t.slots)) && t.slots[at].Hash != 0 && t.slots[at].Hash <= h; at++ {
		if t.slots[at].Hash == h {
			return t.slots[at], true
		}
	}
	return slot{}, false
}

// nameUse says that a page has a name, by the hash of its words; kinds as owner's.
type nameUse struct {
	hash  uint64
	page  uint32
	kinds uint32
}

func byNameAndPage(a, b nameUse) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.page, b.page), cmp.Compare(a.kinds, b.kinds))
}

// nameTableFile makes the table of uses and of the beginnings of names.
type nameTableFile struct {
	st, work *store
	uses     *sorter[nameUse]
	prefixes *sorter[uint64]
	names    *file // hashes of names, ascending
	begin    *file // of beginnings
}

// write gathers owners and hashes first, since the size of the table is theirs to tell.
func (t *nameTableFile) write() error {
	var err, e error
	if t.names, err = t.work.create("names.hashes"); err != nil {
		return err
	}
	if t.begin, e = t.work.create("prefixes.hashes"); e != nil {
		return errors.Join(e, t.names.close())
	}
	err = errors.Join(t.writeOwners(), t.prefixes.each(func(h uint64) { t.begin.Write(bytesOf([]uint64{h})) }), t.names.close(), t.begin.close())
	if err != nil {
		return err
	}
	return t.writeSlots()
}

func (t *nameTableFile) writeOwners() error {
	c, err := createCSR[owner](t.st, "owners")
	if err != nil {
		return err
	}
	var last nameUse
	var open owner
	first := true
	err = t.uses.each(func(u nameUse) {
		if !first && u.hash == last.hash && u.page == open.Page {
			open.Kinds |= u.kinds
			return
		}
		if !first {
			c.put(open)
		}
		if !first && u.hash != last.hash {
			c.end()
		}
		if first || u.hash != last.hash {
			t.names.Write(bytesOf([]uint64{u.hash}))
		}
		first, last, open = false, u, owner{u.page, u.kinds}
	})
	if !first {
		c.put(open)
		c.end()
	}
	return errors.Join(err, c.close())
}

func (t *nameTableFile) writeSlots() error {
	m := &mapping{dir: t.work.dir, files: t.work.files}
	defer m.close()
	names, begin := rows[uint64](m, "names.hashes"), rows[uint64](m, "prefixes.hashes")
	if m.err != nil {
		return m.err
	}
	f, err := t.st.create("names.slots")
	if err != nil {
		return err
	}
	homes := slotsFor(len(names) + len(begin))
	w := slotWriter{f: f, homes: homes, shift: 64 - bits.TrailingZeros(uint(homes))}
	for i := 0; i < len(names) || len(begin) > 0; {
		s := slot{Entry: noEntry}
		if i < len(names) && (len(begin) == 0 || names[i] <= begin[0]) {
			s.Hash, s.Entry = names[i], uint32(i)
			i++
		}
		if len(begin) > 0 && (s.Entry == noEntry || begin[0] == s.Hash) {
			s.Hash, s.More = begin[0], 1
			begin = begin[1:]
		}
		w.put(s)
	}
	return w.close()
}

// slotWriter writes the slots of ascending hashes.
type slotWriter struct {
	f     *file
	homes int
	shift int
	n     int // slots written
}

func (w *slotWriter) put(s slot) {
	w.fill(int(s.Hash >> w.shift))
	w.f.Write(bytesOf([]slot{s}))
	w.n++
}

// fill writes free slots up to n.
func (w *slotWriter) fill(n int) {
	for ; w.n < n; w.n++ {
		w.f.Write(bytesOf([]slot{{}}))
	}
}

func (w *slotWriter) close() error {
	w.fill(w.homes)
	w.fill(w.n + 1)
	return w.f.close()
}
