package memcorpus

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"infoseek"
)

func TestAttributes(t *testing.T) {
	var b Builder
	b.Add(Page{Title: "A", Years: []Range{{1848, 1871}}, Numbers: []Number{{1.5, 2.5, "m"}}, Classes: infoseek.Person, Text: "Old houses stand here"})
	b.Add(Page{Title: "B", Years: []Range{{-50, -50}, {1900, 1900}}, Numbers: []Number{{3, 3, ""}}, Classes: infoseek.Place, Text: "old stones"})
	b.Add(Page{Title: "C", NotEntity: true, Years: []Range{{1850, 1850}}, Text: "old houses"})
	c := b.Build()
	number := func(v float64) *float64 { return &v }
	for _, k := range []struct {
		a    infoseek.Attribute
		want []infoseek.PageNum
	}{
		{infoseek.Attribute{Kind: infoseek.AttrYear, Low: number(1871), High: number(1899)}, []infoseek.PageNum{0}},
		{infoseek.Attribute{Kind: infoseek.AttrYear, Low: number(1872), High: number(1899)}, []infoseek.PageNum{}},
		{infoseek.Attribute{Kind: infoseek.AttrYear, High: number(0)}, []infoseek.PageNum{1}},
		{infoseek.Attribute{Kind: infoseek.AttrYear, Low: number(1800)}, []infoseek.PageNum{0, 1}},
		{infoseek.Attribute{Kind: infoseek.AttrNumber, Low: number(2), High: number(3), Unit: "m"}, []infoseek.PageNum{0}},
		{infoseek.Attribute{Kind: infoseek.AttrNumber, Low: number(2), High: number(3)}, []infoseek.PageNum{1}},
		{infoseek.Attribute{Kind: infoseek.AttrType, Value: "person"}, []infoseek.PageNum{0}},
		{infoseek.Attribute{Kind: infoseek.AttrType, Value: "organisation"}, []infoseek.PageNum{1}},
		{infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: "houses Old"}, []infoseek.PageNum{0}},
		{infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: "old"}, []infoseek.PageNum{0, 1}},
	} {
		got, err := c.Attribute(context.Background(), k.a)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(k.want, got); diff != "" {
			t.Errorf("%s: %s", k.a, diff)
		}
	}
}

func TestLongerNamesHideShorterOnes(t *testing.T) {
	var b Builder
	york, newYork := b.Add(Page{Title: "York"}), b.Add(Page{Title: "New York"})
	p := b.Add(Page{Title: "P", Text: "From New York to Yorkshire."})
	c := b.Build()
	mentions, err := c.Mentions(context.Background(), p, infoseek.Span{})
	if err != nil {
		t.Fatal(err)
	}
	if len(mentions) != 1 || !slices.Equal(mentions[0].Pages, []infoseek.PageNum{newYork}) {
		t.Errorf("mentions %+v, want New York alone", mentions)
	}
	if related, err := c.Related(context.Background(), york); err != nil || len(related) != 0 {
		t.Errorf("York is related to %v, error %v", related, err)
	}
}

func TestRandomIsTheSameForTheSameSeed(t *testing.T) {
	shape := Shape{Pages: 200, Degree: 10, Categories: 2, Share: 0.1, NotEntity: 0.1}
	draw := func(seed uint64) *Corpus { return Random(rand.New(rand.NewPCG(seed, 1)), shape) }
	one, again, two := draw(1).Info(), draw(1).Info(), draw(2).Info()
	if one != again {
		t.Error("one seed, two corpora")
	}
	if one.Hash == two.Hash {
		t.Error("two seeds, one corpus")
	}
	if i := one; i.Pages != 200 || i.Entities < 150 || i.Entities >= 200 {
		t.Errorf("%+v", i)
	}
}
