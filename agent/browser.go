package agent

import (
	"context"
	"errors"

	"infoseek/internal/article"
	"infoseek/internal/safeweb"
)

// Browser is the Web at large, seen through a client that keeps to its rules.
type Browser struct{ Client *safeweb.Client }

// heard says what a model hears of a page that is not to be had. Of addresses it hears nothing but that they are out of bounds: which of them exist is not its business.
var heard = map[safeweb.Kind]string{
	safeweb.BadURL:    "that is no address of a page on the web",
	safeweb.Private:   "that address is out of bounds",
	safeweb.Robots:    "the site does not allow programs to read that page",
	safeweb.Redirects: "the page can't be opened: it sends on and on",
	safeweb.WrongType: "what is there is no text",
	safeweb.TooLarge:  "the page is too large",
	safeweb.NotFound:  "there is no such page",
	safeweb.NoHost:    "there is no such site",
	safeweb.Denied:    "the site does not give out that page",
	safeweb.TooSoon:   "the site was visited too often: read something else first",
}

// Open fetches a page and reads its text.
func (b Browser) Open(ctx context.Context, url string) (WebPage, error) {
	p, err := b.Client.Fetch(ctx, url)
	var none *safeweb.Error
	if errors.As(err, &none) {
		return WebPage{}, &UnreadableError{Reason: heard[none.Kind], Forbidden: none.Kind == safeweb.BadURL || none.Kind == safeweb.Private, Err: err}
	}
	if err != nil {
		return WebPage{}, err
	}
	a, err := article.Read(p.Body, p.ContentType, p.URL)
	if err != nil {
		return WebPage{}, &UnreadableError{Reason: heard[safeweb.WrongType], Err: err}
	}
	return WebPage{p.URL, a.Title, a.Text}, nil
}
