package corpus

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"infoseek/corpus/source"
)

// TestNamesAgainAndAgain: a text that writes a name of many pages many times tells of each of them once, and does not take time with the product of both.
func TestNamesAgainAndAgain(t *testing.T) {
	const owners, times = 3000, 20000
	var recs []source.Record
	for i := range owners {
		recs = append(recs, source.Record{ID: fmt.Sprint(i), Title: fmt.Sprintf("Velm (number %d)", i), Text: "It is a tarn."})
	}
	recs = append(recs, source.Record{ID: "many", Title: "Edda", Text: strings.Repeat("velm Velm ", times)})
	dir := filepath.Join(t.TempDir(), "c")
	if _, err := Build(context.Background(), dir, each(recs), BuildOptions{unsafe: true, Workers: 1}); err != nil {
		t.Fatal(err)
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if related, err := c.Related(context.Background(), owners); err != nil || len(related) != owners {
		t.Errorf("%d related, want %d: %v", len(related), owners, err)
	}
	s := &scanner{scanned: &scanned{}, seen: map[uint64]bool{}, finder: newFinder(&c.table)}
	looked := 0
	for range times {
		if !s.again(match{Entry: 1, Capital: true}) {
			looked++
		}
	}
	if looked != 1 {
		t.Errorf("the owners of one name are looked at %d times", looked)
	}
}
