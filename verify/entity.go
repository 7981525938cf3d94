package verify

import (
	"context"
	"errors"
	"strings"

	"infoseek"
)

// entity returns the first entity's page that one of the titles has, nil if the corpus has none.
func entity(ctx context.Context, pages infoseek.Pages, titles ...string) (*infoseek.Page, error) {
	for _, title := range titles {
		n, err := pages.ByTitle(ctx, title)
		if missing := (*infoseek.NotFoundError)(nil); errors.As(err, &missing) {
			continue
		}
		if err != nil {
			return nil, err
		}
		page, err := pages.Page(ctx, n)
		if err != nil || page.Entity {
			return &page, err
		}
	}
	return nil, nil
}

// named are the titles that a name may stand for: itself, and without its article.
func named(name string) []string {
	name = strings.TrimSpace(name)
	all := []string{name}
	if article, rest, two := strings.Cut(name, " "); two && strings.EqualFold(article, "the") {
		all = append(all, rest)
	}
	return all
}
