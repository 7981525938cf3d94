package memcorpus

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"infoseek"
)

// Build makes the corpus. A link to a title that no page has is a mistake of the test and panics.
func (b *Builder) Build() *Corpus {
	c := &Corpus{pages: slices.Clone(b.pages)}
	c.index()
	c.readText()
	c.relate(b.related)
	c.info = infoseek.CorpusInfo{Hash: c.hash(), Pages: len(c.pages)}
	for _, p := range c.pages {
		if !p.NotEntity {
			c.info.Entities++
		}
	}
	return c
}

func (c *Corpus) index() {
	c.byID = map[string]infoseek.PageNum{}
	c.byTitle = map[string]infoseek.PageNum{}
	c.byURL = map[string]infoseek.PageNum{}
	c.names = make([][]infoseek.Name, len(c.pages))
	owners := map[string]int{}
	for i, p := range c.pages {
		n := infoseek.PageNum(i)
		if _, twice := c.byID[p.ID]; twice {
			panic(fmt.Sprintf("memcorpus: page id %q twice", p.ID))
		}
		c.byID[p.ID] = n
		first(c.byTitle, titleKey(p.Title), n)
		if p.URL != "" {
			first(c.byURL, p.URL, n)
		}
		c.names[i] = append([]infoseek.Name{{Text: p.Title, Kind: infoseek.NameTitle, Share: 1}}, p.Names...)
		for _, name := range c.names[i] {
			owners[name.Text]++
		}
	}
	for i := range c.names {
		for j := range c.names[i] {
			name := &c.names[i][j]
			name.Owners = owners[name.Text]
			if name.Kind == infoseek.NameRedirect {
				first(c.byTitle, titleKey(name.Text), infoseek.PageNum(i))
			}
		}
	}
}

func first(m map[string]infoseek.PageNum, key string, n infoseek.PageNum) {
	if _, ok := m[key]; !ok {
		m[key] = n
	}
}

// relate computes R among entities from links, mentions and what the test related outright.
func (c *Corpus) relate(pairs [][2]infoseek.PageNum) {
	c.related = make([][]infoseek.PageNum, len(c.pages))
	add := func(p, q infoseek.PageNum) {
		if p != q && !c.pages[p].NotEntity && !c.pages[q].NotEntity {
			c.related[p] = append(c.related[p], q)
			c.related[q] = append(c.related[q], p)
		}
	}
	for _, pair := range pairs {
		add(pair[0], pair[1])
	}
	for p := range c.pages {
		for _, l := range c.out[p] {
			add(l.From, l.To)
		}
		for _, m := range c.mentions[p] {
			for _, q := range m.Pages {
				add(infoseek.PageNum(p), q)
			}
		}
	}
	for p := range c.related {
		slices.Sort(c.related[p])
		c.related[p] = slices.Clip(slices.Compact(c.related[p]))
	}
}

func (c *Corpus) hash() string {
	h := sha256.New()
	for i, p := range c.pages {
		fmt.Fprintf(h, "%q %q\n", fmt.Sprintf("%+v", p), fmt.Sprint(c.related[i]))
	}
	return hex.EncodeToString(h.Sum(nil))
}
