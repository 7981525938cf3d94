package search

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"infoseek"
	"infoseek/text"
)

// texts is a corpus of which only titles and texts are known.
type texts struct {
	infoseek.Pages
	pages []textPage
}

type textPage struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

func (c texts) Info() infoseek.CorpusInfo {
	return infoseek.CorpusInfo{Hash: fmt.Sprintf("texts-%d", len(c.pages)), Pages: len(c.pages)}
}

func (c texts) Page(_ context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	p := c.pages[n]
	return infoseek.Page{Num: n, ID: p.ID, Title: p.Title, Length: len(p.Text), Entity: true}, nil
}

func (c texts) Text(_ context.Context, n infoseek.PageNum, s infoseek.Span) (string, error) {
	if s == (infoseek.Span{}) {
		return c.pages[n].Text, nil
	}
	return c.pages[n].Text[s.Start:s.End], nil
}

func (c texts) Sentences(_ context.Context, n infoseek.PageNum) ([]infoseek.Span, error) {
	return text.Sentences(nil, c.pages[n].Text), nil
}

// plain makes a corpus of titles and texts in turn.
func plain(titlesAndTexts ...string) texts {
	var c texts
	for i := 0; i < len(titlesAndTexts); i += 2 {
		c.pages = append(c.pages, textPage{fmt.Sprint("p", i/2), titlesAndTexts[i], titlesAndTexts[i+1]})
	}
	return c
}

func dataFile(t testing.TB, path string) string {
	root := os.Getenv("INFOSEEK_DATA")
	if root == "" {
		root = "../../shared/data"
	}
	path = filepath.Join(root, path)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no test data: %v", err)
	}
	return path
}

// readTexts reads a .jsonl.zst file of pages.
func readTexts(t testing.TB, path string) texts {
	t.Helper()
	f, err := os.Open(dataFile(t, path))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f, zstd.WithDecoderMaxWindow(1<<27))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var c texts
	for d := json.NewDecoder(z); ; {
		var p textPage
		if err := d.Decode(&p); err == io.EOF {
			return c
		} else if err != nil {
			t.Fatal(err)
		}
		c.pages = append(c.pages, p)
	}
}

// build indexes a corpus; the index is closed when the test ends.
func build(t testing.TB, pages infoseek.Pages, o Options) *Index {
	t.Helper()
	dir := t.TempDir()
	if err := Build(context.Background(), pages, dir, o); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

func newSearcher(t testing.TB, ix *Index, s Settings) *searcher {
	t.Helper()
	made, err := ix.Searcher(s)
	if err != nil {
		t.Fatal(err)
	}
	return made.(*searcher)
}

func search(t testing.TB, s infoseek.Searcher, q infoseek.Query) []infoseek.Hit {
	t.Helper()
	hits, err := s.Search(context.Background(), []infoseek.Query{q})
	if err != nil {
		t.Fatal(err)
	}
	return hits[0]
}
