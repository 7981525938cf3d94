package claims

import (
	"context"
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// maxWords is the longest sentence read.
const maxWords = 60

// Reader reads the claims of pages. It is safe for concurrent use.
type Reader struct{ pages infoseek.Pages }

// NewReader returns a reader of the pages of a corpus.
func NewReader(pages infoseek.Pages) *Reader { return &Reader{pages} }

// reading is the state of reading one page.
type reading struct {
	ctx           context.Context
	pages         *faults
	page          infoseek.Page
	text          string
	fields        []infoseek.Fact
	topic         topic
	claims        []Claim
	words         []infoseek.Span
	tokens        []token
	years         []text.Year
	nums          []text.Number
	plain, spared []token
	// linked are the pages that this page links to anywhere: a name that one of them has stands for it.
	linked map[infoseek.PageNum]bool
	// bare is set where the page has no links at all; then linked are the pages that it and they name each other (mutual.go).
	bare     bool
	entities int
	// mentions are the names in the sentence's predicate.
	mentions []infoseek.Mention
	main     opening   // the sentence's first predicate
	verbs    []opening // of further predicates of the sentence
	// chain holds while the sentences of the paragraph so far had the topic as their subject, and at a paragraph's start.
	chain bool
	// items holds once the paragraph has items of a list, whose pronouns stand for what the item is about.
	items bool
	named bool // the topic was named in this paragraph
	// plural holds once the text told the topic with a verb in the plural: "Arsenal have won".
	plural bool
	para   int // paragraphs seen
	// lead holds from the sentence that says what the topic is up to the first heading: there "it" and "the city" are the topic, whoever else was named.
	lead, led bool
	// disputed are phrases for which a page's infoboxes have two numbers.
	disputed map[string]bool
	surname  string // the topic's, normalised, if it is a person
	others   []int  // where the text has it as that of another
	// doubted are statements of which some sentence is not sure.
	doubted []stated
	was, is bool // the text says what the topic was, or is
	// looked is set once the sentence was looked for that says what the topic is; defined if there is one, gone if it says that the topic is no more.
	looked, defined, gone bool
}

// Read returns the claims of page n in the order of its text: at most one for the same phrase and object.
func (r *Reader) Read(ctx context.Context, n infoseek.PageNum) ([]Claim, error) {
	rd, err := r.open(ctx, n)
	if rd == nil || err != nil {
		return nil, err
	}
	if err := rd.walk(rd.sentence); err != nil {
		return nil, err
	}
	if err := rd.boxes(); err != nil {
		return nil, err
	}
	if err := rd.facts(rd.fields); err != nil {
		return nil, err
	}
	rd.leftOffice()
	rd.agreed()
	if err := rd.pages.first; err != nil {
		return nil, err
	}
	name, common := rd.topic.called(rd.page.Title, rd.text)
	for i := range rd.claims {
		rd.claims[i].Name, rd.claims[i].Common = name, rd.claims[i].Common || common
	}
	return dedupe(rd.undoubted(rd.claims)), nil
}

// open begins to read page n; nil if it is no entity.
func (r *Reader) open(ctx context.Context, n infoseek.PageNum) (*reading, error) {
	page, err := r.pages.Page(ctx, n)
	if err != nil || !page.Entity {
		return nil, err
	}
	txt, err := r.pages.Text(ctx, n, infoseek.Span{})
	if err != nil {
		return nil, err
	}
	names, err := r.pages.Names(ctx, n)
	if err != nil {
		return nil, err
	}
	facts, err := r.pages.Facts(ctx, n)
	if err != nil {
		return nil, err
	}
	links, err := r.pages.LinksOut(ctx, n)
	if err != nil {
		return nil, err
	}
	rd := &reading{ctx: ctx, pages: &faults{Pages: r.pages}, page: page, text: txt, fields: facts, linked: map[infoseek.PageNum]bool{}, disputed: map[string]bool{}, entities: r.pages.Info().Entities}
	for _, l := range links {
		rd.linked[l.To] = true
	}
	if rd.bare = len(links) == 0; rd.bare {
		if err := rd.mutual(); err != nil {
			return nil, err
		}
	}
	rd.topic = topicOf(page, names, txt)
	rd.namesakes()
	return rd, nil
}

// walk has each sentence above the facts read, in order.
func (r *reading) walk(read func(infoseek.Span) error) error {
	sentences, err := r.pages.Sentences(r.ctx, r.page.Num)
	if err != nil {
		return err
	}
	end := len(r.text)
	if len(r.fields) > 0 {
		end = r.fields[0].Span.Start
	}
	prev := 0
	for _, s := range sentences {
		if s.Start >= end {
			break
		}
		if s.Start == 0 || strings.IndexByte(r.text[prev:s.Start], '\n') >= 0 {
			r.chain, r.named, r.items = true, false, false
			r.para++
			if r.lead && heading(r.text[s.Start:]) {
				r.lead = false
			}
		}
		prev = s.End
		r.items = r.items || itemIn(r.text[s.Start:s.End])
		if err := read(s); err != nil {
			return err
		}
		if err := r.settle(s); err != nil {
			return err
		}
	}
	return nil
}

// longestHeading is the most bytes of a line that is a heading.
const longestHeading = 80

// heading reports whether the line at the start of s is one: short, and without the end of a sentence.
func heading(s string) bool {
	line, _, _ := strings.Cut(s, "\n")
	line = strings.TrimRight(line, " ")
	return len(line) < longestHeading && line != "" && !strings.ContainsAny(line[len(line)-1:], ".?!:;)\"")
}

// sentence reads one sentence if the topic is its subject.
func (r *reading) sentence(span infoseek.Span) error {
	if done, err := r.twins(span); done || err != nil {
		return err
	}
	if span.End-span.Start < 15 || span.End-span.Start > 600 || !r.mayBeSubject(span) {
		return r.pass(span)
	}
	s := r.cut(span)
	if len(s.tokens) > maxWords {
		return r.pass(span)
	}
	if at, end, verb, ok := r.possessor(s); ok {
		if err := r.possessive(s, at, end, verb); err != nil {
			return err
		}
		return r.pass(span)
	}
	if comma := r.participial(s); comma > 0 {
		if err := r.clause(s, comma); err != nil {
			return err
		}
		s = r.cut(span)
	}
	verb, bracket, ok := r.subject(s)
	if !ok {
		return r.pass(span)
	}
	r.plural = r.plural || verb < len(s.tokens) && plurals[s.tokens[verb].lower] != ""
	if bracket.End > bracket.Start {
		if err := r.lifetime(s, bracket); err != nil {
			return err
		}
		s = r.cut(span)
	}
	for verb < len(s.tokens) && (dropped[s.tokens[verb].lower] || manner(s, verb)) && s.tokens[verb].gap == "" {
		verb++
	}
	if verb+1 < len(s.tokens) && s.tokens[verb+1].lower == "by" && !copulas[s.tokens[verb].lower] && participle(s.tokens[verb].lower) && !(begun[s.tokens[verb].lower] && s.tokens[verb].gap == ",") {
		return nil // "Eisenhower, aided by Hoover": no verb of the topic
	}
	if verb+1 < len(s.tokens) && secondVerb[s.tokens[verb+1].lower] {
		return nil // "X remains have been found": the subject is longer than the name
	}
	aside := verb
	verb = skipApposition(s, verb)
	if w := ""; verb+1 < len(s.tokens) {
		if w = s.tokens[verb+1].lower; participles[s.tokens[verb].lower] && (w == "of" || w == "by") {
			return nil // "axes made of copper": no verb of the topic
		}
	}
	if verb >= len(s.tokens) || s.tokens[verb].gap != "" && aside == verb || s.tokens[verb].upper || !verbAt(s.tokens[verb].lower) || !r.plainEnd(s, verb) {
		return nil
	}
	r.verbs = laterVerbs(r.verbs[:0], s, verb, r.class())
	if aside < verb {
		if o, ok := apposition(s, aside, verb); ok {
			r.verbs = append(r.verbs, o)
		}
	} else {
		aside = verb
	}
	if err := r.mention(infoseek.Span{Start: s.tokens[aside].span.Start, End: s.span.End}); err != nil {
		return err
	}
	if w := s.tokens[verb].lower; copulas[w] {
		r.was, r.is = r.was || w == "was", r.is || w == "is"
		if r.named && !r.led {
			r.lead, r.led = true, true
		}
	}
	before := len(r.claims)
	r.main = opening{at: verb}
	r.noun(s, verb)
	if err := r.kindClaim(s, verb); err != nil {
		return err
	}
	r.openingYear(s, r.opening(s), verb)
	r.yearClaims(s, aside)
	r.numberClaims(s, verb)
	end, err := r.bounds(s, verb)
	if err != nil {
		return err
	}
	if err := r.entityClaims(s, verb, end); err != nil {
		return err
	}
	for _, more := range []func(sentence, int) error{r.places, r.bearings, r.including} {
		if err := more(s, verb); err != nil {
			return err
		}
	}
	r.rolesOf(s, verb)
	if len(r.claims) > before && (plurals[s.tokens[verb].lower] != "" && strings.HasSuffix(r.page.Title, "s") || r.peopled(s)) {
		for i := before; i < len(r.claims); i++ {
			r.claims[i].Common = true // "which the Lomish peoples lives in": its own name cannot stand before a verb told in the singular
		}
	}
	return nil
}

// peopled reports whether a sentence tells of many what its page's title tells of one: of "Loms settled in" the title gives no English.
func (r *reading) peopled(s sentence) bool {
	one := strings.ToLower(r.page.Title)
	many, ies := one+"s", strings.TrimSuffix(one, "y")+"ies"
	return slices.ContainsFunc(s.tokens[:min(len(s.tokens), 3)], func(t token) bool { return t.lower == many || t.lower == ies })
}

// manner reports whether token i is an adverb of manner before a verb: "willingly participated".
func manner(s sentence, i int) bool {
	w := s.tokens[i].lower
	return strings.HasSuffix(w, "ly") && len(w) > 5 && !banned[w] && !s.tokens[i].upper && i+1 < len(s.tokens) && s.tokens[i+1].gap == "" && verbAt(s.tokens[i+1].lower)
}

// class is what the topic is, as far as the reading of participles goes.
func (r *reading) class() infoseek.Classes {
	if r.topic.person {
		return infoseek.Person
	}
	if r.page.Classes == 0 && cameOut[r.page.Noun] {
		return infoseek.Work
	}
	return r.page.Classes
}

// mention notes the names in span, each settled on one page where that can be.
func (r *reading) mention(span infoseek.Span) error {
	mentions, err := r.pages.Mentions(r.ctx, r.page.Num, span)
	if err != nil {
		return err
	}
	r.mentions = r.mentions[:0]
	for _, m := range mentions {
		if m, err = r.resolve(m); err != nil {
			return err
		}
		r.mentions = append(r.mentions, m)
	}
	return nil
}

// pass goes over a sentence that is not read. A pronoun behind it may still stand for a person who is the topic if nobody else can have been named in it.
func (r *reading) pass(span infoseek.Span) error {
	if !r.topic.person {
		r.chain = false
		return nil
	}
	if !r.chain {
		return nil
	}
	mentions, err := r.pages.Mentions(r.ctx, r.page.Num, span)
	if err != nil {
		return err
	}
	s := r.cut(span)
	for i, t := range s.tokens {
		if kin[t.lower] || persons[t.lower] {
			r.chain = false
			return nil
		}
		if !t.upper || i == 0 && !r.couldBeName(s) || months[t.lower] || Nationality(t.lower) || r.topic.first[text.Norm(t.raw)] || t.lower == "i" {
			continue
		}
		if !r.nobody(t, mentions) && !atPlace(s, i) {
			r.chain = false
			return nil
		}
	}
	return nil
}

// atPlace reports whether the name that token i belongs to stands behind words that come before no person's name: "at Eton", "the Royal Society".
func atPlace(s sentence, i int) bool {
	for i > 0 && s.tokens[i-1].upper && (s.tokens[i].gap == "" || s.tokens[i].gap == "-") {
		i--
	}
	if offices[s.tokens[i].lower] || i == 0 || s.tokens[i].gap != "" {
		return false
	}
	switch s.tokens[i-1].lower {
	case "in", "at", "into", "near", "the", "throughout", "across":
		return true
	}
	return false
}

// couldBeName reports whether the first word of a sentence is none that any sentence may begin with.
func (r *reading) couldBeName(s sentence) bool {
	w := s.tokens[0].lower
	return !openers[s.tokens[0].raw] && !determiners[w] && !prepositions[w] && !text.StopWord(w)
}

// nobody reports whether token t belongs to a name that is surely not a person's.
func (r *reading) nobody(t token, mentions []infoseek.Mention) bool {
	for _, m := range mentions {
		if m.Span.Start <= t.span.Start && t.span.End <= m.Span.End {
			for _, n := range m.Pages {
				p, err := r.pages.Page(r.ctx, n)
				if err != nil || n != r.page.Num && (p.Classes == 0 || p.Classes&infoseek.Person != 0) {
					return false
				}
			}
			return true
		}
	}
	return false
}

// plainEnd reports whether a sentence ends as a statement does: with a full stop, or with its paragraph.
func (r *reading) plainEnd(s sentence, verb int) bool {
	if s.tail == "" {
		// A caption has no finite verb: "Cortés suspected of".
		w := s.tokens[verb].lower
		return (copulas[w] || auxes[w] || presents[w] || pasts[w] && !participles[w]) && (s.span.End >= len(r.text) || r.text[s.span.End] == '\n')
	}
	return strings.HasPrefix(s.tail, ".") || strings.HasPrefix(s.tail, ";")
}

// add keeps a claim that says something.
func (r *reading) add(c Claim) {
	if r.topic.person && (strings.HasPrefix(c.Phrase, "was created") || strings.HasPrefix(c.Phrase, "was made")) {
		return // of what, is missing
	}
	if strings.HasPrefix(c.Phrase, "was released") && r.page.Classes != 0 && r.page.Classes&(infoseek.Work|infoseek.Artefact|infoseek.Concept|infoseek.Person) == 0 {
		return // a product of it, which the text calls "it"
	}
	words := " " + c.Phrase + " "
	his, her, its := strings.Contains(words, " his "), strings.Contains(words, " her "), strings.Contains(words, " its ")
	if r.topic.person && its || his && r.topic.pronoun != "he" || her && r.topic.pronoun != "she" {
		return // somebody or something else's
	}
	if c.Kind == ToEntity && !says(c.Phrase) || c.Kind == ToYear && !saysAlone(c.Phrase) {
		return
	}
	if strings.HasPrefix(c.Shown, "the The ") {
		c.Shown = c.Shown[len("the "):]
	}
	r.claims = append(r.claims, c)
}

// dedupe keeps the first claim of each phrase and object.
func dedupe(claims []Claim) []Claim {
	type key struct {
		kind   Kind
		phrase string
		object infoseek.PageNum
		low    float64
		shown  string
	}
	seen := map[key]bool{}
	return slices.DeleteFunc(claims, func(c Claim) bool {
		k := key{c.Kind, c.Phrase, c.Object, c.Low, c.Category + c.Noun}
		if seen[k] {
			return true
		}
		seen[k] = true
		return false
	})
}
