package corpus

// entry is one string of a dictionary, kept in the string file, with its value.
type entry struct {
	Off      uint64
	Len, Val uint32
}

// dictionary finds values by string: an open-addressed table on disk whose slots hold entry numbers + 1.
type dictionary struct {
	slots   []uint32
	entries []entry
	strings []byte
	key     func(string) string // the form under which stored strings are compared; nil: as they are
}

func mapDictionary(m *mapping, name string, strings []byte, key func(string) string) dictionary {
	return dictionary{rows[uint32](m, name+".slots"), rows[entry](m, name), strings, key}
}

func (d dictionary) text(e entry) string { return viewString(d.strings[e.Off : e.Off+uint64(e.Len)]) }

// keyOf is the form under which an entry's string is compared.
func (d dictionary) keyOf(e entry) string {
	if d.key == nil {
		return d.text(e)
	}
	return d.key(d.text(e))
}

// find returns the value of the first string put in under key s.
func (d dictionary) find(s string) (uint32, bool) {
	e, ok := d.entry(s)
	return e.Val, ok
}

func (d dictionary) entry(s string) (entry, bool) {
	if d.key != nil {
		s = d.key(s)
	}
	if len(d.slots) == 0 {
		return entry{}, false
	}
	mask := uint64(len(d.slots) - 1)
	for at := hashString(s) & mask; d.slots[at] != 0; at = (at + 1) & mask {
		if e := d.entries[d.slots[at]-1]; d.keyOf(e) == s {
			return e, true
		}
	}
	return entry{}, false
}

// dictionaryBuilder collects entries; keys must be unique, which its users see to with a map of their own.
type dictionaryBuilder struct {
	entries []entry
	hashes  []uint64
}

func (b *dictionaryBuilder) add(key string, off uint64, length int, val uint32) {
	b.entries = append(b.entries, entry{off, uint32(length), val})
	b.hashes = append(b.hashes, hashString(key))
}

func (b *dictionaryBuilder) write(s *store, name string) error {
	slots := make([]uint32, slotsFor(len(b.entries)))
	b.fill(slots)
	if err := put(s, name+".slots", slots); err != nil {
		return err
	}
	return put(s, name, b.entries)
}

// fill enters the entries' numbers, plus one, at their hashes' slots.
func (b *dictionaryBuilder) fill(slots []uint32) {
	mask := uint64(len(slots) - 1)
	for i, h := range b.hashes {
		at := h & mask
		for slots[at] != 0 {
			at = (at + 1) & mask
		}
		slots[at] = uint32(i + 1)
	}
}
