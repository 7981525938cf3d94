package agent

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/internal/tags"
	"infoseek/text"
	"infoseek/token"
)

// Embedded is the Policy without a model. It splits the question into clauses, searches for them, and intersects the pages that they bring up; where no page's title is the answer it reads one out of the sentences found. It knows English
// function words and no more.
type Embedded struct{ Pages infoseek.Pages }

// Info names it. It has no context to overflow.
func (Embedded) Info() infoseek.ModelInfo { return infoseek.ModelInfo{Name: "embedded"} }

// Tokenizer estimates.
func (Embedded) Tokenizer() infoseek.Tokenizer { return token.Estimate{} }

// Begin starts on a question.
func (e Embedded) Begin(question string, o Options) (Session, error) {
	return &embeddedSession{pages: e.Pages, question: question, options: o}, nil
}

type embeddedSession struct {
	pages    infoseek.Pages
	question string
	options  Options
	mind     *mind
	turn     int
	asked    []place // of the queries of the last turn
}

// place is a clue: the thing and the number of its clause, -1 for the question as a whole; what was searched with it.
type place struct {
	thing, clause int
	query         string
}

func (s *embeddedSession) Prompts() []infoseek.Segment {
	return []infoseek.Segment{{Kind: infoseek.SegmentQuestion, Origin: infoseek.OriginTemplate, Text: s.question}}
}

func (s *embeddedSession) Tools() []infoseek.Tool { return nil }
func (s *embeddedSession) Notice() string         { return Notice }

// Next searches for the clauses in the first turn, for those that hang on others with the best candidates' names in the second, and answers in the third.
func (s *embeddedSession) Next(ctx context.Context, _ func(infoseek.Dropped)) (Reply, error) {
	s.turn++
	if s.mind == nil {
		m, err := newMind(ctx, s.pages, s.question)
		if err != nil {
			return Reply{}, err
		}
		s.mind = m
		if s.asked = s.clauses(); len(s.asked) > 0 {
			return s.searchFor(s.beginning(), s.asked), nil
		}
	}
	if err := s.mind.weigh(ctx); err != nil {
		return Reply{}, err
	}
	if s.turn == 2 && s.options.Turns > 1 {
		if s.asked = s.followUp(); len(s.asked) > 0 {
			return s.searchFor(s.standing()+" I search for what hangs on that.", s.asked), nil
		}
	}
	return s.answer(ctx)
}

func reply(thought, name, body string) Reply {
	return Reply{Turn: ReadTurn(tags.Wrap(tags.Think, tags.Disarm(thought)) + "\n" + tags.Wrap(name, tags.Disarm(body)))}
}

func (s *embeddedSession) searchFor(thought string, places []place) Reply {
	var queries []string
	for _, p := range places {
		queries = append(queries, p.query)
	}
	return reply(thought, tags.Search, "\n"+strings.Join(queries, "\n")+"\n")
}

// clauses are the queries of the first turn: each clause that hangs on no other, the ones that name something first; last the question as a whole.
func (s *embeddedSession) clauses() []place {
	var named, plain []place
	for v, clues := range s.mind.clues {
		for i, k := range clues {
			p := place{v, i, s.query(v, k)}
			switch {
			case len(k.refs) > 0 || len(k.stems) == 0:
			case len(k.names) > 0:
				named = append(named, p)
			default:
				plain = append(plain, p)
			}
		}
	}
	all := append(named, plain...)
	if s.options.Terse && len(all) > 0 {
		return all[:min(len(all), s.options.Queries)]
	}
	all = all[:min(len(all), max(0, s.options.Queries-1))]
	if whole := oneLine(s.question); len(text.Stems(whole)) > 0 {
		all = append(all, place{0, -1, whole})
	}
	return all
}

// query is a clause with what its thing is called.
func (s *embeddedSession) query(v int, k clue) string {
	if called := strings.Join(s.mind.things[v].nouns, " "); !strings.HasPrefix(k.text, called) {
		return oneLine(called + " " + k.text)
	}
	return oneLine(k.text)
}

// bridges are the queries of the second turn: each clause that speaks of another thing, with its best candidate's name; and the best candidate for what is asked with the clauses about it.
func (s *embeddedSession) bridges() []place {
	var all []place
	for v, clues := range s.mind.clues {
		for i, k := range clues {
			for _, w := range k.refs {
				if best := s.mind.best[w]; len(best) > 0 {
					all = append(all, place{v, i, oneLine(s.title(best[0].page)) + " " + s.query(v, k)})
				}
			}
		}
	}
	if best := s.mind.best[0]; len(best) > 0 {
		for i, k := range s.mind.clues[0] {
			if len(k.refs) == 0 {
				all = append(all, place{0, i, oneLine(s.title(best[0].page) + " " + k.text)})
			}
		}
	}
	return all[:min(len(all), s.options.Queries)]
}

func (s *embeddedSession) title(n infoseek.PageNum) string { return bare(s.mind.read[n].page.Title) }

