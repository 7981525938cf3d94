package synth

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"infoseek"
	"infoseek/synth/claims"
)

// roots lists the pages that may be a root, in the order in which they are tried: a function of corpus, options and seed.
func roots(ctx context.Context, pages infoseek.Pages, o Options) ([]infoseek.PageNum, error) {
	excluded := excludedNames(o)
	var out []infoseek.PageNum
	add := func(n infoseek.PageNum) error {
		p, err := pages.Page(ctx, n)
		if err == nil && eligible(p, o) && !excluded[normName(p.Title)] {
			out = append(out, n)
		}
		return err
	}
	if len(o.Roots) > 0 {
		seen := map[infoseek.PageNum]bool{}
		for _, ref := range o.Roots {
			n, err := find(ctx, pages, ref)
			if err != nil {
				return nil, err
			}
			if seen[n] {
				continue
			}
			seen[n] = true
			if err := add(n); err != nil {
				return nil, err
			}
		}
	} else {
		for n := range pages.Info().Pages {
			if n%1024 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if err := add(infoseek.PageNum(n)); err != nil {
				return nil, err
			}
		}
	}
	rng := rand.New(rand.NewPCG(o.Seed, 0x1f05eec))
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out, nil
}

func find(ctx context.Context, pages infoseek.Pages, ref string) (infoseek.PageNum, error) {
	n, err := pages.ByTitle(ctx, ref)
	var none *infoseek.NotFoundError
	if errors.As(err, &none) {
		if n, err := pages.ByID(ctx, ref); err == nil {
			return n, nil
		}
	}
	if err != nil {
		return 0, fmt.Errorf("synth: root: %w", err)
	}
	return n, nil
}

func eligible(p infoseek.Page, o Options) bool {
	if !p.Entity || p.Length < o.MinText || claims.Noun(p) == "" {
		return false
	}
	if c := infoseek.ClassByName(o.RootClass); c != 0 && p.Classes != c {
		return false
	}
	if o.RootCategory != "" {
		for _, c := range p.Categories {
			if c == o.RootCategory {
				return true
			}
		}
		return false
	}
	return true
}

// excludedNames are the titles and questions never to be used, in the form names are compared in.
func excludedNames(o Options) map[string]bool {
	out := map[string]bool{}
	for _, e := range o.Exclude {
		out[normName(e)] = true
	}
	return out
}
