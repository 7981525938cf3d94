package agents

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/synth"
	"infoseek/synth/claims"
)

// Browser finds the claims about a page by asking a model: of the page itself, and of pages around it, what they say of it. What the model says is checked by claims.Sheet.Check; where the words of the sentence
// leave a doubt the verifier role, if there is a model for it, has the last word. Each claim that does not pass is given back with what is wrong, at most Options.Retries times, and then dropped
// and counted by reason.
type Browser struct {
	library *Library
	pages   infoseek.Pages
	offers  *synth.Offers
	base    synth.Browser
	models  func(role string, n infoseek.PageNum) infoseek.Model
	seed    uint64
	counted map[infoseek.PageNum]bool
	counts  map[string]int
}

// Browser is the one for an item.
func (l *Library) Browser(item synth.Item) *Browser {
	return &Browser{library: l, pages: item.Pages, offers: item.Offers, base: item.Browser, models: item.PageModel, seed: item.Options.Seed, counted: map[infoseek.PageNum]bool{}, counts: map[string]int{}}
}

// Counts is what reading the pages that the item browsed took.
func (b *Browser) Counts() map[string]int { return b.counts }

// Browse returns the offers of a page: those of the model's claims first.
func (b *Browser) Browse(ctx context.Context, n infoseek.PageNum) ([]synth.Offer, error) {
	r, err := b.library.read(ctx, n, func() (*reading, error) {
		r := &reader{pages: b.pages, offers: b.offers, o: b.library.o, page: n, model: b.models("browser", n), verifier: b.models("verifier", n), seed: seed(b.seed, uint64(n)), counts: map[string]int{}}
		found, err := r.read(ctx)
		return &reading{found, r.counts}, err
	})
	if err != nil {
		return nil, err
	}
	if !b.counted[n] {
		b.counted[n] = true
		for k, v := range r.counts {
			b.counts[k] += v
		}
	}
	offers, err := b.offers.Of(ctx, n, r.found)
	if err != nil || b.library.o.Browser == ModeModel {
		return offers, err
	}
	base, err := b.base.Browse(ctx, n)
	if err != nil {
		return nil, err
	}
	own := offers
	for _, o := range base {
		if !slices.ContainsFunc(own, func(p synth.Offer) bool { return twice(&p, &o) }) {
			offers = append(offers, o)
		}
	}
	return offers, nil
}

// twice reports whether two offers of one page are the same claim, read by two.
func twice(p, o *synth.Offer) bool {
	if (p.Attribute == nil) != (o.Attribute == nil) || p.Attribute != nil && p.Attribute.String() != o.Attribute.String() {
		return false
	}
	return p.Claim.Subject == o.Claim.Subject && p.Claim.Evidence == o.Claim.Evidence && p.Claim.Phrase == o.Claim.Phrase && (p.Attribute != nil || p.Child == o.Child)
}

// reader reads one page for a Browser.
type reader struct {
	pages    infoseek.Pages
	offers   *synth.Offers
	o        Options
	page     infoseek.PageNum
	model    infoseek.Model
	verifier infoseek.Model
	seed     uint64
	counts   map[string]int
}

// read asks for the claims of the page, then of the pages around it.
func (r *reader) read(ctx context.Context) (synth.Findings, error) {
	var found synth.Findings
	sheet, err := r.offers.Sheet(ctx, r.page)
	if err != nil || sheet == nil {
		return found, err
	}
	if found.Own, err = r.claims(ctx, viewOf(sheet, r.o.Sentences, r.verifier != nil)); err != nil {
		return found, err
	}
	around, err := r.around(ctx)
	if err != nil {
		return found, err
	}
	for _, v := range around {
		theirs, err := r.claims(ctx, v)
		if err != nil {
			return found, err
		}
		found.Theirs = append(found.Theirs, theirs...)
	}
	return found, nil
}

// Bounds of how many related pages are looked at for sentences that name the page: those with the fewest relations of an even sample.
const (
	maxSampled = 64
	maxLaid    = 24
)

// around chooses the pages that are asked about this one: entities that tell of it in a sentence about themselves, those with the fewest relations first.
func (r *reader) around(ctx context.Context) ([]*view, error) {
	if r.o.Around < 0 {
		return nil, nil
	}
	related, err := r.pages.Related(ctx, r.page)
	if err != nil {
		return nil, err
	}
	type near struct {
		page   infoseek.PageNum
		degree int
	}
	var sample []near
	step := 1 + (len(related)-1)/maxSampled
	for i := 0; i < len(related); i += step {
		theirs, err := r.pages.Related(ctx, related[i])
		if err != nil {
			return nil, err
		}
		sample = append(sample, near{related[i], len(theirs)})
	}
	slices.SortStableFunc(sample, func(a, b near) int { return cmp.Compare(a.degree, b.degree) })
	var views []*view
	for _, s := range sample[:min(maxLaid, len(sample))] {
		if len(views) == r.o.Around {
			break
		}
		sheet, err := r.offers.Sheet(ctx, s.page)
		if err != nil {
			return nil, err
		}
		if sheet == nil {
			continue
		}
		if v := viewAbout(sheet, r.page, leadSentences, false); len(v.things) > 0 {
			views = append(views, v)
		}
	}
	return views, nil
}

// claims asks for the claims of a view until all that is said passes, or the model was told often enough.
func (r *reader) claims(ctx context.Context, v *view) ([]claims.Claim, error) {
	if len(v.things) == 0 {
		return nil, nil
	}
	most := r.o.Claims
	if v.about {
		most = 1
	}
	h := &hearing{reader: r, view: v}
	m := held{r.model, v.schema(most, r.verifier != nil)}
	data := browseData{Page: v.String(), Most: most}
	for left := max(r.o.Retries, 0); ; left-- {
		chance := r.seed + uint64(left) // or the same complaint would be answered the same
		answer, trace, err := prompt.Ask(ctx, m, browsePrompt, data, prompt.Options[browseAnswer]{Repairs: repairs(left), MaxTokens: 40 + 40*most, Seed: &chance})
		r.counts["browser: calls"] += trace.Calls
		left -= trace.Repairs
		if errors.As(err, new(*prompt.InvalidError)) {
			r.counts["browser: invalid answers"]++
			break
		}
		if err != nil {
			return nil, err
		}
		if err := h.hear(ctx, answer.Claims[:min(most, len(answer.Claims))]); err != nil {
			return nil, err
		}
		if data.Wrong = h.complaints(); len(h.wrong) == 0 || left == 0 {
			break
		}
	}
	for _, w := range h.wrong {
		r.counts["browser: refused: "+w.reason]++
	}
	r.counts["browser: claims"] += len(h.kept)
	return h.kept, nil
}

// repairs is how prompt.Options says that there are left tries.
func repairs(left int) int {
	if left == 0 {
		return -1
	}
	return left
}

// seed mixes two numbers to one of the 31 bits that servers take.
func seed(a, b uint64) uint64 {
	return (a*0x9E3779B97F4A7C15 ^ (b+1)*0xBF58476D1CE4E5B9) >> 33
}
