package corpus

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"infoseek"
)

// schools builds the corpus once for all benchmarks of reading.
var schools = sync.OnceValues(func() (*Corpus, error) { return Open(schoolsDir) })

var schoolsDir string

func openSchools(b *testing.B) *Corpus {
	if schoolsDir == "" {
		records := schoolsRecords(b)
		dir := filepath.Join(b.TempDir(), "schools")
		if _, err := Build(context.Background(), dir, records, BuildOptions{}); err != nil {
			b.Fatal(err)
		}
		schoolsDir = dir
	}
	c, err := schools()
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// BenchmarkReading measures what a planner asks of a corpus again and again.
func BenchmarkReading(b *testing.B) {
	c := openSchools(b)
	ctx := context.Background()
	pages := infoseek.PageNum(c.Info().Pages)
	b.Run("mentions", func(b *testing.B) {
		for i := range b.N {
			c.Mentions(ctx, infoseek.PageNum(i)%pages, infoseek.Span{})
		}
	})
	b.Run("mentions of a sentence", func(b *testing.B) {
		for i := range b.N {
			n := infoseek.PageNum(i) % pages
			s := c.sentences.of(int(n))[0]
			c.Mentions(ctx, n, infoseek.Span{Start: int(s.Start), End: int(s.End)})
		}
	})
	b.Run("page", func(b *testing.B) {
		for i := range b.N {
			c.Page(ctx, infoseek.PageNum(i)%pages)
		}
	})
	b.Run("names", func(b *testing.B) {
		for i := range b.N {
			c.Names(ctx, infoseek.PageNum(i)%pages)
		}
	})
	b.Run("related", func(b *testing.B) {
		for i := range b.N {
			c.Related(ctx, infoseek.PageNum(i)%pages)
		}
	})
	for _, width := range []float64{1, 20, 300} {
		b.Run("years", func(b *testing.B) {
			b.ReportMetric(width, "years")
			for i := range b.N {
				low := float64(1000 + i%900)
				high := low + width - 1
				a := infoseek.Attribute{Kind: infoseek.AttrYear, Low: &low, High: &high}
				c.cache.forget()
				c.Attribute(ctx, a)
			}
		})
	}
	b.Run("number", func(b *testing.B) {
		for i := range b.N {
			low := float64(i % 1000)
			high := low * 1.5
			c.cache.forget()
			c.Attribute(ctx, infoseek.Attribute{Kind: infoseek.AttrNumber, Low: &low, High: &high, Unit: "m"})
		}
	})
	b.Run("phrase", func(b *testing.B) {
		for range b.N {
			c.cache.forget()
			c.Attribute(ctx, infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: "royal railway bridge"})
		}
	})
	b.Run("open", func(b *testing.B) {
		for range b.N {
			again, err := Open(schoolsDir)
			if err != nil {
				b.Fatal(err)
			}
			again.Close()
		}
	})
}

// forget empties the cache, so that a benchmark measures the making of sets.
func (c *setCache) forget() {
	c.mu.Lock()
	c.sets = nil
	c.mu.Unlock()
}
