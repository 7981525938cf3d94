package corpus

/*
The files of a corpus directory. Numbers are little-endian; rows are the structs below as they lie in memory. X.off beside X makes a csr: run k of X is rows off[k]..off[k+1].

	meta.json                        format, sources, counts, size and SHA-256 of each file
	text                             the pages' texts end to end
	strings                          ids, titles, URLs, revisions, names, categories
	pages                            pageRow by page number
	origins, origins.names           originRow by page number; stringRow of each source and licence, in origins.text
	ids, titles, urls, categories    entry; X.slots is the hash table over them (dictionary). titles holds redirects too
	sentences                        csr by page of spanRow
	facts, factlinks                 csr by page of factRow; csr by fact (all facts numbered on) of stringRow
	pagecats, category               csr by page of category numbers; csr by category number of entities
	links, linksin                   csr by page of linkRow; csr by page of inRow
	links.bare                       a byte by link: 1 where its source gave it no position
	leads                            of each page the names in its definition and its acronyms (spool)
	names                            csr by page of nameRow
	names.slots, owners              slot, in order of hash (nametable.go); csr by name entry of owner
	related                          csr by page of page numbers
	years, decades, centuries        csr by X.keys (int32: year, year/10, year/100 rounded down) of entities
	periods                          csr by periods.keys (period) of entities
	numbers, numbers.max             csr by unit of numberRow in order of low end; highest high end of each block of numberBlock rows
	units                            stringRow of each unit
	phrase                           csr by stem number of bytes (ascending page numbers as uvarint differences)
	stems                            stemRow in order of hash
*/

// pageRow describes a page. Its id, title, URL, revision and noun lie end to end in strings.
type pageRow struct {
	Text                uint64 // offset
	Strings             uint64 // offset
	Len, Body           uint32 // bytes of text with facts, and without
	ID, Title, URL, Rev uint32 // bytes
	Noun                uint16 // bytes
	Classes             uint16
	Flags               uint16
	_                   uint16
	Kinds               uint64
}

// The flags of a page.
const (
	flagEntity uint16 = 1 << iota
	flagPerson        // may be a person, so it has surnames
)

type spanRow struct{ Start, End uint32 }

// stringRow is a string in strings.
type stringRow struct {
	Off uint64
	Len uint32
	_   uint32
}

// factRow is a fact's line in its page's text; the field is its first Field bytes, the value begins two bytes later.
type factRow struct{ Start, End, Field uint32 }

// linkRow is a link; Start is -1 where it has no position.
type linkRow struct {
	To               uint32
	Start, End       int32
	SenStart, SenEnd int32
}

// inRow is a link seen from its target: the Nth link of From.
type inRow struct{ From, Nth uint32 }

type nameRow struct {
	Off   uint64
	Len   uint32
	Entry uint32 // noEntry: it occurs nowhere
	Share float32
	Kind  uint32
}

// period is a time of more than maxSpan years, or a bare century.
type period struct {
	Low, High int32
	Century   uint32
}

type numberRow struct {
	Low, High float64
	Page      uint32
	unit      uint32 // while they are sorted; 0 in the file
}

type stemRow struct {
	Hash   uint64
	Number uint32
	_      uint32
}
