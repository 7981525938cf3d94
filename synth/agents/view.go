package agents

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"infoseek"
	"infoseek/synth/claims"
)

// view is a page as a Browser's model sees it: sentences and things, both numbered from 1.
type view struct {
	sheet  *claims.Sheet
	lines  []int // the sheet's lines that are shown
	things []thing
	about  bool // there is one thing, and the sentences are those that name it
}

// thing is what a claim may end in; ends are the sheet's, by line.
type thing struct {
	text string
	kind claims.Kind
	ends map[int]int
}

// Bounds of a view.
const (
	maxThings   = 24
	maxSentence = 400 // bytes shown
	maxThing    = 80
)

// viewOf shows at most most sentences of a page: the first of which the topic is the subject, then always the one that names the most that was not named yet. Sentences in which nothing is stated that a claim
// could end in are not shown. With doubts, a sentence may also have another subject, where others are lacking: somebody will judge whether it speaks of the topic.
func viewOf(sheet *claims.Sheet, most int, doubts bool) *view {
	v := &view{sheet: sheet}
	seen := map[endKey]bool{}
	show := func(line int) {
		v.lines = append(v.lines, line)
		for _, e := range sheet.Lines[line].Ends {
			seen[keyOf(e)] = true
		}
	}
	var rest []int
	for i, l := range sheet.Lines {
		switch {
		case len(l.Ends) == 0:
		case l.Topical && len(v.lines) < min(leadSentences, most):
			show(i)
		case l.Topical || doubts:
			rest = append(rest, i)
		}
	}
	for len(v.lines) < most {
		best, news := -1, 0
		for k, line := range rest {
			if n := newEnds(&sheet.Lines[line], seen); n > news {
				best, news = k, n
			}
		}
		if best < 0 {
			break
		}
		show(rest[best])
		rest = slices.Delete(rest, best, best+1)
	}
	slices.Sort(v.lines)
	v.number(func(claims.End) bool { return true })
	return v
}

// newEnds counts what a line names that is not seen yet; for lines about something else it is less than for any about the topic.
func newEnds(l *claims.Line, seen map[endKey]bool) int {
	n := 0
	for _, e := range l.Ends {
		if !seen[keyOf(e)] {
			n++
		}
	}
	if l.Topical {
		n *= 1000
	}
	return n
}

// endKey is the same for ends that are the same thing.
type endKey struct {
	kind   claims.Kind
	object infoseek.PageNum
	text   string
}

func keyOf(e claims.End) endKey {
	if e.Kind == claims.ToEntity {
		return endKey{e.Kind, e.Object, ""}
	}
	return endKey{e.Kind, 0, e.Text}
}

// leadSentences are shown whatever they name.
const leadSentences = 3

// viewAbout shows the sentences of a page that name entity n, and nothing else as a thing.
func viewAbout(sheet *claims.Sheet, n infoseek.PageNum, most int, doubts bool) *view {
	v := &view{sheet: sheet}
	about := func(e claims.End) bool { return e.Kind == claims.ToEntity && e.Object == n }
	for i, l := range sheet.Lines {
		if (l.Topical || doubts) && slices.ContainsFunc(l.Ends, about) && len(v.lines) < most {
			v.lines = append(v.lines, i)
		}
	}
	v.number(about)
	v.about = len(v.things) > 0
	return v
}

// number lists the things of the sentences shown, each once.
func (v *view) number(fit func(claims.End) bool) {
	at := map[endKey]int{}
	for _, line := range v.lines {
		for i, e := range v.sheet.Lines[line].Ends {
			if !fit(e) {
				continue
			}
			n, ok := at[keyOf(e)]
			if !ok {
				if len(v.things) == maxThings {
					continue
				}
				n = len(v.things)
				at[keyOf(e)] = n
				v.things = append(v.things, thing{text: e.Text, kind: e.Kind, ends: map[int]int{}})
			}
			if _, ok := v.things[n].ends[line]; !ok {
				v.things[n].ends[line] = i
			}
		}
	}
	v.sort()
}

// sort puts entities before years and numbers, and the kind of thing last, which is the least to tell.
func (v *view) sort() {
	slices.SortStableFunc(v.things, func(a, b thing) int { return cmp.Compare(rank[a.kind], rank[b.kind]) })
}

var rank = map[claims.Kind]int{claims.ToEntity: 0, claims.ToYear: 1, claims.ToNumber: 1, claims.ToType: 2}

