package corpus

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"infoseek"
	"infoseek/corpus/source"
	"infoseek/text"
)

// drawWord draws from few words, so that names meet; some differ in case, ending or accent alone.
func drawWord(t *rapid.T) string {
	return rapid.SampledFrom([]string{"Velm", "velm's", "Tarn", "tarns", "Dell", "dell", "the", "The", "of", "Bridge", "bridges", "Édda", "edda", "UN", "U.S.", "us", "US", "USs", "a", "C", "1848", "1850s", "Lower", "WHO", "Who"}).Draw(t, "word")
}

func drawWords(t *rapid.T, most int) string {
	n := rapid.IntRange(1, most).Draw(t, "words")
	words := make([]string, n)
	for i := range words {
		words[i] = drawWord(t)
	}
	return strings.Join(words, rapid.SampledFrom([]string{" ", ", ", " - ", ". "}).Draw(t, "gap"))
}

// drawRecords draws a corpus whose pages name one another, some by way of links, redirects and bold leads.
func drawRecords(t *rapid.T) []source.Record {
	n := rapid.IntRange(1, 7).Draw(t, "pages")
	var recs []source.Record
	for i := range n {
		rec := source.Record{ID: fmt.Sprint(i), Title: drawWords(t, 3), Text: drawWords(t, 25)}
		if rapid.Bool().Draw(t, "person") {
			rec.Text += "\n\n" + rec.Title + " (1801-1870) was a poet. She wrote. She died, and her works and her name were forgotten."
			rec.Categories = []string{"1801 births"}
		}
		if rapid.Bool().Draw(t, "lead") {
			rec.Lead = []string{drawWords(t, 2)}
		}
		recs = append(recs, rec)
	}
	for i := range recs {
		for range rapid.IntRange(0, 3).Draw(t, "links") {
			link := source.Link{Target: recs[rapid.IntRange(0, n-1).Draw(t, "target")].Title, Anchor: infoseek.Span{Start: -1, End: -1}}
			if words := text.Words(nil, recs[i].Text); rapid.Bool().Draw(t, "placed") {
				link.Anchor = words[rapid.IntRange(0, len(words)-1).Draw(t, "anchor")]
			}
			recs[i].Links = append(recs[i].Links, link)
		}
	}
	if rapid.Bool().Draw(t, "redirect") {
		recs = append(recs, source.Record{ID: "r", Title: drawWords(t, 2), Redirect: recs[0].Title})
	}
	return recs
}

// withCorpus builds and opens a drawn corpus for the time of use.
func withCorpus(t *rapid.T, recs []source.Record, use func(c *Corpus)) {
	dir, err := os.MkdirTemp("", "corpus-*")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	dir = filepath.Join(dir, "c")
	if _, err := Build(context.Background(), dir, each(recs), BuildOptions{unsafe: true, Workers: 1, Pairs: rapid.SampledFrom([]int{2, 1000}).Draw(t, "pairs")}); err != nil {
		t.Fatal(err)
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	use(c)
}

// namesPage is the contract of naming.go read as plainly as it can be, word by word, without tables.
func namesPage(body string, names []infoseek.Name) bool {
	var words []string
	for _, w := range text.Words(nil, body) {
		words = append(words, body[w.Start:w.End])
	}
	for _, name := range names {
		var want []string
		stops := true
		for _, w := range text.Words(nil, name.Text) {
			s := name.Text[w.Start:w.End]
			want = append(want, s)
			stops = stops && text.StopWord(strings.ToLower(s))
		}
		if len(want) == 0 || len(want) > 24 || name.Kind != infoseek.NameAcronym && (stops || len(want) == 1 && len([]rune(want[0])) == 1) {
			continue
		}
		for at := 0; at+len(want) <= len(words); at++ {
			if occurs(want, words[at:at+len(want)], name.Kind) {
				return true
			}
		}
	}
	return false
}

func occurs(want, have []string, kind infoseek.NameKind) bool {
	for i, w := range want {
		h := have[i]
		switch {
		case kind == infoseek.NameAcronym && exactForm(w) != exactForm(h), kind != infoseek.NameAcronym && text.Norm(w) != text.Norm(h):
			return false
		case kind == infoseek.NameSurname && strings.IndexFunc(h, unicode.IsLower) == 0:
			return false
		}
	}
	return true
}

// TestRelationIsWhatPagesSay: relation R is links and names, either way, between entities: recounted from texts, names and links alone. Mentions show the longest of the names.
func TestRelationIsWhatPagesSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		withCorpus(t, drawRecords(t), func(c *Corpus) {
			ctx := context.Background()
			n := c.Info().Pages
			states := make([][]bool, n)
			for p := range n {
				states[p] = make([]bool, n)
				links, _ := c.LinksOut(ctx, infoseek.PageNum(p))
				for _, l := range links {
					states[p][l.To] = true
				}
				for q := range n {
					names, _ := c.Names(ctx, infoseek.PageNum(q))
					states[p][q] = states[p][q] || namesPage(c.body(&c.pages[p]), names)
				}
			}
			for p := range n {
				var want []infoseek.PageNum
				for q := range n {
					if p != q && (states[p][q] || states[q][p]) && c.pages[p].Flags&c.pages[q].Flags&flagEntity != 0 {
						want = append(want, infoseek.PageNum(q))
					}
				}
				mentionsAreLongest(t, c, infoseek.PageNum(p))
				if got, _ := c.Related(ctx, infoseek.PageNum(p)); !slices.Equal(got, want) {
					t.Fatalf("page %d %q: related to %v, by texts and names to %v", p, c.title(infoseek.PageNum(p)), got, want)
				}
			}
		})
	})
}

