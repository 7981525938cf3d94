package corpus

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"infoseek"
	"infoseek/text"
)

// dumpRecord is one page as Dump writes it: exactly what the solver uses.
type dumpRecord struct {
	V       int             `json:"v"`
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	Entity  bool            `json:"entity"`
	Aliases []infoseek.Name `json:"aliases"`
	// Links are the ids of the pages linked to, Mentions those of the pages named; relation R is both, either way, between entities.
	Links      []string     `json:"links"`
	Mentions   []string     `json:"mentions"`
	Categories []string     `json:"categories"`
	Types      []string     `json:"types"` // empty: unknown
	Kinds      []string     `json:"kinds"` // the same
	Years      []dumpYear   `json:"years"`
	Numbers    []dumpNumber `json:"numbers"`
}

type dumpYear struct {
	Low     int  `json:"low"`
	High    int  `json:"high"`
	Century bool `json:"century"`
}

type dumpNumber struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Unit string  `json:"unit"`
}

// Dump writes one JSON object a line for each page.
func (c *Corpus) Dump(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for n := range c.pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		rec, err := c.dumpPage(ctx, infoseek.PageNum(n))
		if err != nil {
			return err
		}
		if err := enc.Encode(rec); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (c *Corpus) dumpPage(ctx context.Context, n infoseek.PageNum) (*dumpRecord, error) {
	p, err := c.Page(ctx, n)
	if err != nil {
		return nil, err
	}
	names, err := c.Names(ctx, n)
	if err != nil {
		return nil, err
	}
	rec := &dumpRecord{V: infoseek.FormatVersion, ID: p.ID, Title: p.Title, Entity: p.Entity, Aliases: names[min(1, len(names)):], Categories: p.Categories, Types: p.Classes.Names(), Kinds: p.Kinds.Names(),
		Years: []dumpYear{}, Numbers: []dumpNumber{}}
	if rec.Categories == nil {
		rec.Categories = []string{}
	}
	var linked []uint32
	for _, l := range c.links.of(int(n)) {
		linked = append(linked, l.To)
	}
	rec.Links, rec.Mentions = c.idsOf(linked), c.idsOf(c.namedBy(n))
	if !p.Entity {
		return rec, nil
	}
	body := c.body(&c.pages[n])
	for _, y := range text.Years(nil, body) {
		rec.Years = append(rec.Years, dumpYear{y.Low, y.High, y.Century})
	}
	for _, x := range numbersOf(body) {
		rec.Numbers = append(rec.Numbers, dumpNumber{x.Low, x.High, x.Unit})
	}
	rec.Years, rec.Numbers = once(rec.Years, compareYears), once(rec.Numbers, compareNumbers)
	return rec, nil
}

// namedBy lists the pages that n's text names, itself apart.
func (c *Corpus) namedBy(n infoseek.PageNum) []uint32 {
	r := c.readers.Get().(*reader)
	defer c.readers.Put(r)
	r.lex.read(c.body(&c.pages[n]))
	r.found = r.lex.matches(r.found[:0], &c.table)
	var named []uint32
	for _, m := range r.found {
		for _, o := range c.table.owners.of(int(m.Entry)) {
			if m.named(o) && o.Page != uint32(n) {
				named = append(named, o.Page)
			}
		}
	}
	return named
}

// idsOf gives the source's ids of pages, each once, in order of page.
func (c *Corpus) idsOf(pages []uint32) []string {
	slices.Sort(pages)
	ids := []string{}
	for _, p := range slices.Compact(pages) {
		row := &c.pages[p]
		ids = append(ids, string(c.strings[row.Strings:row.Strings+uint64(row.ID)]))
	}
	return ids
}

func once[T comparable](list []T, compare func(a, b T) int) []T {
	slices.SortFunc(list, compare)
	return slices.Compact(list)
}

func compareYears(a, b dumpYear) int {
	return cmp.Or(cmp.Compare(a.Low, b.Low), cmp.Compare(a.High, b.High), cmp.Compare(fmt.Sprint(a.Century), fmt.Sprint(b.Century)))
}

func compareNumbers(a, b dumpNumber) int {
	return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Low, b.Low), cmp.Compare(a.High, b.High))
}
