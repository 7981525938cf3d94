package agent

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"infoseek"
	"infoseek/text"
)

// citations bounds the passages cited for an answer.
const citations = 5

// cite finds, among what was found, the passages that name the answer or are of the page of that title.
func (r *run) cite(ctx context.Context) {
	answer := wordsOf(r.record.Answer)
	if len(answer) == 0 {
		return
	}
	type place struct {
		page infoseek.PageNum
		span infoseek.Span
	}
	cited := map[place]bool{}
	for _, d := range r.found {
		if p := (place{d.Page, d.Span}); len(cited) < citations && !cited[p] && (holds(wordsOf(d.Text), answer) || holds(wordsOf(d.Title), answer)) {
			cited[p] = true
			r.citePassage(ctx, d)
		}
	}
}

func (r *run) citePassage(ctx context.Context, d Document) {
	page, err := r.tools.Pages.Page(ctx, d.Page)
	if err == nil {
		var whole string
		if whole, err = r.tools.Pages.Text(ctx, d.Page, d.Span); err == nil {
			sum := sha256.Sum256([]byte(whole))
			r.record.Evidence = append(r.record.Evidence, infoseek.Evidence{Page: d.ID, Revision: page.Revision, Start: d.Span.Start, End: d.Span.End, SHA256: hex.EncodeToString(sum[:])})
			return
		}
	}
	r.fault(infoseek.BoundaryCorpus, err)
}

// wordsOf are the normal forms of a text's words.
func wordsOf(s string) []string {
	var words []string
	for _, span := range text.Words(nil, s) {
		words = append(words, text.Norm(s[span.Start:span.End]))
	}
	return words
}

// holds says whether words has part as a run.
func holds(words, part []string) bool {
	return strings.Contains(" "+strings.Join(words, " ")+" ", " "+strings.Join(part, " ")+" ")
}