// mentionsAreLongest: mentions do not overlap, name every owner of the words they cover, and leave out no occurrence but those that overlap one of them.
func mentionsAreLongest(t *rapid.T, c *Corpus, n infoseek.PageNum) {
	mentions, err := c.Mentions(context.Background(), n, infoseek.Span{})
	if err != nil {
		t.Fatal(err)
	}
	body := c.body(&c.pages[n])
	end := 0
	for _, m := range mentions {
		if m.Span.Start < end || m.Span.End <= m.Span.Start || len(m.Pages) == 0 {
			t.Fatalf("page %d: %+v after %d", n, m, end)
		}
		for _, gap := range text.Words(nil, body[end:m.Span.Start]) {
			c.nameless(t, body[end+gap.Start:end+gap.End])
		}
		end = m.Span.End
		for q := range infoseek.PageNum(c.Info().Pages) {
			if !m.Linked {
				c.owns(t, q, body[m.Span.Start:m.Span.End], m.Pages)
			}
		}
	}
}

// owns checks that q is among the pages of a mention exactly if it has a name of the mention's words. Where a name and an acronym share their words, one of them is shown.
func (c *Corpus) owns(t *rapid.T, q infoseek.PageNum, mention string, pages []infoseek.PageNum) {
	names, _ := c.Names(context.Background(), q)
	same := func(acronym bool) []infoseek.Name {
		return slices.DeleteFunc(slices.Clone(names), func(x infoseek.Name) bool {
			return len(text.Words(nil, x.Text)) != len(text.Words(nil, mention)) || (x.Kind == infoseek.NameAcronym) != acronym
		})
	}
	name, acronym, has := namesPage(mention, same(false)), namesPage(mention, same(true)), slices.Contains(pages, q)
	if has && !name && !acronym || !has && name && acronym {
		t.Fatalf("%q names %v, page %d has %v", mention, pages, q, names)
	}
}

// nameless checks that a single word outside all mentions is no name.
func (c *Corpus) nameless(t *rapid.T, word string) {
	var lex lexer
	lex.read(word)
	if found := lex.matches(nil, &c.table); len(found) > 0 {
		t.Fatalf("%q is a name and in no mention", word)
	}
}

// TestYearsAgainstTexts compares year sets with the years read in the texts.
func TestYearsAgainstTexts(t *testing.T) {
	stated := rapid.SampledFrom([]string{"1848", "in 1850", "the 1850s", "1801-1870", "from 1200 to 1650", "the 19th century", "44 BC", "5th century BC", "12 May 1907", "1999–2004", "the 1900s"})
	rapid.Check(t, func(t *rapid.T) {
		var recs []source.Record
		for i := range rapid.IntRange(1, 6).Draw(t, "pages") {
			rec := source.Record{ID: fmt.Sprint(i), Title: fmt.Sprint("Page ", i)}
			for range rapid.IntRange(0, 3).Draw(t, "years") {
				rec.Text += "It was " + stated.Draw(t, "year") + ". "
			}
			recs = append(recs, rec)
		}
		withCorpus(t, recs, func(c *Corpus) {
			for range 20 {
				low := rapid.IntRange(-600, 2100).Draw(t, "low")
				high := low + rapid.SampledFrom([]int{0, 1, 9, 30, 98, 99, 100, 250, 1500}).Draw(t, "width")
				var want []infoseek.PageNum
				for n := range c.pages {
					if slices.ContainsFunc(text.Years(nil, c.body(&c.pages[n])), func(y text.Year) bool {
						return y.Low <= high && y.High >= low && (!y.Century || high-low+1 >= 100)
					}) {
						want = append(want, infoseek.PageNum(n))
					}
				}
				l, h := float64(low), float64(high)
				got, err := c.Attribute(context.Background(), infoseek.Attribute{Kind: infoseek.AttrYear, Low: &l, High: &h})
				if err != nil || !slices.Equal(got, want) {
					t.Fatalf("%d..%d: %v, %v; want %v", low, high, got, err, want)
				}
			}
		})
	})
}

