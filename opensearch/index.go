package opensearch

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"infoseek"
)

// Open opens the index of a corpus that is known by a name. The searcher is of use until the client is closed.
func (c *Client) Open(ctx context.Context, name, corpus string) (*Searcher, error) {
	metas, err := c.metas(ctx, name)
	if err != nil {
		return nil, err
	}
	for index, m := range metas {
		if err := m.check(corpus, len(metas)); err != nil {
			return nil, fault("open index "+name, err)
		}
		version, err := c.version(ctx)
		if err != nil {
			return nil, err
		}
		return &Searcher{client: c, index: index, meta: m, version: version}, c.holds(ctx, index, m.Passages)
	}
	return nil, fault("open index "+name, ErrNoIndex)
}

// check says why an index can't be searched for a corpus.
func (m meta) check(corpus string, indices int) error {
	switch {
	case indices != 1:
		return fmt.Errorf("%d indices have that name", indices)
	case m.MadeBy != madeBy:
		return errors.New("it is none that infoseek made")
	case m.V != metaVersion:
		return fmt.Errorf("format version %d, this program reads %d: build it again", m.V, metaVersion)
	case m.Corpus != corpus:
		return fmt.Errorf("it was made of the corpus %.12s, this is %.12s", m.Corpus, corpus)
	case !m.Whole:
		return errors.New("it is not whole: go on building it")
	}
	return nil
}

// version is the server's.
func (c *Client) version(ctx context.Context) (string, error) {
	var told struct {
		Version struct {
			Distribution string `json:"distribution"`
			Number       string `json:"number"`
		} `json:"version"`
	}
	if err := c.send(ctx, request{op: "ask for its version", method: http.MethodGet, path: "/", patience: searchPatience}, &told); err != nil {
		return "", err
	}
	if told.Version.Number == "" {
		return "", fault("ask for its version", errors.New("the server does not say: is it an OpenSearch?"))
	}
	return told.Version.Number, nil
}

// Info tells what is searched. The zero Unit and Depth are a query's own.
func (s *Searcher) Info() infoseek.SearcherInfo {
	m := s.meta
	return infoseek.SearcherInfo{
		Corpus:    m.Corpus,
		Retriever: infoseek.Retriever{Engine: "opensearch " + s.version, Analysis: m.Analysis, K1: m.K1, B: m.B, TitleWeight: m.TitleWeight},
		Passages:  m.Passages,
	}
}
