package recount

import (
	"context"
	"fmt"
	"math"
	"slices"

	"infoseek"
)

// states returns the entities whose pages state a.
func (x *Index) states(ctx context.Context, a infoseek.Attribute) (set, error) {
	switch a.Kind {
	case infoseek.AttrCategory:
		return x.where(func(p infoseek.Page) bool { return slices.Contains(p.Categories, a.Value) }), nil
	case infoseek.AttrType:
		t, ok := infoseek.TypeByName(a.Value)
		if !ok {
			return nil, fmt.Errorf("recount: no type %q", a.Value)
		}
		return x.where(t.Admits), nil
	case infoseek.AttrYear:
		low, high := ends(a)
		return x.where(func(p infoseek.Page) bool {
			return slices.ContainsFunc(x.years[p.Num], func(y years) bool { return y.overlap(math.Ceil(low), math.Floor(high)) })
		}), nil
	case infoseek.AttrNumber:
		low, high := ends(a)
		return x.where(func(p infoseek.Page) bool {
			return slices.ContainsFunc(x.numbers[p.Num], func(q quantity) bool { return q.unit == a.Unit && q.low <= high && q.high >= low })
		}), nil
	case infoseek.AttrPhrase:
		return x.withWords(ctx, a.Value)
	}
	return nil, fmt.Errorf("recount: attribute of unknown kind %q", a.Kind)
}

func ends(a infoseek.Attribute) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	if a.Low != nil {
		low = *a.Low
	}
	if a.High != nil {
		high = *a.High
	}
	return low, high
}
