package search

// hashTable returns an open-addressed table of the terms: 2 to 4 slots a term, each a term's number plus 1, or 0.
func hashTable(text []byte, ends []uint32) []uint32 {
	size := 1
	for size < 2*len(ends) {
		size *= 2
	}
	slots := make([]uint32, size)
	start := uint32(0)
	for id, end := range ends {
		i := hash(text[start:end]) & uint64(size-1)
		for slots[i] != 0 {
			i = (i + 1) & uint64(size-1)
		}
		slots[i] = uint32(id) + 1
		start = end
	}
	return slots
}

// find returns the number of a term.
func (c *columns) find(term string) (uint32, bool) {
	mask := uint64(len(c.slots) - 1)
	for i := hash(term) & mask; c.slots[i] != 0; i = (i + 1) & mask {
		id := c.slots[i] - 1
		if string(c.termText[c.termEnds[id]:c.termEnds[id+1]]) == term {
			return id, true
		}
	}
	return 0, false
}

// hash is 64-bit FNV-1a with its halves mixed; it is part of the file format.
func hash[T string | []byte](s T) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h ^ h>>32
}
