package claims

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// Problem is what is wrong with a claim that somebody read from a Sheet.
type Problem struct {
	Reason string // one of a few words, to be counted
	Detail string // for who made the claim
	// Doubt is set where the words of the sentence do not show the claim to be true, nor false: another judge may.
	Doubt bool
}

func (p *Problem) Error() string { return p.Detail }

func problem(reason, format string, args ...any) *Problem {
	return &Problem{Reason: reason, Detail: fmt.Sprintf(format, args...)}
}

// Check makes a claim of "<topic> <phrase> <end>" as read from a line, both given by index. It goes by the words: the phrase must be a plain verb phrase without names, years and numbers, and the sentence must lead
// from its subject, the topic, over the phrase's words to the end. The claim is whole if the only problem is a Doubt.
func (s *Sheet) Check(ctx context.Context, line, end int, phrase string) (Claim, *Problem, error) {
	if line < 0 || line >= len(s.Lines) || end < 0 || end >= len(s.Lines[line].Ends) {
		return Claim{}, problem("no such end", "there is no such sentence or thing"), nil
	}
	l := &s.Lines[line]
	e := l.Ends[end]
	phrase = tidy(phrase, e.Kind)
	c := Claim{Subject: s.Page.Num, Kind: e.Kind, Phrase: phrase, Object: e.Object, Shown: e.Text, Plain: e.plain, Low: e.low, High: e.high, Evidence: l.Span, Name: s.Name, Common: s.common}
	if e.Kind == ToType {
		verb, rest, _ := strings.Cut(phrase, " ")
		if rest = strings.TrimSpace(strings.TrimSuffix(rest, s.topic)); !copulas[verb] || rest != "" && rest != "a" && rest != "an" && rest != "the" {
			return c, problem("no type", "%q: to tell what kind of thing the topic is, the phrase is %q", phrase, "is a"), nil
		}
		c.Phrase, c.Shown, c.Object, c.Noun = "", "", 0, s.topic
		return c, nil, nil
	}
	if p := s.form(l, phrase, e.Kind); p != nil {
		return c, p, nil
	}
	var names []infoseek.Name
	switch e.Kind {
	case ToEntity:
		target, err := s.reader.pages.Page(ctx, e.Object)
		if err != nil {
			return c, nil, err
		}
		if !objectFits(c, target) {
			return c, problem("cut short", "%q is not said of %s", phrase, e.Text), nil
		}
		if names, err = s.reader.pages.Names(ctx, e.Object); err != nil {
			return c, nil, err
		}
	case ToNumber:
		tail, ok := measured(e.number, phrase, e.behind)
		if !ok {
			return c, problem("cut short", "%q does not say what %s counts or measures", phrase, e.Text), nil
		}
		c.Shown, c.Low, c.High, c.Unit, c.Tail = "", e.number.Low, e.number.High, e.number.Unit, tail
	case ToYear:
		c.Shown = ""
	}
	if p, err := s.nameless(ctx, l, phrase, names); p != nil || err != nil {
		return c, p, err
	}
	return c, s.carried(l, &e, phrase), nil
}

