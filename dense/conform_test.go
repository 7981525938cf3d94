package dense

import (
	"testing"

	"infoseek"
	"infoseek/conform"
)

func TestConforms(t *testing.T) {
	for _, k := range kernels() {
		t.Run(k.name, func(t *testing.T) {
			conform.Searcher(t, func(t *testing.T, pages infoseek.Pages) infoseek.Searcher {
				p := fives(t, pages)
				e := newWords(t, p)
				ix := built(t, p, e)
				if err := ix.Verify(); err != nil {
					t.Error(err)
				}
				s := ix.Searcher(e).(*searcher)
				s.kernel = &k
				return s
			})
		})
	}
}
