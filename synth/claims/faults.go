package claims

import (
	"context"

	"infoseek"
)

// faults notes the first error of asking for a page: what only asks whether a word is a name answers no then, and the reading as a whole fails.
type faults struct {
	infoseek.Pages
	first error
}

// Page passes on what the corpus says.
func (f *faults) Page(ctx context.Context, n infoseek.PageNum) (infoseek.Page, error) {
	p, err := f.Pages.Page(ctx, n)
	if f.first == nil {
		f.first = err
	}
	return p, err
}
