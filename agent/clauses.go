package agent

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// thing is what a question speaks of without naming it: what is asked for, and each "a chemist who …" on the way there.
type thing struct {
	nouns   []string // lower case: "capital", "city"
	clauses []clause
}

// clause is a piece of the question that tells something of its thing. Refs are the other things that it speaks of.
type clause struct {
	text string
	refs []int
}

// splitQuestion finds the things of a question and their clauses by commas, "and", relative pronouns and "that <noun>" pointing back. The asked thing is things[0]. It knows English function words and nothing of how a
// question was made.
func splitQuestion(question string) []thing {
	s := splitter{text: question, things: make([]thing, 1)}
	for _, span := range text.Sentences(nil, question) {
		s.sentence(span)
	}
	return s.things
}

type splitter struct {
	text   string
	things []thing
	asked  bool // things[0] was met

	words []word
	main  int // the thing that the sentence is about, -1 before it was met
	now   int // the thing that the clause under way is about
	begin int // where that clause begins
	refs  []int
}

type word struct {
	span    infoseek.Span
	lower   string
	capital bool
	comma   bool // a comma or other mark stands before it
}

var (
	relatives    = text.WordSet("who whom whose which that where when")
	questioning  = text.WordSet("which what who whom whose where when how")
	prepositions = text.WordSet("in on at of to from by with for near under over through after before between into during about against around across within")
	determiners  = text.WordSet("a an the its his her their this that these those")
)

func (s *splitter) read(span infoseek.Span) {
	s.words = s.words[:0]
	last := span.Start
	for _, w := range text.Words(nil, s.text[span.Start:span.End]) {
		w.Start, w.End = w.Start+span.Start, w.End+span.Start
		shown := s.text[w.Start:w.End]
		first, _ := utf8.DecodeRuneInString(shown)
		s.words = append(s.words, word{w, strings.ToLower(shown), unicode.IsUpper(first) || unicode.IsDigit(first), strings.ContainsAny(s.text[last:w.Start], ",;:–—")})
		last = w.End
	}
}

func (s *splitter) sentence(span infoseek.Span) {
	s.read(span)
	s.main, s.now, s.begin, s.refs = -1, -1, span.Start, nil
	if strings.HasSuffix(s.text[span.Start:span.End], "?") { // what comes before the question word tells of what is asked
		s.main, s.now = 0, 0
	}
	for i := 0; i < len(s.words); {
		i = s.step(i)
	}
	s.close(span.End)
}

// step reads the word i and what belongs to it, and returns the next one to read.
func (s *splitter) step(i int) int {
	w := s.words[i]
	switch {
	case questioning[w.lower] && !s.asked && (i <= 1 || !s.relativeAt(i) || s.asksLate(i)):
		return s.ask(i)
	case s.back(i) >= 0:
		s.refs = append(s.refs, s.back(i))
		return i + 2
	case relatives[w.lower] && s.relativeAt(i):
		return s.relative(i)
	case s.parts(i):
		s.boundary(i)
	}
	return i + 1
}

// asksLate says whether the word i is a "which" that asks at the end: "was born in which town?"
func (s *splitter) asksLate(i int) bool {
	if s.words[i].lower != "which" || s.main != 0 || i+1 >= len(s.words) || !s.nounAt(i+1) {
		return false
	}
	from := i
	if prepositions[s.words[i-1].lower] {
		from--
	}
	nouns, _ := s.described(from)
	return nouns == nil
}

// ask begins the asked thing: "Which chemist", "Who", "In what city".
func (s *splitter) ask(i int) int {
	s.close(s.words[i].span.Start)
	s.asked, s.main, s.now = true, 0, 0
	next := i + 1
	switch s.words[i].lower {
	case "who", "whom", "whose":
		s.things[0].nouns, next = []string{"person"}, len(s.words)
	}
	for ; next < len(s.words) && next <= i+3 && s.nounAt(next) && (next == i+1 || !verbal(s.words[next].lower)); next++ {
		s.things[0].nouns = append(s.things[0].nouns, s.words[next].lower)
	}
	s.begin = s.words[i].span.End
	return i + 1
}

// verbal guesses by its ending that a word after a noun is a verb.
func verbal(word string) bool { return strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "s") }

