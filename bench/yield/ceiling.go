package main

import (
	"context"
	"maps"
	"strconv"

	"infoseek"
	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/hcsp"
	"infoseek/synth"
	"infoseek/synth/claims"
)

// ceiling counts what the reading of sentences could come to, were everything a statement that a sentence names: a page whose topic is the sentence's subject is related to each entity in it by a name
// that stands for it, and to each that names it so; each year is a range of five years, each class a type; and what is read of boxes and sentences now comes to that. It leaves out what every question
// must have besides: hidden entities that are singled out in turn, clues that are needed, words that do not find the answer.
type ceiling struct {
	roots   int // that may be tried
	related int // with an entity so related
	twice   int // with two
	alone   int // left alone by all that is so stated of them
	trees   int // at most, of those: a question has two clues of its root's own, one of them an entity, and a root gives three
}

// naming are, by page, the entities that stand in a sentence with its topic for the subject, on either page, and the years stated there.
type naming struct {
	near  []map[infoseek.PageNum]bool
	years []map[int]bool
}

// ceilingOf counts over all roots that o allows.
func ceilingOf(ctx context.Context, s *library.Shelf, o synth.Options) (ceiling, error) {
	var c ceiling
	named, err := namingOf(ctx, s)
	if err != nil {
		return c, err
	}
	offers := synth.NewOffers(s, o)
	for n := range s.Info().Pages {
		p, err := s.Page(ctx, infoseek.PageNum(n))
		if err != nil || ctx.Err() != nil {
			return c, err
		}
		if !p.Entity || p.Length < o.MinText || claims.Noun(p) == "" {
			continue
		}
		if err := c.count(ctx, s, o, p, named, offers); err != nil {
			return c, err
		}
	}
	return c, nil
}

func namingOf(ctx context.Context, s *library.Shelf) (naming, error) {
	pages := s.Info().Pages
	all := naming{make([]map[infoseek.PageNum]bool, pages), make([]map[int]bool, pages)}
	for n := range pages {
		all.near[n], all.years[n] = map[infoseek.PageNum]bool{}, map[int]bool{}
	}
	reader := claims.NewReader(s)
	for n := range pages {
		sheet, err := reader.Sheet(ctx, infoseek.PageNum(n))
		if err != nil {
			return all, err
		}
		if sheet == nil {
			continue
		}
		for _, l := range sheet.Lines {
			if !l.Topical {
				continue
			}
			for _, e := range l.Ends {
				switch e.Kind {
				case claims.ToEntity:
					all.near[n][e.Object] = true
					all.near[e.Object][infoseek.PageNum(n)] = true
				case claims.ToYear:
					if y, err := strconv.Atoi(e.Text); err == nil {
						all.years[n][y] = true
					}
				}
			}
		}
	}
	return all, nil
}

// count adds one root.
func (c *ceiling) count(ctx context.Context, s *library.Shelf, o synth.Options, p infoseek.Page, named naming, offers *synth.Offers) error {
	k := clues{near: maps.Clone(named.near[p.Num]), others: map[string]bool{}, floor: o.Floor}
	if err := k.read(ctx, offers, p.Num); err != nil {
		return err
	}
	c.roots++
	if len(k.near) > 0 {
		c.related++
	}
	if len(k.near) > 1 {
		c.twice++
	}
	for q := range k.near {
		if err := k.meet(s.Related(ctx, q)); err != nil {
			return err
		}
	}
	for y := range named.years[p.Num] {
		low, high := float64(y-2), float64(y+2)
		k.others[strconv.Itoa(y)] = true
		if err := k.meet(s.Attribute(ctx, infoseek.Attribute{Kind: infoseek.AttrYear, Low: &low, High: &high})); err != nil {
			return err
		}
	}
	for _, names := range [][]string{p.Kinds.Names(), p.Classes.Names()} {
		if len(names) == 1 {
			if err := k.meet(s.Attribute(ctx, infoseek.Attribute{Kind: infoseek.AttrType, Value: names[0]})); err != nil {
				return err
			}
		}
	}
	if len(k.near) > 0 && len(k.left) == 1 {
		c.alone++
		c.trees += min(options.PerRoot, len(k.near), (len(k.near)+len(k.others)+1)/2)
	}
	return nil
}

// clues are what is stated of one root: by the entities near it and in other ways, and the entities for which all of it holds.
type clues struct {
	near   map[infoseek.PageNum]bool
	others map[string]bool
	left   []infoseek.PageNum
	met    bool
	floor  int
}

// meet takes in a set, unless it leaves fewer than the floor.
func (k *clues) meet(set []infoseek.PageNum, err error) error {
	switch {
	case err != nil || len(set) < k.floor:
	case !k.met:
		k.left, k.met = set, true
	default:
		k.left = hcsp.Intersect(nil, k.left, set)
	}
	return err
}

// read takes in what is read of the root now.
func (k *clues) read(ctx context.Context, offers *synth.Offers, n infoseek.PageNum) error {
	found, err := offers.Embedded(ctx, n)
	if err != nil {
		return err
	}
	all, err := offers.Of(ctx, n, found)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Attribute == nil {
			k.near[o.Child] = true
			continue
		}
		k.others[string(o.Attribute.Kind)+o.Claim.Phrase] = true
		if err := k.meet(o.Set, nil); err != nil {
			return err
		}
	}
	return nil
}

// rows tell the counts, each beside the roots.
func (c ceiling) rows() []table.Row {
	of := func(what string, n int) table.Row {
		return table.Compared("  were each name in a sentence about it a statement: "+what, float64(n), float64(c.roots), "", table.Bound{})
	}
	return []table.Row{of("roots with one", c.related), of("roots with two", c.twice), of("roots that all of them leave alone", c.alone), of("questions of these at most", c.trees)}
}
