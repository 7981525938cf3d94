package synth

import (
	"context"
	"math"
	"strings"

	"infoseek"
	"infoseek/synth/claims"
)

// Offer is a constraint that a vertex can be given: a claim the Browser found for it. It becomes a child vertex and the edge to it.
type Offer struct {
	// Parent is the page the constraint is on. The claim's subject is Parent if Forward, otherwise the child.
	Parent  infoseek.PageNum
	Claim   claims.Claim
	Forward bool
	// Child is the entity at the other end; meaningless for attributes.
	Child     infoseek.PageNum
	Attribute *infoseek.Attribute
	// Set is the entities for which the constraint holds when the child is a named leaf or an attribute.
	Set []infoseek.PageNum
	// CanName and CanHide say how an entity child may be used.
	CanName, CanHide bool
}

// offerKey tells offers of one parent apart.
type offerKey struct {
	subject, child infoseek.PageNum
	start          int
	phrase         string
	attribute      string
	named          bool // the offer as a named leaf only
}

func (o *Offer) key() offerKey {
	k := offerKey{subject: o.Claim.Subject, child: o.Child, start: o.Claim.Evidence.Start, phrase: o.Claim.Phrase}
	if o.Attribute != nil {
		k.attribute = o.Attribute.String()
	}
	return k
}

// asNamed is the key of the same offer where it is used as a named leaf.
func (k offerKey) asNamed() offerKey {
	k.named = true
	return k
}

// clue is the same for offers of one parent that tell a reader much the same: a relation to the same entity, or the same thing in another range.
type clue struct {
	child               infoseek.PageNum // entities
	kind                infoseek.AttributeKind
	value, unit, phrase string
}

func (o *Offer) clue() clue {
	if o.entity() {
		return clue{child: o.Child}
	}
	return clue{kind: o.Attribute.Kind, value: o.Attribute.Value, unit: o.Attribute.Unit, phrase: o.Claim.Phrase}
}

func (o *Offer) entity() bool { return o.Attribute == nil }

// Findings are the claims that were read about a page: Own of it on its own page, Theirs of others on their pages, which it is the object of.
type Findings struct{ Own, Theirs []claims.Claim }

// Offers turns the claims about a page, whoever read them, into offers: entities named or hidden, years and numbers as ranges, the type. Sets come from the corpus alone. It is safe for concurrent use.
type Offers struct {
	pages  infoseek.Pages
	reader *claimCache
	info   *pageCache
	grade  infoseek.Grade
	// excluded are normalised titles that are never a vertex.
	excluded map[string]bool
}

// NewOffers makes offers over pages for trees that are to be as o says.
func NewOffers(pages infoseek.Pages, o Options) *Offers {
	return newOffers(pages, o, &pageCache{pages: pages})
}

func newOffers(pages infoseek.Pages, o Options, info *pageCache) *Offers {
	return &Offers{pages: pages, reader: &claimCache{reader: claims.NewReader(pages)}, info: info, grade: o.Grade, excluded: excludedNames(o)}
}

// maxReverse bounds how many pages are read for claims about a page in which it is the object.
const maxReverse = 2000

// Embedded is what the embedded reader finds about page n.
func (b *Offers) Embedded(ctx context.Context, n infoseek.PageNum) (Findings, error) {
	var f Findings
	var err error
	if f.Own, err = b.reader.read(ctx, n); err != nil {
		return f, err
	}
	related, err := b.pages.Related(ctx, n)
	if err != nil {
		return f, err
	}
	step := 1 + (len(related)-1)/maxReverse
	for i := 0; i < len(related); i += step {
		theirs, err := b.reader.about(ctx, related[i], n)
		if err != nil {
			return f, err
		}
		f.Theirs = append(f.Theirs, theirs...)
	}
	return f, nil
}

// Sheet lays out page n for somebody else to read claims from; nil if it is no entity.
func (b *Offers) Sheet(ctx context.Context, n infoseek.PageNum) (*claims.Sheet, error) {
	return b.reader.reader.Sheet(ctx, n)
}

// Of returns the offers for page n, in the order of what was found.
func (b *Offers) Of(ctx context.Context, n infoseek.PageNum, f Findings) ([]Offer, error) {
	var out []Offer
	for _, c := range f.Own {
		o, err := b.forward(ctx, n, c)
		if err != nil {
			return nil, err
		}
		out = append(out, o...)
	}
	for _, c := range f.Theirs {
		o, ok, err := b.entity(ctx, n, c, false)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, o)
		}
	}
	return out, nil
}

func (b *Offers) forward(ctx context.Context, n infoseek.PageNum, c claims.Claim) ([]Offer, error) {
	switch c.Kind {
	case claims.ToEntity:
		if info, err := b.info.page(ctx, n); err != nil || c.Plain && claims.SaysNothing(c.Shown, claims.Noun(info)) {
			return nil, err // "an antelope that is a kind of antelope"
		}
		o, ok, err := b.entity(ctx, n, c, true)
		if !ok || err != nil {
			return nil, err
		}
		return []Offer{o}, nil
	case claims.ToYear:
		return b.attributes(ctx, n, c, yearRanges(n, int(c.Low))...)
	case claims.ToNumber:
		return b.attributes(ctx, n, c, numberRanges(c)...)
	case claims.ToCategory:
		info, err := b.info.page(ctx, n)
		if err != nil || claims.SaysNothing(c.Shown, claims.Noun(info)) {
			return nil, err
		}
		return b.attributes(ctx, n, c, infoseek.Attribute{Kind: infoseek.AttrCategory, Value: c.Category})
	case claims.ToType:
		info, err := b.info.page(ctx, n)
		if err != nil {
			return nil, err
		}
		var out []Offer
		if name := typeOf(info); name != "" {
			if out, err = b.attributes(ctx, n, c, infoseek.Attribute{Kind: infoseek.AttrType, Value: name}); err != nil {
				return nil, err
			}
		}
		if b.grade == infoseek.Lexical {
			o, err := b.attributes(ctx, n, c, infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: c.Noun})
			if err != nil {
				return nil, err
			}
			out = append(out, o...)
		}
		return out, nil
	}
	return nil, nil
}

