package claims

import (
	"context"
	"strconv"
	"strings"

	"infoseek"
	"infoseek/text"
)

// Sheet is a page laid out for somebody else to read claims from: its sentences, each with what a claim may end in. What they read is held against it by Check.
type Sheet struct {
	Page  infoseek.Page
	Name  string // how its text calls its topic
	Lines []Line

	reader *Reader
	names  []infoseek.Name
	common bool
	topic  string // its noun
}

// Line is a sentence.
type Line struct {
	Span infoseek.Span
	Text string
	// Topical is set where the page's topic is the sentence's subject.
	Topical bool
	// Ends are the other entities that the sentence names by names that stand for them, and the years, numbers and the type that it states, in order.
	Ends []End

	tokens []token
	tail   string
	verb   int // the token where the predicate begins, if Topical; otherwise the first
}

// End is what a claim may end in. Text is how the sentence has it.
type End struct {
	Kind   Kind
	Text   string
	Object infoseek.PageNum // ToEntity

	plain     bool
	linked    bool
	at, last  int // the tokens it begins with, and that behind it
	low, high float64
	number    text.Number
	behind    string // what follows a number
}

// Sheet lays out page n, facts and categories left out; nil if it is no entity.
func (r *Reader) Sheet(ctx context.Context, n infoseek.PageNum) (*Sheet, error) {
	rd, err := r.open(ctx, n)
	if rd == nil || err != nil {
		return nil, err
	}
	sheet := &Sheet{Page: rd.page, reader: r, topic: rd.topic.noun}
	err = rd.walk(func(span infoseek.Span) error {
		line, err := rd.line(span)
		sheet.Lines = append(sheet.Lines, line)
		return err
	})
	if err == nil {
		err = rd.pages.first
	}
	if err != nil {
		return nil, err
	}
	sheet.Name, sheet.common = rd.topic.called(rd.page.Title, rd.text)
	sheet.names, err = r.pages.Names(ctx, n)
	return sheet, err
}

// line lays out one sentence. It decides what the sentence is about as sentence does.
func (r *reading) line(span infoseek.Span) (Line, error) {
	l := Line{Span: span, Text: r.text[span.Start:span.End]}
	topical := span.End-span.Start >= 15 && span.End-span.Start <= 600 && r.mayBeSubject(span)
	s := r.cut(span)
	if topical {
		if _, _, _, ok := r.possessor(s); ok {
			topical = false // its subject is something of the topic's
		} else {
			l.verb, _, l.Topical = r.subject(s)
		}
	}
	if !l.Topical {
		l.verb = 0
		if err := r.pass(span); err != nil {
			return l, err
		}
		s = r.cut(span)
	}
	l.tokens = append([]token(nil), s.tokens...) // cut uses its slice again
	s.tokens, l.tail = l.tokens, s.tail
	if len(s.tokens) == 0 || len(s.tokens) > maxWords {
		return l, nil
	}
	if err := r.entityEnds(&l, s); err != nil {
		return l, err
	}
	r.yearEnds(&l, s)
	r.numberEnds(&l, s)
	r.typeEnd(&l, s)
	return l, nil
}

// entityEnds lists the entities that the sentence names behind the start of its predicate.
func (r *reading) entityEnds(l *Line, s sentence) error {
	if l.verb >= len(s.tokens) {
		return nil
	}
	if err := r.mention(infoseek.Span{Start: s.tokens[l.verb].span.Start, End: s.span.End}); err != nil {
		return err
	}
	for _, m := range r.mentions {
		if len(m.Pages) != 1 || m.Pages[0] == r.page.Num {
			continue
		}
		first, last := s.at(m.Span.Start), s.at(m.Span.End)
		if first >= last || s.tokens[first].span.Start != m.Span.Start || s.tokens[last-1].span.End != m.Span.End || !r.bounded(s, first, last, m) {
			continue
		}
		target, err := r.pages.Page(r.ctx, m.Pages[0])
		if err != nil {
			return err
		}
		e := End{Kind: ToEntity, Text: r.text[m.Span.Start:m.Span.End], Object: target.Num, at: first, last: last, linked: m.Linked, plain: !s.tokens[first].upper && !s.tokens[first].digit}
		if first > l.verb && s.tokens[first-1].lower == "the" && s.tokens[first].gap == "" {
			e.Text = "the " + e.Text
			e.at--
		}
		ok, err := r.meant(m, e, target)
		if err != nil {
			return err
		}
		if ok {
			l.Ends = append(l.Ends, e)
		}
	}
	return nil
}

