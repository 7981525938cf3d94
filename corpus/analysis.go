package corpus

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"infoseek"
	"infoseek/corpus/source"
	"infoseek/text"
)

// analysis is what a record tells by itself, without the other pages.
type analysis struct {
	source.Record
	stored    string // the text as stored: the record's, an empty line, a line for each fact and category
	facts     []factRow
	sentences []spanRow
	years     []text.Year
	numbers   []text.Number
	kind      kind
	invalid   bool // the text was not valid UTF-8
}

// analyse works out an analysis. It is called by many goroutines at once.
func analyse(rec source.Record) *analysis {
	a := &analysis{Record: rec}
	if !utf8.ValidString(rec.Text) {
		a.invalid = true
		a.Text = sameLength(rec.Text)
	}
	a.Title = strings.ToValidUTF8(rec.Title, "?")
	if a.Redirect != "" {
		return a
	}
	a.categoryFacts()
	a.storeFacts()
	spans := text.Sentences(nil, a.stored)
	a.sentences = make([]spanRow, len(spans))
	for i, s := range spans {
		a.sentences[i] = spanRow{uint32(s.Start), uint32(s.End)}
	}
	a.kind = kindOf(&a.Record, a.stored, spans)
	if a.kind.entity {
		a.years = text.Years(nil, a.stored)
		a.numbers = numbersOf(a.stored)
	}
	return a
}

// sameLength replaces each byte that is no valid UTF-8, so that spans stay true.
func sameLength(s string) string {
	b := []byte(s)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			b[i] = '?'
		}
		i += n
	}
	return string(b)
}

var oneLine = strings.NewReplacer("\n", " ", "\r", " ")

// categoryField is the field of the facts that state a page's categories, so that a claim about one has a place in the text to point to.
const categoryField = "category"

// maintenance are categories by which a wiki's editors keep track of pages: they say nothing of a page's subject.
var maintenance = regexp.MustCompile(`(?i)^(all )?(wikipedia|articles?|pages|webarchive|cs1|use (dmy|mdy|[a-z]+ english)|good articles|featured articles|commons|coordinates|accuracy|vague|spoken articles|` +
	`redirects|stubs|harv|isbn|open library|interlanguage|biography with signature|incomplete|short description|subscription required|dead? link|engvar|ac with|template|lccn|infobox|` +
	`official website|image|automatic)( |$|:)|^all .* (articles|pages|statements)|\b(identifiers|stubs|wikidata|hcards|microformats)$|needing (clarification|additional)|lacking (sources|references)`)

// categoryFacts adds a fact for each category. Blanks and underscores are alike in a category's name.
func (a *analysis) categoryFacts() {
	a.Categories = slices.DeleteFunc(slices.Clone(a.Categories), maintenance.MatchString)
	for i, c := range a.Categories {
		c = strings.TrimSpace(strings.ReplaceAll(c, "_", " "))
		a.Categories[i] = c
		a.Facts = append(a.Facts, source.Fact{Field: categoryField, Value: c})
	}
}

// storeFacts appends the facts to the text, a line each.
func (a *analysis) storeFacts() {
	if len(a.Facts) == 0 {
		a.stored = a.Text
		return
	}
	var b strings.Builder
	b.WriteString(a.Text)
	if a.Text != "" {
		b.WriteString("\n")
	}
	for i := range a.Facts {
		f := &a.Facts[i]
		f.Field = oneLine.Replace(strings.ToValidUTF8(f.Field, "?"))
		f.Value = oneLine.Replace(strings.ToValidUTF8(f.Value, "?"))
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		start := uint32(b.Len())
		b.WriteString(f.Field)
		b.WriteString(": ")
		b.WriteString(f.Value)
		a.facts = append(a.facts, factRow{start, uint32(b.Len()), uint32(len(f.Field))})
	}
	a.stored = b.String()
}

// numbersOf lists the numbers stated in a page's text that are finite.
func numbersOf(stored string) []text.Number {
	numbers := text.Numbers(nil, stored)
	return slices.DeleteFunc(numbers, func(n text.Number) bool {
		return math.IsNaN(n.Low+n.High) || math.IsInf(n.Low, 0) || math.IsInf(n.High, 0)
	})
}

// anchorOK tells whether a link's position lies within the text, on character boundaries.
func anchorOK(s infoseek.Span, text string) bool {
	return s.Start >= 0 && s.Start < s.End && s.End <= len(text) && utf8.RuneStart(text[s.Start]) && (s.End == len(text) || utf8.RuneStart(text[s.End]))
}