// typeOf is the type that the noun tells by which a question calls p: its kind where it is of one and called by the noun that tells it, else its class.
func typeOf(p infoseek.Page) string {
	if names := p.Kinds.Names(); len(names) == 1 && (claims.Noun(p) == p.Noun || p.Noun == "capital") {
		return names[0]
	}
	if names := p.Classes.Names(); len(names) == 1 {
		return names[0]
	}
	return ""
}

func (b *Offers) attributes(ctx context.Context, n infoseek.PageNum, c claims.Claim, attrs ...infoseek.Attribute) ([]Offer, error) {
	var out []Offer
	for _, a := range attrs {
		set, err := b.pages.Attribute(ctx, a)
		if err != nil {
			return nil, err
		}
		out = append(out, Offer{Parent: n, Claim: c, Forward: true, Attribute: &a, Set: set})
	}
	return out, nil
}

func (b *Offers) entity(ctx context.Context, n infoseek.PageNum, c claims.Claim, forward bool) (Offer, bool, error) {
	o := Offer{Parent: n, Claim: c, Forward: forward, Child: c.Object}
	if !forward {
		o.Child = c.Subject
	}
	child, err := b.info.page(ctx, o.Child)
	if err != nil || !child.Entity || o.Child == n || b.excluded[normName(child.Title)] {
		return o, false, err
	}
	if o.Set, err = b.pages.Related(ctx, o.Child); err != nil {
		return o, false, err
	}
	if o.CanName, err = b.nameable(ctx, &o, child); err != nil {
		return o, false, err
	}
	o.CanHide = claims.Noun(child) != "" && !(c.Plain && forward && (child.Noun == "" || !strings.EqualFold(c.Shown, claims.Base(child.Title)) || strings.HasSuffix(c.Phrase, "one of")))
	return o, o.CanName || o.CanHide, nil
}

// nameable reports whether the question may show the child by the name the claim's text has for it: one that no other page has.
func (b *Offers) nameable(ctx context.Context, o *Offer, child infoseek.Page) (bool, error) {
	shown := o.Claim.Name
	if o.Forward {
		if claims.IsPerson(child) {
			o.Claim.Shown = claims.Base(child.Title)
		}
		shown = o.Claim.Shown
	} else if o.Claim.Common {
		return false, nil
	}
	return b.info.owns(ctx, child.Num, shown)
}

// yearRanges blurs a year: its decade, and windows of 21 and of 5 years that do not show where in them the year lies.
func yearRanges(n infoseek.PageNum, year int) []infoseek.Attribute {
	mk := func(lo, hi int) infoseek.Attribute {
		l, h := float64(lo), float64(hi)
		return infoseek.Attribute{Kind: infoseek.AttrYear, Low: &l, High: &h}
	}
	if year <= 100 {
		lo := int(math.Floor(float64(year)/10))*10 - 10
		if lo < 1 && lo+30 >= 0 {
			return nil // across the years of no year 0: not worth the trouble
		}
		return []infoseek.Attribute{mk(lo, lo+30)}
	}
	decade := year / 10 * 10
	chance := (uint32(n)*2654435761 + uint32(year)) >> 16
	wide, narrow := 2+int(chance%16), 1+int(chance>>4%3)
	return []infoseek.Attribute{mk(decade, decade+9), mk(year-wide, year-wide+20), mk(year-narrow, year-narrow+4)}
}

// numberRanges blurs a number: to round ones a quarter about it, and a twentieth.
func numberRanges(c claims.Claim) []infoseek.Attribute {
	mid := (c.Low + c.High) / 2
	mk := func(lo, hi float64) infoseek.Attribute {
		if c.Unit == "" && mid >= 1 { // there are no halves of what is counted
			lo, hi = max(1, math.Floor(lo)), math.Ceil(hi)
		}
		return infoseek.Attribute{Kind: infoseek.AttrNumber, Low: &lo, High: &hi, Unit: c.Unit}
	}
	if c.Ranged { // what is told must hold of all of it
		return []infoseek.Attribute{mk(roundDown(c.Low*0.9), roundUp(c.High*1.1))}
	}
	step := magnitude(mid) / 10
	return []infoseek.Attribute{mk(roundDown(mid*0.8), roundUp(mid*1.25)), mk(times(math.Floor(mid*0.95/step), step), times(math.Ceil(mid*1.05/step), step))}
}

// times is n times step without what binary fractions add: a step below 1 is a part of 1.
func times(n, step float64) float64 {
	if step < 1 {
		return n / math.Round(1/step)
	}
	return n * step
}

func magnitude(v float64) float64 { return math.Pow(10, math.Floor(math.Log10(v))) / 2 }

func roundDown(v float64) float64 { m := magnitude(v); return math.Floor(v/m) * m }
func roundUp(v float64) float64   { m := magnitude(v); return math.Ceil(v/m) * m }