// bounded reports whether the name at tokens [first, last) is a whole name, not part of a longer one.
func (r *reading) bounded(s sentence, first, last int, m infoseek.Mention) bool {
	if strings.ContainsAny(r.text[m.Span.Start:m.Span.End], "()\"“”\n") || strings.HasSuffix(s.tokens[last-1].lower, "'s") {
		return false
	}
	if !m.Linked && first > 0 && s.tokens[first-1].upper && s.tokens[first].gap == "" {
		return false
	}
	return endsPhrase(s, last, false, m.Linked, false)
}

// meant reports whether the name can be trusted to mean the entity, as the reader itself would.
func (r *reading) meant(m infoseek.Mention, e End, target infoseek.Page) (bool, error) {
	if !target.Entity || !r.stands(m, target) {
		return false, nil
	}
	c := Claim{Object: e.Object, Shown: e.Text, Plain: e.plain}
	if ok, err := r.trusted(m, target); !ok || err != nil {
		return false, err
	}
	if ok, err := r.articleFits(c, target); !ok || err != nil || !e.plain {
		return ok, err
	}
	return r.telling(c, target)
}

func (r *reading) yearEnds(l *Line, s sentence) {
	for _, y := range text.Years(nil, l.Text) {
		if y.Century || y.High != y.Low || y.Low > 2100 {
			continue
		}
		i := s.at(s.span.Start + y.Span.Start)
		if i >= len(s.tokens) || s.tokens[i].span.Start != s.span.Start+y.Span.Start {
			continue // in brackets
		}
		l.Ends = append(l.Ends, End{Kind: ToYear, Text: yearText(y.Low), at: dateStart(s, i), low: float64(y.Low), high: float64(y.High)})
	}
}

func yearText(y int) string {
	if y < 0 {
		return strconv.Itoa(-y) + " BC"
	}
	return strconv.Itoa(y)
}

// dateStart goes back from the year at token i over the rest of its date and the preposition before it.
func dateStart(s sentence, i int) int {
	for i > 0 && (months[s.tokens[i-1].lower] || around[s.tokens[i-1].lower] || s.tokens[i-1].digit && len(s.tokens[i-1].raw) <= 2) {
		i--
	}
	if i > 0 {
		switch s.tokens[i-1].lower {
		case "in", "on", "around", "about":
			i--
		}
	}
	return i
}

func (r *reading) numberEnds(l *Line, s sentence) {
	for _, n := range text.Numbers(nil, l.Text) {
		if n.Value < 2 || n.Unit != "" && n.Unit != "m" && n.Unit != "m2" {
			continue
		}
		i := s.at(s.span.Start + n.Span.Start)
		if i >= len(s.tokens) || i <= l.verb || s.tokens[i].span.Start != s.span.Start+n.Span.Start || overlapsYear(l.Text, n.Span) {
			continue
		}
		if oneSided(s.tokens[l.verb:i]) {
			continue
		}
		for i > l.verb+1 && around[s.tokens[i-1].lower] {
			i--
		}
		l.Ends = append(l.Ends, End{Kind: ToNumber, Text: l.Text[n.Span.Start:n.Span.End], at: i, number: n, behind: strings.TrimLeft(l.Text[n.Span.End:], " ")})
	}
}

func overlapsYear(s string, span infoseek.Span) bool {
	for _, y := range text.Years(nil, s) {
		if y.Span.Start < span.End && span.Start < y.Span.End {
			return true
		}
	}
	return false
}

// typeEnd is the page's noun in a sentence that says what the topic is.
func (r *reading) typeEnd(l *Line, s sentence) {
	if !l.Topical || l.verb >= len(s.tokens) || !copulas[s.tokens[l.verb].lower] || r.topic.noun == "" || !r.named {
		return
	}
	for i := l.verb + 1; i < len(s.tokens) && i < l.verb+12; i++ {
		if text.Norm(s.tokens[i].raw) == text.Norm(r.topic.noun) {
			l.Ends = append(l.Ends, End{Kind: ToType, Text: r.topic.noun, at: i})
			return
		}
	}
}
