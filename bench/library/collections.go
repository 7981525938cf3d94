package library

// The corpora of real pages (the data set's README says what they are).
var (
	Schools   = Collection{Name: "schools", File: "wiki/schools-wikipedia.jsonl.zst"}
	Connected = Collection{Name: "enwiki-connected", File: "wiki/enwiki-connected.xml.bz2"}
	Real106   = Collection{Name: "enwiki-real-106", File: "wiki/enwiki-real-106.xml.bz2"}
	Latgalian = Collection{Name: "ltgwiki", File: "wiki/ltgwiki-pages-articles.xml.bz2"}
	// Passages are pages of about 100 words, or a few times that; their links are the names in them.
	Passages = Collection{Name: "passages", File: "retrieval/passages.jsonl.zst", Group: true}
	Sample   = Collection{Name: "sample"}
)

// Thinned is a random share of a collection's pages.
func (c Collection) Thinned(name string, share float64, seed uint64) Collection {
	c.Name, c.Share, c.Seed = name, share, seed
	return c
}