// String is what stands between the fences.
func (v *view) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Topic: %s", oneLine(v.sheet.Name, maxThing))
	if noun := v.sheet.Page.Noun; noun != "" {
		fmt.Fprintf(&b, " (%s)", oneLine(noun, maxThing))
	}
	b.WriteString("\nSentences:\n")
	for i, line := range v.lines {
		fmt.Fprintf(&b, "%d. %s\n", i+1, oneLine(v.sheet.Lines[line].Text, maxSentence))
	}
	b.WriteString("Things:\n")
	for i, t := range v.things {
		fmt.Fprintf(&b, "%d. %s\n", i+1, v.called(t))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// called says what a thing is, and where it is named.
func (v *view) called(t thing) string {
	name := oneLine(t.text, maxThing)
	switch t.kind {
	case claims.ToYear:
		name = "the year " + name
	case claims.ToNumber:
		name = "the number " + name
	case claims.ToType:
		name = "the kind of thing: " + name
	}
	var in []string
	for i, line := range v.lines {
		if _, ok := t.ends[line]; ok {
			in = append(in, fmt.Sprint(i+1))
		}
	}
	return name + " (in " + strings.Join(in, ", ") + ")"
}

// oneLine is text without line breaks, cut to n bytes.
func oneLine(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + " …"
}

// phrasePattern is the form of a phrase: up to nine words in small letters.
const phrasePattern = `^[a-z]+([ -][a-z]+){0,8}$`

// The schema of the answer. A server that holds a model to it has the fields written in this order: what the claim is about before its words.
type (
	answerSchema struct {
		Type       string      `json:"type"`
		Properties claimsField `json:"properties"`
		Required   []string    `json:"required"`
		Additional bool        `json:"additionalProperties"`
	}
	claimsField struct {
		Claims claimsSchema `json:"claims"`
	}
	claimsSchema struct {
		Type     string `json:"type"`
		MaxItems int    `json:"maxItems"`
		Items    anyOf  `json:"items"`
	}
	anyOf struct {
		AnyOf []claimSchema `json:"anyOf"`
	}
	claimSchema struct {
		Type       string      `json:"type"`
		Properties claimFields `json:"properties"`
		Required   []string    `json:"required"`
		Additional bool        `json:"additionalProperties"`
	}
	claimFields struct {
		Sentence oneOf   `json:"sentence"`
		Thing    oneOf   `json:"thing"`
		Phrase   pattern `json:"phrase"`
	}
	oneOf struct {
		Type string `json:"type"`
		Enum []int  `json:"enum"`
	}
	pattern struct {
		Type    string `json:"type"`
		Pattern string `json:"pattern"`
	}
)

// schema allows for each sentence the things that it names, so that a model which is held to it can choose nothing that is not there; and if nobody judges other words, those of the sentence.
func (v *view) schema(most int, otherWords bool) json.RawMessage {
	var items []claimSchema
	for i, line := range v.lines {
		var things []int
		for k, t := range v.things {
			if _, ok := t.ends[line]; ok {
				things = append(things, k+1)
			}
		}
		if len(things) == 0 {
			continue // what it names came behind the last thing shown
		}
		form := phrasePattern
		if !otherWords {
			form = patternOf(&v.sheet.Lines[line])
		}
		fields := claimFields{Sentence: oneOf{"integer", []int{i + 1}}, Thing: oneOf{"integer", things}, Phrase: pattern{"string", form}}
		items = append(items, claimSchema{Type: "object", Properties: fields, Required: []string{"sentence", "thing", "phrase"}})
	}
	list := claimsSchema{Type: "array", MaxItems: most, Items: anyOf{items}}
	s, err := json.Marshal(answerSchema{Type: "object", Properties: claimsField{list}, Required: []string{"claims"}})
	if err != nil {
		panic(err) // strings and numbers alone
	}
	return s
}

// patternOf is that of phrases in a sentence's own words, with the small ones that any phrase may need.
func patternOf(l *claims.Line) string {
	words, verbs := l.Words()
	first := union(strings.Fields("is was has had"), verbs)
	rest := union(strings.Fields("a an the of in on at by to for with from"), words)
	return "^(" + strings.Join(first, "|") + ")( (" + strings.Join(rest, "|") + ")){0,8}$"
}

func union(a, b []string) []string {
	for _, w := range b {
		if !slices.Contains(a, w) && len(a) < maxWords {
			a = append(a, w)
		}
	}
	return a
}

// maxWords bounds a pattern.
const maxWords = 48

// held is a model that is held to a narrower schema than its answers must fit: where a server does not hold it to any, one claim that breaks it is refused, not the whole answer.
type held struct {
	infoseek.Model
	schema json.RawMessage
}

func (h held) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	r.Schema = h.schema
	return h.Model.Generate(ctx, r)
}

// place returns the sheet's line and end for the numbers of an answer, -1 where there is none.
func (v *view) place(sentence, thing int) (line, end int) {
	if sentence < 1 || sentence > len(v.lines) || thing < 1 || thing > len(v.things) {
		return -1, -1
	}
	line = v.lines[sentence-1]
	end, ok := v.things[thing-1].ends[line]
	if !ok {
		return line, -1
	}
	return line, end
}
