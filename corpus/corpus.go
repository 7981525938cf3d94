// Package corpus keeps the pages of a source with their links, names, relation R and attributes in a directory (Build), and reads it by memory mapping (Open), as infoseek.Pages.
// It knows nothing of trees, questions or search; a caller who wants a search index in the directory makes it through BuildOptions.Index.
//
// Reading order: layout.go (the files), build.go, ingest.go (first pass: each page by itself), names.go and naming.go (when a page names another), scan.go (second pass: relation R),
// kind.go (what a page is about), corpus.go and pages.go (reading).
package corpus

import (
	"errors"
	"fmt"
	"sync"

	"infoseek"
)

// Corpus is an open corpus directory. It is safe for concurrent use until it is closed.
type Corpus struct {
	meta *Meta
	m    *mapping

	text, strings []byte
	pages         []pageRow
	origins       origins
	ids, titles   dictionary
	urls          dictionary
	categories    dictionary
	sentences     csr[spanRow]
	facts         csr[factRow]
	factLinks     csr[stringRow]
	pageCats      csr[uint32]
	category      csr[infoseek.PageNum]
	links         csr[linkRow]
	bare, leads   []byte // what Forget goes by
	linksIn       csr[inRow]
	names         csr[nameRow]
	table         nameTable
	related       csr[infoseek.PageNum]
	years         yearSets
	numbers       numberSets
	phrases       phraseSets

	readers sync.Pool // of *reader
	cache   setCache
}

var _ infoseek.Pages = (*Corpus)(nil)

// Open maps a corpus directory. It checks the format and the sizes of all files; Verify checks their content.
func Open(dir string) (*Corpus, error) {
	if !littleEndian() {
		return nil, errors.New("corpus: this machine is big-endian, the directory's rows are not")
	}
	meta, err := readMeta(dir)
	if err != nil {
		return nil, err
	}
	c := &Corpus{meta: meta, m: &mapping{dir: dir, files: meta.Files}}
	units := c.mapFiles()
	if c.m.err == nil {
		c.m.err = c.sound()
	}
	if c.m.err != nil {
		c.m.close()
		return nil, c.m.err
	}
	c.readUnits(units)
	c.readers.New = func() any { return new(reader) }
	return c, nil
}

// mapFiles maps everything and returns the rows of units, to be read once all is known to be sound.
func (c *Corpus) mapFiles() []stringRow {
	m := c.m
	c.text, c.strings = m.open("text"), m.open("strings")
	c.pages = rows[pageRow](m, "pages")
	c.origins = mapOrigins(m)
	c.ids = mapDictionary(m, "ids", c.strings, nil)
	c.titles = mapDictionary(m, "titles", c.strings, titleKey)
	c.urls = mapDictionary(m, "urls", c.strings, nil)
	c.categories = mapDictionary(m, "categories", c.strings, nil)
	c.sentences = mapCSR[spanRow](m, "sentences")
	c.facts = mapCSR[factRow](m, "facts")
	c.factLinks = mapCSR[stringRow](m, "factlinks")
	c.pageCats = mapCSR[uint32](m, "pagecats")
	c.category = mapCSR[infoseek.PageNum](m, "category")
	c.links = mapCSR[linkRow](m, "links")
	c.bare, c.leads = m.open("links.bare"), m.open("leads")
	c.linksIn = mapCSR[inRow](m, "linksin")
	c.names = mapCSR[nameRow](m, "names")
	c.table = newNameTable(rows[slot](m, "names.slots"), mapCSR[owner](m, "owners"))
	c.related = mapCSR[infoseek.PageNum](m, "related")
	c.years = mapYears(m)
	c.numbers = numberSets{rows: mapCSR[numberRow](m, "numbers"), max: rows[float64](m, "numbers.max")}
	c.phrases = phraseSets{rows[stemRow](m, "stems"), mapCSR[byte](m, "phrase")}
	return rows[stringRow](m, "units")
}

// readUnits reads the names of units, of which there are few.
func (c *Corpus) readUnits(units []stringRow) {
	c.numbers.units = map[string]int{}
	for i, r := range units {
		if r.Off+uint64(r.Len) > uint64(len(c.strings)) {
			continue // damaged, as Verify will tell
		}
		c.numbers.units[string(c.strings[r.Off:r.Off+uint64(r.Len)])] = i
	}
}

// sound checks that the files fit together as far as their sizes tell.
func (c *Corpus) sound() error {
	n := len(c.pages)
	switch {
	case n != c.meta.Info.Pages || n == 0:
		return fmt.Errorf("corpus: %s: %d pages, %s says %d", c.m.dir, n, metaName, c.meta.Info.Pages)
	case len(c.origins.rows) != n, len(c.bare) != len(c.links.rows), !c.sentences.sound(n), !c.facts.sound(n), !c.factLinks.sound(len(c.facts.rows)), !c.pageCats.sound(n), !c.category.sound(len(c.categories.entries)),
		!c.links.sound(n), !c.linksIn.sound(n), !c.names.sound(n), !c.related.sound(n):
		return fmt.Errorf("corpus: %s: files do not fit together: import the sources again", c.m.dir)
	}
	return nil
}

// Close unmaps the directory. Nothing that the corpus returned as a slice may be used afterwards.
func (c *Corpus) Close() error { return c.m.close() }

// Meta is what the directory says of itself.
func (c *Corpus) Meta() Meta { return *c.meta }

// Info identifies the corpus.
func (c *Corpus) Info() infoseek.CorpusInfo { return c.meta.Info }