// tidy takes off what a phrase does not need: a pronoun for the topic before it, an article behind it, before a year the preposition.
func tidy(phrase string, kind Kind) string {
	words := strings.Fields(phrase)
	if len(words) > 0 {
		words[0] = strings.ToLower(words[0])
	}
	for len(words) > 1 && (slices.Contains([]string{"it", "he", "she", "who", "that", "which"}, words[0])) {
		words = words[1:]
	}
	for len(words) > 1 && (words[len(words)-1] == "the" || kind == ToYear && slices.Contains([]string{"in", "on", "around", "about"}, words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	for i := 0; i+1 < len(words); i++ {
		if words[i] == "a" || words[i] == "an" {
			words[i] = Indefinite(words[i+1])
		}
	}
	return strings.Join(words, " ")
}

// form holds the phrase alone against what the reader's own phrases are.
func (s *Sheet) form(l *Line, phrase string, kind Kind) *Problem {
	var tokens []token
	for _, w := range strings.Fields(phrase) {
		if !lowerWord(strings.ReplaceAll(w, "-", "")) || strings.Trim(w, "-") != w || w == "" {
			return problem("form", "%q: a phrase is words in small letters alone", phrase)
		}
		if banned[w] || auxiliary[w] {
			return problem("cut short", "%q: a phrase does without %q", phrase, w)
		}
		tokens = append(tokens, token{raw: w, lower: w})
	}
	if len(tokens) == 0 || len(tokens) > maxPhrase {
		return problem("form", "a phrase has 1 to %d words", maxPhrase)
	}
	if len(text.Years(nil, phrase))+len(text.Numbers(nil, phrase)) > 0 {
		return problem("number", "%q: a phrase holds no year and no number", phrase)
	}
	if !opensPredicate(tokens[0].lower, l) || len(tokens) > 1 && participle(tokens[0].lower) && tokens[1].lower == "by" {
		return problem("no verb", "%q: a phrase opens with a verb as in “it flows into” or “she was taught by”", phrase)
	}
	whole := false
	switch last := tokens[len(tokens)-1].lower; kind {
	case ToEntity:
		whole = (governs(tokens) || len(tokens) == 1) && !phraseEnds[last] && sound(phrase) && says(phrase) && !(copulas[tokens[0].lower] && !prepositions[last])
	case ToYear:
		whole = soundYear(phrase) && saysAlone(phrase) && !copulas[phrase] && !auxes[phrase] && !phraseEnds[last] && !strings.HasSuffix(phrase, " of") && !strings.HasSuffix(phrase, " from")
	case ToNumber:
		whole = true // measured says
	}
	if !whole {
		return problem("cut short", "%q is no whole statement right before its object", phrase)
	}
	return nil
}

// auxiliary are verbs that make a phrase more or less than a statement, beside the banned.
var auxiliary = text.WordSet("be been being am are were is-not isn't")

// opensPredicate reports whether w is a verb that a statement about one thing can open with: one that is known, or a present form of a verb that the sentence has in some form.
func opensPredicate(w string, l *Line) bool {
	if copulas[w] || auxes[w] || plurals[w] == "" && verbAt(w) {
		return true
	}
	if !strings.HasSuffix(w, "s") || strings.HasSuffix(w, "ss") || len(w) < 4 {
		return false
	}
	return slices.ContainsFunc(l.tokens, func(t token) bool {
		return t.lower != w && verbal(t.lower) && text.Stem(t.lower) == text.Stem(w) || l.Topical && l.verb < len(l.tokens) && t.span == l.tokens[l.verb].span && t.lower == w
	})
}

// Words lists the small-letter words of the line that a phrase may have, and those among them that it may open with, in order, each once.
func (l *Line) Words() (words, verbs []string) {
	for _, t := range l.tokens {
		if !lowerWord(t.raw) || banned[t.lower] || slices.Contains(words, t.lower) {
			continue
		}
		words = append(words, t.lower)
		if opensPredicate(t.lower, l) {
			verbs = append(verbs, t.lower)
		}
	}
	return words, verbs
}

// nameless holds the phrase against the names of the topic and of the object, against what the sentence writes with a capital letter alone, and against the corpus's titles.
func (s *Sheet) nameless(ctx context.Context, l *Line, phrase string, names []infoseek.Name) (*Problem, error) {
	words := normal(phrase)
	small := map[string]bool{} // what the sentence has as common words
	var capital []string
	for i, t := range l.tokens {
		if n := text.Norm(t.raw); t.upper && i > 0 {
			capital = append(capital, n)
		} else {
			small[n] = true
		}
	}
	for _, w := range words {
		if slices.Contains(capital, w) && !small[w] && !offices[w] {
			return problem("name", "%q: %q is part of a name", phrase, w), nil
		}
	}
	for i, name := range append(slices.Clone(s.names), names...) {
		run := normal(name.Text)
		if len(run) == 0 || len(run) == 1 && (text.StopWord(run[0]) || run[0] == text.Norm(s.topic) || small[run[0]] && name.Kind != infoseek.NameTitle) {
			continue
		}
		if runIn(words, run) {
			return problem("name", "%q: a phrase does not name %s", phrase, map[bool]string{true: "its subject", false: "its object"}[i < len(s.names)]), nil
		}
		if name.Kind != infoseek.NameTitle {
			continue
		}
		for _, w := range run {
			if slices.Contains(words, w) && !text.StopWord(w) && !small[w] && w != text.Norm(s.topic) {
				return problem("name", "%q: %q is part of a name", phrase, w), nil
			}
		}
	}
	return s.titled(ctx, phrase, small)
}

// titled refuses words that the sentence does not have and that are the title of a page about something with a name of its own.
func (s *Sheet) titled(ctx context.Context, phrase string, small map[string]bool) (*Problem, error) {
	for _, w := range strings.Fields(phrase) {
		if text.StopWord(w) || small[text.Norm(w)] {
			continue
		}
		n, err := s.reader.pages.ByTitle(ctx, w)
		if err != nil {
			if errors.As(err, new(*infoseek.NotFoundError)) {
				continue
			}
			return nil, err
		}
		p, err := s.reader.pages.Page(ctx, n)
		if err != nil {
			return nil, err
		}
		if p.Classes&(infoseek.Person|infoseek.Place|infoseek.Organisation|infoseek.Celestial) != 0 {
			return problem("name", "%q: %q is a name", phrase, w), nil
		}
	}
	return nil, nil
}

func normal(s string) []string {
	var out []string
	for _, w := range text.Words(nil, s) {
		out = append(out, text.Norm(s[w.Start:w.End]))
	}
	return out
}

func runIn(words, run []string) bool {
	for i := 0; i+len(run) <= len(words); i++ {
		if slices.Equal(words[i:i+len(run)], run) {
			return true
		}
	}
	return false
}

// carried holds the phrase against the sentence. Its content words must stand between the start of the topic's predicate and the end, in order; between the last of them and the end nothing but small words, other
// names and times; the preposition nearest to the end must be the phrase's. Whatever is otherwise may still be true, so it is a doubt.
func (s *Sheet) carried(l *Line, e *End, phrase string) *Problem {
	doubt := func(reason, format string, args ...any) *Problem {
		p := problem(reason, format, args...)
		p.Doubt = true
		return p
	}
	if !l.Topical {
		return doubt("subject", "%s is not the sentence's subject", s.Name)
	}
	unsaid := doubt("unsupported", "the sentence does not say %q of %s and %s in such words", phrase, s.Name, e.Text)
	if e.at <= l.verb || l.verb >= len(l.tokens) {
		return unsaid
	}
	between := l.tokens[l.verb:e.at]
	if !plainBetween(between) || slices.ContainsFunc(between, func(t token) bool { return doubtful[t.lower] && !t.upper || strings.HasSuffix(t.lower, "n't") }) {
		return unsaid
	}
	last, ok := lead(between, phrase)
	if !ok {
		return unsaid
	}
	f := strings.Fields(phrase)
	want := f[len(f)-1]
	if !prepositions[want] {
		want = ""
	}
	got := ""
	for i, t := range between[last:] {
		w := t.lower
		switch {
		case prepositions[w]:
			got = w
		case t.upper, t.digit, months[w], text.StopWord(w) && !banned[w], strings.HasSuffix(w, "ly"), around[w], want == "in" && qualifiers[w], i == 0:
		default:
			return unsaid
		}
	}
	if e.Kind == ToEntity && (got != want || !l.endsIn(e, phrase, want)) {
		return unsaid
	}
	return nil
}

// endsIn reports whether a statement with the preposition can end in e: what follows changes nothing, and of "A, B" it is not A that is meant.
func (l *Line) endsIn(e *End, phrase, preposition string) bool {
	s := sentence{span: l.Span, tokens: l.tokens, tail: l.tail}
	if s.tokens[e.at].gap == "," && !inList(s, e.last) && !containing[preposition] {
		return false
	}
	f := strings.Fields(phrase)
	direct := preposition == "" && !plainTransitive[f[len(f)-1]]
	return endsPhrase(s, e.last, direct, e.linked, false) && !rankedFurther(s, e.last, phrase)
}

// doubtful words turn what a sentence says, or make it less than said.
var doubtful = text.WordSet(`not never no nor neither without hardly barely scarcely nearly almost may might could would should can cannot must allegedly reportedly supposedly probably possibly perhaps presumably apparently
	likely said believed thought claimed rumoured rumored considered failed refused declined planned intended attempted proposed`)

// lead matches the phrase's content words with tokens, from the last back, and returns the index of the last matched. A phrase without content words must stand as it is at the end of tokens. What the sentence has
// between the phrase's verb and that last word, and the phrase has not, must not change what is said ("was the deputy mayor of", "helped to found").
func lead(tokens []token, phrase string) (int, bool) {
	words := strings.FieldsFunc(phrase, func(r rune) bool { return r == ' ' || r == '-' })
	content := slices.DeleteFunc(slices.Clone(words), text.StopWord)
	if len(content) == 0 {
		return verbatim(tokens, words)
	}
	matched := map[infoseek.Span]bool{}
	at, last := len(tokens), -1
	for i := len(content) - 1; i >= 0; i-- {
		stem := text.Stem(text.Fold(content[i]))
		for at--; at >= 0 && text.Stem(text.Fold(tokens[at].raw)) != stem; at-- {
		}
		if at < 0 {
			return 0, false
		}
		matched[tokens[at].span] = true
		last = max(last, at)
	}
	verb := at
	if text.StopWord(words[0]) { // "was", "has": the nearest before
		for verb--; verb >= 0 && !copulas[tokens[verb].lower] && !auxes[tokens[verb].lower]; verb-- {
		}
		verb = max(verb, 0)
	} else if at > 0 && tokens[at-1].lower == "to" {
		return 0, false // an infinitive hangs on another verb
	}
	return last, plainWords(spare(nil, slices.Clone(tokens[verb:last+1])), matched, words)
}

// verbatim matches words with the end of tokens, but for adverbs.
func verbatim(tokens []token, words []string) (int, bool) {
	at := len(tokens)
	for i := len(words) - 1; i >= 0; i-- {
		for at--; at >= 0 && dropped[tokens[at].lower]; at-- {
		}
		if at < 0 || tokens[at].lower != words[i] {
			return 0, false
		}
	}
	return at, true
}

// plainWords reports whether the tokens that are not matched say nothing: small words, adverbs, adjectives of nationality. Prepositions must be the phrase's, in order.
func plainWords(tokens []token, matched map[infoseek.Span]bool, words []string) bool {
	for _, t := range tokens {
		w := t.lower
		switch {
		case matched[t.span]:
		case prepositions[w]:
			at := slices.Index(words, w)
			if at < 0 {
				return false // "the son of a friend of"
			}
			words = words[at+1:]
		case t.upper && (!Nationality(w) || offices[w]), t.digit:
			return false
		case t.upper, dropped[w], strings.HasSuffix(w, "ly"), text.StopWord(w):
		default:
			return false
		}
	}
	return true
}

// Statement is the claim in full as somebody would say it to a reader of the line: "Joseph Haydn was born in Rohrau".
func (s *Sheet) Statement(c *Claim, line, end int) string {
	e := s.Lines[line].Ends[end]
	name := Base(s.Page.Title)
	switch c.Kind {
	case ToYear:
		return fmt.Sprintf("%s %s in %s", name, c.Phrase, e.Text)
	case ToType:
		return fmt.Sprintf("%s is %s %s", name, Indefinite(c.Noun), c.Noun)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s", name, c.Phrase, e.Text, c.Tail))
}
