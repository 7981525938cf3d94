package agents

import (
	"context"
	"fmt"
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
	"infoseek/synth"
)

// The corpus of this package's tests: pages about a river, and what is around it.
var pages = []memcorpus.Page{
	{Title: "Avren", Classes: infoseek.Place, Noun: "river", Links: []string{"Bergland", "Ashwick", "Clara Denholm", "Gorm"},
		Names: []infoseek.Name{{Text: "Grey Water", Kind: infoseek.NameRedirect}},
		Text:  "The Avren is a river in Bergland. It flows through Ashwick. The river was mapped by Clara Denholm in 1843. Its source is Gorm. Boats went on it for hundreds of years."},
	{Title: "Bergland", Classes: infoseek.Place, Noun: "region", Text: "Bergland is a region."},
	{Title: "Ashwick", Classes: infoseek.Place, Noun: "town", Links: []string{"Avren", "Clara Denholm"},
		Text: "Ashwick is a town. It lies on the Avren. The town was painted by Clara Denholm."},
	{Title: "Clara Denholm", Classes: infoseek.Person, Noun: "painter", Links: []string{"Avren", "Bergland"},
		Text: "Clara Denholm was a painter. She was born in Bergland in 1801. She travelled along the Avren. She died in Bergland in 1870."},
	{Title: "Gorm", Classes: infoseek.Place, Noun: "mountain", Links: []string{"Avren"}, Text: "Gorm is a mountain. It is the source of the Avren."},
}

type world struct {
	*memcorpus.Corpus
	t *testing.T
}

func open(t *testing.T, more ...memcorpus.Page) world {
	t.Helper()
	var b memcorpus.Builder
	for _, p := range append(append([]memcorpus.Page{}, pages...), more...) {
		b.Add(p)
	}
	for i := range 20 {
		b.Add(memcorpus.Page{Title: fmt.Sprint("Filler ", i)})
	}
	return world{b.Build(), t}
}

func (w world) page(title string) infoseek.PageNum {
	w.t.Helper()
	n, err := w.ByTitle(w.t.Context(), title)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// embedded is the embedded Browser.
type embedded struct{ offers *synth.Offers }

func (e embedded) Browse(ctx context.Context, n infoseek.PageNum) ([]synth.Offer, error) {
	f, err := e.offers.Embedded(ctx, n)
	if err != nil {
		return nil, err
	}
	return e.offers.Of(ctx, n, f)
}

// browser browses with models by role.
func (w world) browser(o Options, models map[string]*voice) *Browser {
	w.t.Helper()
	o, err := o.Normalize()
	if err != nil {
		w.t.Fatal(err)
	}
	return w.member(NewLibrary(o), models)
}

func (w world) member(l *Library, models map[string]*voice) *Browser {
	offers := synth.NewOffers(w, synth.Options{})
	b := l.Browser(synth.Item{Pages: w, Offers: offers, Browser: embedded{offers}})
	b.models = func(role string, _ infoseek.PageNum) infoseek.Model {
		if m := models[role]; m != nil {
			return m
		}
		return nil
	}
	return b
}
