package agent

import (
	"strings"

	"infoseek/internal/tags"
)

// Parser reads a turn as it comes, in pieces of any size: the result depends on the text alone. The zero value is ready; it reads one turn.
type Parser struct {
	text    strings.Builder
	scanned int // bytes in which no tag can begin any more
	search  block
	answer  block
	waiting *Turn // an answer within a search block that is still open: it counts if that is never closed
	done    *Turn
}

// block is an opening tag that was met, the first of its kind.
type block struct {
	open        bool
	start, text int // where the tag begins and ends
}

// Write reads the next piece, and says whether the turn has ended: then the rest is not looked at.
func (p *Parser) Write(piece string) (done bool) {
	if p.done != nil {
		return true
	}
	p.text.WriteString(piece)
	text := p.text.String()
	for p.done == nil {
		tag, ok := tags.Next(text, p.scanned)
		if !ok {
			p.scanned = max(p.scanned, len(text)-tags.Longest+1)
			return false
		}
		p.scanned = tag.End
		p.meet(tag, text)
	}
	return true
}

func (p *Parser) meet(tag tags.Tag, text string) {
	switch tag.String() {
	case "<search>":
		p.search.begin(tag)
	case "<answer>":
		p.answer.begin(tag)
	case "</search>":
		turn := &Turn{Text: text[:tag.End]}
		if p.search.open {
			turn.Action, turn.Queries = Search, queriesOf(text[p.search.text:tag.Start])
		}
		p.done = turn
	case "</answer>":
		if !p.answer.open {
			return
		}
		turn := &Turn{Text: text[:tag.End], Action: Answer, Answer: strings.TrimSpace(text[p.answer.text:tag.Start])}
		if !p.search.open || p.answer.start < p.search.start {
			p.done = turn
		} else if p.waiting == nil {
			p.waiting = turn
		}
	}
}

func (b *block) begin(tag tags.Tag) {
	if !b.open {
		*b = block{true, tag.Start, tag.End}
	}
}

// Open names the block that acts and was begun last but not closed, "" if there is none: a server cuts the text off before a stop text.
func (p *Parser) Open() string {
	switch {
	case p.done != nil || p.waiting != nil:
		return ""
	case p.search.open && (!p.answer.open || p.search.start > p.answer.start):
		return tags.Search
	case p.answer.open:
		return tags.Answer
	}
	return ""
}

// Close returns the turn.
func (p *Parser) Close() Turn {
	turn := p.done
	if turn == nil {
		turn = p.waiting
	}
	if turn == nil {
		turn = &Turn{Text: p.text.String()}
	}
	turn.Problems = strictly(turn.Text)
	return *turn
}
