package report

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"infoseek"
)

// Show prints a question, its tree, certificate and evidence for a terminal of width columns (0: 80). pages may be nil: then the evidence's text is left out. The text of
// pages and questions is printed without control characters.
func Show(ctx context.Context, w io.Writer, q infoseek.Question, pages infoseek.Pages, width int, color bool) error {
	if width <= 0 {
		width = 80
	}
	c, err := newCard(ctx, q, &quoter{pages: pages})
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	s := &screen{width: max(40, width), color: color}
	s.question(c)
	s.tree(q.Tree)
	s.certificate(c)
	s.evidence(c)
	if _, err := io.WriteString(w, s.String()); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// screen gathers lines for a terminal.
type screen struct {
	strings.Builder
	width int
	color bool
}

// style is a terminal's rendition, by its SGR number.
type style string

const (
	bold  style = "1"
	faint style = "2"
	green style = "32"
	mark  style = "1;33"
)

// in returns s in a style; control characters of s are gone.
func (s *screen) in(st style, text string) string {
	if !s.color || text == "" {
		return plain(text)
	}
	return "\x1b[" + string(st) + "m" + plain(text) + "\x1b[0m"
}

// plain takes out what would steer a terminal: control characters, and marks that turn the direction of text.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f:
			return -1
		}
		return r
	}, s)
}

func (s *screen) line(parts ...string) {
	s.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	s.WriteByte('\n')
}

// heading is preceded by an empty line.
func (s *screen) heading(text string) { s.line("\n", s.in(bold, text)) }

// paragraph wraps text and indents it by two.
func (s *screen) paragraph(st style, text string) { s.item(st, "  ", text) }

// item wraps text after a lead, which the further lines leave room for.
func (s *screen) item(st style, lead, text string) {
	for _, l := range wrap(plain(text), s.width-len(lead)) {
		if st != "" {
			l = s.in(st, l)
		}
		s.line(lead, l)
		lead = strings.Repeat(" ", len(lead))
	}
}

func (s *screen) question(c card) {
	s.line(s.in(bold, c.ID), "  ", s.in(faint, fmt.Sprintf("%s, %s, %d hidden", plural(c.Vertices, "vertex", "vertices"), plural(c.Hops, "hop", "hops"), c.Hidden)))
	var text strings.Builder
	for _, p := range c.Parts {
		text.WriteString(p.Text)
	}
	s.line()
	s.paragraph("", text.String())
	s.line()
	answer := "  Answer: " + s.in(green, c.Answer)
	if len(c.Aliases) > 0 {
		answer += s.in(faint, "  or "+strings.Join(c.Aliases, ", "))
	}
	s.line(answer)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}

// tree draws vertices as an indented tree: ● to be found, ○ named, ▫ an attribute; the number is the claim's, below.
func (s *screen) tree(t infoseek.Tree) {
	s.heading("Tree")
	if len(t.Vertices) == 0 {
		return
	}
	number := map[int]int{}
	for i, e := range t.Edges {
		number[e.Child] = i + 1
	}
	s.line("  ", s.vertex(t.Vertices[0]))
	s.branch(t, 0, "  ", number)
	s.line("  ", s.in(faint, "● to be found  ○ named  ▫ attribute  [n] claim"))
}

func (s *screen) branch(t infoseek.Tree, parent int, indent string, number map[int]int) {
	var below []infoseek.Edge
	for _, e := range t.Edges {
		if e.Parent == parent && e.Child > parent && e.Child < len(t.Vertices) {
			below = append(below, e)
		}
	}
	for i, e := range below {
		stem, next := "├─ ", "│  "
		if i == len(below)-1 {
			stem, next = "└─ ", "   "
		}
		n := "[" + strconv.Itoa(number[e.Child]) + "]"
		s.line(s.in(faint, indent+stem), s.vertex(t.Vertices[e.Child]), " ", s.in(faint, n))
		s.branch(t, e.Child, indent+next, number)
	}
}

func (s *screen) vertex(v infoseek.Vertex) string {
	label := ellipsis(plain(vertexLabel(v)), s.width/2)
	switch kindOf(v) {
	case rootNode:
		return s.in(green, "● "+label)
	case hiddenNode:
		return s.in(bold, "● "+label)
	case attributeNode:
		return "▫ " + s.in(faint, label)
	}
	return "○ " + label
}

func (s *screen) certificate(c card) {
	s.heading("Certificate")
	s.paragraph("", fmt.Sprintf("unique %s, minimal %s, %s, determined: %s, selectivity %d; all claims on %s, at most %d on one other than the answer's",
		yes(c.Unique), yes(c.Minimal), c.Grade, c.Determined, c.Selectivity, plural(c.CoverPages, "page", "pages"), c.CoverMost))
	for _, v := range c.Candidates {
		s.paragraph("", fmt.Sprintf("%s: %s by its own clues, %d in solutions", v.Name, plural(v.Up, "candidate", "candidates"), v.Both))
	}
	for _, r := range c.Ranks {
		line := "rank by " + r.Query + ": answer " + rankText(r.Answer, c.Depth)
		for _, h := range r.Hidden {
			line += ", " + h.Name + " " + rankText(h.Rank, c.Depth)
		}
		s.paragraph("", line)
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// rankText writes a rank; 0 is one beyond depth.
func rankText(rank, depth int) string {
	if rank == 0 {
		return ">" + strconv.Itoa(depth)
	}
	return strconv.Itoa(rank)
}

func (s *screen) evidence(c card) {
	s.heading("Claims")
	for i, cl := range c.Claims {
		if i > 0 {
			s.line()
		}
		lead := fmt.Sprintf("  [%d] ", i+1)
		s.item("", lead, cl.Text)
		lead = strings.Repeat(" ", len(lead))
		if cl.Quote.Text != "" {
			s.item(mark, lead, "“"+cl.Quote.Text+"”")
		}
		s.item(faint, lead, cl.Quote.source())
		s.item(faint, lead, cl.figures())
	}
}

func (q Quote) source() string {
	out := "from " + q.Page
	if q.Revision != "" {
		out += ", revision " + q.Revision
	}
	out += fmt.Sprintf(", bytes %d–%d", q.Start, q.End)
	if q.Trouble != "" {
		out += "; " + q.Trouble
	}
	return out
}

func (c claim) figures() string {
	out := fmt.Sprintf("alone %s, without it %s", plural(c.Alone, "candidate", "candidates"), count(c.Without))
	if len(c.Others) > 0 {
		out += ": also " + strings.Join(c.Others, ", ")
	}
	return out
}
