package search

import (
	"testing"

	"infoseek"
	"infoseek/conform"
)

func TestConforms(t *testing.T) {
	for _, o := range []Options{{}, {Analysis: Neutral, PassageWords: 30}, {K1: new(25.0), B: new(1.0)}} {
		t.Run(o.Analysis, func(t *testing.T) {
			conform.Searcher(t, func(t *testing.T, pages infoseek.Pages) infoseek.Searcher {
				return newSearcher(t, build(t, pages, o), Settings{})
			})
		})
	}
}
