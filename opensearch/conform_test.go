package opensearch

import (
	"os"
	"testing"

	"infoseek"
	"infoseek/conform"
)

// dialReal is a client of the server that scripts/opensearch.sh starts; without one the test is skipped.
func dialReal(t *testing.T) *Client {
	t.Helper()
	url := os.Getenv("INFOSEEK_OPENSEARCH_URL")
	if url == "" {
		t.Skip("no OpenSearch: INFOSEEK_OPENSEARCH_URL=$(scripts/opensearch.sh) go test ./opensearch")
	}
	c, err := Dial(Server{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// cutPages cuts passages of up to so many sentences.
type cutPages struct {
	t         testing.TB
	pages     infoseek.Pages
	sentences int
}

func (p cutPages) all(n infoseek.PageNum) []infoseek.Span {
	sentences, err := p.pages.Sentences(p.t.Context(), n)
	if err != nil {
		p.t.Fatal(err)
	}
	cut := []infoseek.Span{}
	for i := 0; i < len(sentences); i += p.sentences {
		cut = append(cut, infoseek.Span{Start: sentences[i].Start, End: sentences[min(i+p.sentences, len(sentences))-1].End})
	}
	if len(cut) == 0 {
		cut = append(cut, infoseek.Span{})
	}
	return cut
}

func (p cutPages) Passages(n infoseek.PageNum) int { return len(p.all(n)) }

func (p cutPages) Passage(n infoseek.PageNum, i int) infoseek.Span { return p.all(n)[i] }

func TestConforms(t *testing.T) {
	c := dialReal(t)
	for name, o := range map[string]Options{
		"english":      {Analysis: english, K1: 1.5, B: 0.75, TitleWeight: 3},
		"neutral":      {Analysis: neutral, K1: 25, B: 1, TitleWeight: 1},
		"three-shards": {Analysis: english, K1: 0.9, B: 0.4, TitleWeight: 2, Shards: 3},
	} {
		t.Run(name, func(t *testing.T) {
			conform.Searcher(t, func(t *testing.T, pages infoseek.Pages) infoseek.Searcher {
				return buildReal(t, c, "conform-"+name, pages, o)
			})
		})
	}
}

// buildReal builds an index under a name of the test's own and opens it.
func buildReal(t *testing.T, c *Client, name string, pages infoseek.Pages, o Options) *Searcher {
	t.Helper()
	if _, err := c.Build(t.Context(), name, pages, cutPages{t, pages, 5}, o); err != nil {
		t.Fatal(err)
	}
	s, err := c.Open(t.Context(), name, pages.Info().Hash)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
