package search

import "infoseek"

// passage is a run of whole sentences, or a piece of a sentence that is too long, with the range of the page's words in it.
type passage struct {
	span        infoseek.Span
	first, last int // words[first:last]
}

// cut appends the passages of a text to dst: as many whole sentences as have at most limit words together; a longer sentence is cut after limit words. A text without
// words is one passage, so that every page can be found by its title. Words and sentences are in order of position; a word belongs to the sentence in which it starts.
func cut(dst []passage, sentences, words []infoseek.Span, limit int) []passage {
	none := len(dst)
	var open passage
	empty := true
	flush := func() {
		if !empty {
			dst = append(dst, open)
			empty = true
		}
	}
	next := 0
	for _, s := range sentences {
		for next < len(words) && words[next].Start < s.Start {
			next++
		}
		first := next
		for next < len(words) && words[next].Start < s.End {
			next++
		}
		if !empty && next-open.first > limit {
			flush()
		}
		start := s.Start
		for next-first > limit {
			end := words[first+limit].Start
			dst = append(dst, passage{infoseek.Span{Start: start, End: words[first+limit-1].End}, first, first + limit})
			start, first = end, first+limit
		}
		if empty {
			open, empty = passage{span: infoseek.Span{Start: start}, first: first}, false
		}
		open.span.End, open.last = s.End, next
	}
	flush()
	if len(dst) == none {
		dst = append(dst, passage{})
	}
	return dst
}