// bare is a title without its disambiguator.
func bare(title string) string {
	if i := strings.LastIndex(title, " ("); i > 0 && strings.HasSuffix(title, ")") {
		return title[:i]
	}
	return title
}

// beginning is the thought of the first turn.
func (s *embeddedSession) beginning() string {
	if s.options.Terse {
		return "I search for the clues."
	}
	return "I know none of it yet. " + s.clueList()
}

func (s *embeddedSession) clueList() string {
	var b strings.Builder
	b.WriteString("The clues:")
	for v, t := range s.mind.things {
		for _, c := range t.clauses {
			name := strings.Join(t.nouns, " ")
			if v == 0 {
				name = "what is asked"
			}
			fmt.Fprintf(&b, " (%s) %s;", name, c.text)
		}
	}
	return strings.TrimSuffix(b.String(), ";") + "."
}

// standing tells the best candidates so far.
func (s *embeddedSession) standing() string {
	if best := s.mind.best[0]; s.options.Terse && len(best) > 0 {
		return "The pages leave " + s.title(best[0].page) + "."
	}
	var b strings.Builder
	for v, best := range s.mind.best {
		if len(best) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		name := strings.Join(s.mind.things[v].nouns, " ")
		if v == 0 {
			name = "what is asked"
		}
		fmt.Fprintf(&b, "For %q the pages leave", name)
		for i, c := range best[:min(3, len(best))] {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, " %s (%.0f%% of the clues)", s.title(c.page), 100*c.share)
		}
		b.WriteByte('.')
	}
	if b.Len() == 0 {
		return "Nothing was found that fits."
	}
	return b.String()
}

// A page is taken for the answer unread from this share of its clues on, if it is called as what is asked for as much as this.
const sureShare, alike = 0.6, 0.7

// sure says whether the question asks for what has a page, and the best page bears out enough.
func (s *embeddedSession) sure() bool {
	best := s.mind.best[0]
	return readAsking(s.question).kind <= seekPlace && len(best) > 0 && best[0].share >= sureShare && s.mind.kinds[best[0].page].called(s.mind.things[0].nouns) >= alike
}

// answer takes the best page's title if that is sure, else what the sentences found say.
func (s *embeddedSession) answer(ctx context.Context) (Reply, error) {
	best := s.mind.best[0]
	if s.sure() {
		return reply(s.standing(), tags.Answer, s.title(best[0].page)), nil
	}
	r := s.read()
	if r.asking.kind == seekYesNo || r.asking.kind == seekChoice {
		return reply(s.standing()+" It is one thing or the other: I go by what the pages of both say.", tags.Answer, oneLine(r.verdict())), nil
	}
	said, err := r.answer(ctx)
	switch {
	case err != nil:
		return Reply{}, err
	case said.text != "":
		return reply(s.standing()+" I read it out of what was found.", tags.Answer, oneLine(said.text)), nil
	case len(best) > 0:
		return reply(s.standing(), tags.Answer, s.title(best[0].page)), nil
	}
	return reply("Nothing was found that fits.", tags.Answer, "unknown"), nil
}

// read reads what was found so far, each passage once.
func (s *embeddedSession) read() *reading {
	type place struct {
		page infoseek.PageNum
		span infoseek.Span
	}
	seen := map[place]bool{}
	var found []Document
	add := func(documents []Document) {
		for _, d := range documents {
			if p := (place{d.Page, d.Span}); !seen[p] {
				seen[p] = true
				found = append(found, d)
			}
		}
	}
	add(s.mind.whole)
	for _, clues := range s.mind.clues {
		for _, k := range clues {
			add(k.found)
		}
	}
	return newReading(s.pages, s.question, s.mind.things, found)
}

// leads bounds the names that the second turn searches for.
const leads = 3

// followUp are the queries of the second turn: the bridges, and, unless a page is sure already, the names that the sentences found lead to, with what is said of the asked thing.
func (s *embeddedSession) followUp() []place {
	all := s.bridges()
	if s.sure() {
		return all
	}
	all = all[:min(len(all), max(0, s.options.Queries-leads))]
	for _, name := range s.read().leads(leads) {
		all = append(all, place{0, -1, oneLine(name)})
	}
	return all[:min(len(all), s.options.Queries)]
}

// Observe keeps what was found for each clause.
func (s *embeddedSession) Observe(_ Turn, reactions []Reaction) {
	for _, r := range reactions {
		for _, f := range r.Found {
			s.keep(f)
		}
	}
}

func (s *embeddedSession) keep(f Found) {
	i := slices.IndexFunc(s.asked, func(p place) bool { return p.query == f.Query })
	if i < 0 {
		return
	}
	if s.asked[i].clause < 0 {
		s.mind.whole = append(s.mind.whole, f.Documents...)
		return
	}
	k := &s.mind.clues[s.asked[i].thing][s.asked[i].clause]
	k.found = append(k.found, f.Documents...)
}