// TestNumbersAgainstRows compares number sets with a look at every number.
func TestNumbersAgainstRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "numbers-*")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		x := newNumberIndex(&builder{work: newStore(dir), opt: BuildOptions{Pairs: rapid.IntRange(1, 9).Draw(t, "limit")}})
		var all []numberRow
		for page := range uint32(rapid.IntRange(1, 60).Draw(t, "pages")) {
			for range rapid.IntRange(0, 6).Draw(t, "numbers") {
				low := math.Round(rapid.Float64Range(0, 100).Draw(t, "low"))
				row := numberRow{Low: low, High: low + rapid.SampledFrom([]float64{0, 0, 1, 50}).Draw(t, "width"), Page: page}
				all = append(all, row)
				x.add(page, []text.Number{{Low: row.Low, High: row.High, Unit: "m"}})
			}
		}
		st := newStore(dir)
		strs, _ := st.create("strings")
		if err := x.write(st, strs); err != nil {
			t.Fatal(err)
		}
		strs.close()
		m := &mapping{dir: dir, files: st.files}
		defer m.close()
		sets := numberSets{units: map[string]int{"m": 0}, rows: mapCSR[numberRow](m, "numbers"), max: rows[float64](m, "numbers.max")}
		if len(all) == 0 {
			return
		}
		low := math.Round(rapid.Float64Range(-5, 105).Draw(t, "from"))
		high := low + math.Round(rapid.Float64Range(0, 20).Draw(t, "to"))
		got, want := map[uint32]bool{}, map[uint32]bool{}
		sets.overlap("m", low, high, func(p uint32) { got[p] = true })
		for _, r := range all {
			if r.Low <= high && r.High >= low {
				want[r.Page] = true
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%g..%g: %v, want %v", low, high, got, want)
		}
	})
}

// TestPairsSort: however small the memory, the pairs come out in order, each once.
func TestPairsSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "pairs-*")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		p := newPairs(dir, "x", rapid.IntRange(1, 9).Draw(t, "limit"))
		var want []uint64
		for range rapid.IntRange(0, 60).Draw(t, "pairs") {
			key, page := rapid.Uint32Range(0, 9).Draw(t, "key"), rapid.Uint32Range(0, 9).Draw(t, "page")
			p.add(key, page)
			want = append(want, uint64(key)<<32|uint64(page))
		}
		var got []uint64
		if err := p.each(func(key, page uint32) { got = append(got, uint64(key)<<32|uint64(page)) }); err != nil {
			t.Fatal(err)
		}
		if want = sortedUnique(want); !slices.Equal(got, want) {
			t.Fatalf("%x, want %x", got, want)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Fatalf("runs left behind: %v", left)
		}
	})
}

// TestDictionary finds what was put in and nothing else.
func TestDictionary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfDistinct(rapid.String(), func(s string) string { return s }).Draw(t, "words")
		var b dictionaryBuilder
		var all strings.Builder
		for i, w := range words {
			b.add(w, uint64(all.Len()), len(w), uint32(i))
			all.WriteString(w)
		}
		slots := make([]uint32, slotsFor(len(b.entries)))
		b.fill(slots)
		d := dictionary{slots: slots, entries: b.entries, strings: []byte(all.String())}
		for i, w := range words {
			if n, ok := d.find(w); !ok || n != uint32(i) {
				t.Fatalf("find(%q) = %d, %v; want %d", w, n, ok, i)
			}
		}
		if other := rapid.String().Draw(t, "other"); !slices.Contains(words, other) {
			if n, ok := d.find(other); ok {
				t.Fatalf("find(%q) = %d, though it is not in", other, n)
			}
		}
	})
}