func (s *splitter) nounAt(i int) bool {
	w := s.words[i]
	return !w.capital && !w.comma && !text.StopWord(w.lower) && !relatives[w.lower]
}

// back finds the thing that "that chemist" at i points to, -1 if none: the last one met with the noun.
func (s *splitter) back(i int) int {
	if i+1 >= len(s.words) || s.words[i].lower != "that" && s.words[i].lower != "this" || s.words[i+1].comma {
		return -1
	}
	for v := len(s.things) - 1; v >= 0; v-- {
		if nouns := s.things[v].nouns; v != s.now && len(nouns) > 0 && nouns[0] == s.words[i+1].lower && (v > 0 || s.main != 0) {
			return v
		}
	}
	return -1
}

// relativeAt says whether the word i is a relative pronoun where it stands: something goes before it.
func (s *splitter) relativeAt(i int) bool {
	return relatives[s.words[i].lower] && i > 0 && !(s.words[i].lower == "that" && i+1 < len(s.words) && prepositions[s.words[i-1].lower] && s.nounAt(i+1))
}

// relative begins a relative clause: of the thing described right before it ("a chemist to whom"), else of the thing that the last one was about, or the sentence's where a comma parts them.
func (s *splitter) relative(i int) int {
	from := i
	if prepositions[s.words[i-1].lower] && !s.words[i].comma && from > 1 {
		from--
	}
	if nouns, start := s.described(from); nouns != nil {
		s.introduce(nouns, start)
	} else {
		s.boundary(from)
	}
	s.begin = s.words[i].span.End
	if from < i { // the preposition belongs to the clause
		s.begin = s.words[from].span.Start
	}
	return i + 1
}

// described reads "a capital city" before the word i. "The one" describes nothing.
func (s *splitter) described(i int) (nouns []string, start int) {
	if s.words[i].comma {
		return nil, 0
	}
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		w := s.words[j]
		switch {
		case w.lower == "a" || w.lower == "an" || w.lower == "the":
			if len(nouns) == 0 || nouns[len(nouns)-1] == "one" {
				return nil, 0
			}
			return nouns, j
		case text.StopWord(w.lower), w.comma, w.capital && j == i-1:
			return nil, 0
		}
		nouns = append([]string{w.lower}, nouns...)
	}
	return nil, 0
}

// introduce begins a thing that the words from start describe.
func (s *splitter) introduce(nouns []string, start int) {
	v := len(s.things)
	s.refs = append(s.refs, v)
	s.close(s.words[start].span.Start)
	s.things = append(s.things, thing{nouns: nouns})
	s.now = v
	if s.main < 0 {
		s.main = v
	}
}

// parts says whether a clause begins at the word i: after a comma or "and", unless it goes on with a name, a number or an article.
func (s *splitter) parts(i int) bool {
	w := s.words[i]
	if i == 0 || w.capital || determiners[w.lower] || relatives[w.lower] || prepositions[w.lower] {
		return false
	}
	return w.comma && w.lower != "and" && w.lower != "or" || s.words[i-1].lower == "and" && !s.words[i-1].capital
}

// boundary ends a clause before the word i and begins one: of the sentence's thing after a comma, else of the same.
func (s *splitter) boundary(i int) {
	comma := s.words[i].comma || i > 0 && s.words[i-1].lower == "and" && s.words[i-1].comma
	s.close(s.words[i].span.Start)
	if comma {
		s.now = s.main
	}
}

// close ends the clause under way.
func (s *splitter) close(end int) {
	told := strings.Trim(s.text[min(s.begin, end):end], " ,.;:?!")
	told = strings.TrimRight(strings.TrimSuffix(told, " and"), " ,")
	if s.now >= 0 && (len(s.refs) > 0 || tells(s.things[s.now], told)) {
		s.things[s.now].clauses = append(s.things[s.now].clauses, clause{told, s.refs})
	}
	s.begin, s.refs = end, nil
}

// tells says whether a clause has more words than its thing is called by ("chemist is the one" has not).
func tells(t thing, clause string) bool {
	called := text.WordSet(strings.Join(text.Stems(strings.Join(t.nouns, " ")), " ") + " one")
	for _, s := range text.Stems(clause) {
		if !called[s] {
			return true
		}
	}
	return false
}
