package agent

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"infoseek"
	"infoseek/text"
)

// What the parts of a span's score count, settled on half of the questions of HotpotQA and MuSiQue (bench/ask).
const (
	readSentences = 12  // that spans are looked for in
	nearWeight    = 1.0 // of the question's words near a span
	aboutWeight   = 1.0 // of the words said of the very thing that is asked for
	fitWeight     = 0.6 // of a span's being called what is asked for
	reach         = 8.0 // words over which nearness falls to half
	heardWeight   = 0.5 // of the sentence's own worth
	linkWeight    = 0.5 // of its document's being named before
)

// reading is what a question's documents say, sentence by sentence in the order in which Extract would pick them.
type reading struct {
	pages    infoseek.Pages
	question string
	asking   asking
	nouns    []string        // what the asked thing is called
	about    map[string]bool // stems said of the asked thing
	asked    map[string]bool // stems of the question
	found    []Document
	view     *salience
	picked   []pickedSentence
}

type pickedSentence struct {
	*sentence
	title  string
	gain   float64 // when it was picked, of the best one's
	linked float64 // how strongly sentences picked before it, or the question, name its document
}

// span is a piece of a sentence that may be the answer.
type answerSpan struct {
	text  string
	score float64
}

func newReading(pages infoseek.Pages, question string, things []thing, found []Document) *reading {
	r := &reading{pages: pages, question: question, asking: readAsking(question), about: map[string]bool{}, asked: text.StemSet(question), found: found}
	r.nouns = things[0].nouns
	for _, c := range things[0].clauses {
		for _, stem := range text.Stems(c.text) {
			r.about[stem] = true
		}
	}
	r.view = newSalience(Refinement{Question: question, Query: question, Documents: found})
	left, most := indices(len(r.view.sentences)), 0.
	for len(left) > 0 && len(r.picked) < readSentences {
		at, gain := r.view.best(left)
		if gain <= 0 {
			break
		}
		most = max(most, gain)
		i := left[at]
		left = slices.Delete(left, at, at+1)
		s := &r.view.sentences[i]
		r.picked = append(r.picked, pickedSentence{s, bare(found[s.document].Title), gain / most, r.view.linked[s.document]})
		r.view.pick(i)
	}
	return r
}

// answer is the best span, "" if there is none.
func (r *reading) answer(ctx context.Context) (answerSpan, error) {
	best := map[string]answerSpan{}
	for _, p := range r.picked {
		for _, s := range r.spans(p) {
			fit, err := r.fits(ctx, p, s)
			if err != nil {
				return answerSpan{}, err
			}
			if fit < 0 {
				continue
			}
			shown := p.text[s.Start:s.End]
			if s.End == 0 {
				shown = p.title
			}
			score := heardWeight*p.gain + linkWeight*p.linked + r.nearness(p, s) + fitWeight*fit
			key := strings.Join(wordsOf(shown), " ")
			if had, ok := best[key]; !ok || score > had.score {
				best[key] = answerSpan{shown, score}
			}
		}
	}
	var top answerSpan
	for _, s := range best {
		if s.score > top.score || s.score == top.score && s.text < top.text {
			top = s
		}
	}
	return top, nil
}

// spans are those of the kind that is asked for; a zero span stands for the title.
func (r *reading) spans(p pickedSentence) []infoseek.Span {
	var all []infoseek.Span
	switch r.asking.kind {
	case seekDate, seekYear:
		return dateSpans(p.text, r.asking.kind == seekYear)
	case seekNumber:
		for _, n := range text.Numbers(nil, p.text) {
			all = append(all, n.Span)
		}
		return all
	}
	dates := text.Years(nil, p.text)
	all = append(all, infoseek.Span{})
	for _, span := range nameRuns(p.text) {
		number := strings.IndexFunc(p.text[span.Start:span.End], unicode.IsLetter) < 0
		if !number && !slices.ContainsFunc(dates, func(y text.Year) bool { return y.Span.Start < span.End && span.Start < y.Span.End }) {
			all = append(all, span)
		}
	}
	return all
}

// dateSpans are the times stated, of a span of time its ends; of years alone the digits.
func dateSpans(s string, year bool) []infoseek.Span {
	var all []infoseek.Span
	years := text.Years(nil, s)
	for i, y := range years {
		if i+1 < len(years) && years[i+1].Span.Start < y.Span.End { // a whole whose ends follow
			continue
		}
		if year && y.Date && y.Span.End-y.Span.Start > 4 {
			y.Span.Start = y.Span.End - 4
		}
		all = append(all, y.Span)
	}
	return all
}

// fits says how far a span is what is asked for, 0..1; less than 0 if it can't be.
func (r *reading) fits(ctx context.Context, p pickedSentence, s infoseek.Span) (float64, error) {
	if r.asking.kind == seekDate || r.asking.kind == seekYear || r.asking.kind == seekNumber {
		return 0, nil
	}
	shown := p.title
	if s.End > 0 {
		shown = p.text[s.Start:s.End]
	}
	stems := text.Stems(shown)
	if len(stems) == 0 || !slices.ContainsFunc(stems, func(stem string) bool { return !r.asked[stem] }) {
		return -1, nil
	}
	fit, err := r.known(ctx, shown)
	if err != nil || fit != 0 {
		return fit, err
	}
	if s.End > 0 {
		fit = r.looks(p.text, s)
	}
	return fit, nil
}

// known asks the corpus what the page of that title is.
func (r *reading) known(ctx context.Context, title string) (float64, error) {
	n, err := r.pages.ByTitle(ctx, title)
	if _, none := err.(*infoseek.NotFoundError); none {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	k, err := readKind(ctx, r.pages, n)
	if err != nil {
		return 0, err
	}
	fit := k.called(r.nouns)
	class := infoseek.Classes(0)
	switch r.asking.kind {
	case seekPerson:
		class = infoseek.Person
	case seekPlace:
		class = infoseek.Place
	}
	if class != 0 && k.page.Classes != 0 {
		if k.page.Classes&class == 0 {
			return -1, nil
		}
		fit = max(fit, 0.7)
	}
	return fit, nil
}

// looks goes by the words beside a name that has no page.
func (r *reading) looks(s string, span infoseek.Span) float64 {
	before := wordsOf(s[max(0, span.Start-30):span.Start])
	last := ""
	if len(before) > 0 {
		last = before[len(before)-1]
	}
	for _, n := range r.nouns {
		if len(before) > 0 && text.Norm(n) == last {
			return 1
		}
	}
	parts := text.Words(nil, s[span.Start:span.End])
	switch r.asking.kind {
	case seekPerson:
		if last == "in" || last == "at" || len(parts) > 4 {
			return 0
		}
		if len(parts) >= 2 || last == "by" {
			return 0.5
		}
	case seekPlace:
		if last == "in" || last == "at" || last == "near" || last == "of" {
			return 0.5
		}
	}
	return 0
}

// nearness weighs the question's words in the sentence by how near they stand to the span, those said of the asked thing the more.
func (r *reading) nearness(p pickedSentence, s infoseek.Span) float64 {
	words := text.Words(nil, p.text)
	from, to := 0, 0
	for i, w := range words {
		if w.End <= s.Start {
			from = i + 1
		}
		if w.Start < s.End {
			to = i
		}
	}
	near := map[string]float64{}
	for i, w := range words {
		stem := text.Stem(text.Fold(p.text[w.Start:w.End]))
		if !r.asked[stem] || i >= from && i <= to && s.End > 0 {
			continue
		}
		distance := 0
		if i < from {
			distance = from - i
		} else if i > to {
			distance = i - to
		}
		near[stem] = max(near[stem], math.Exp2(-float64(distance)/reach))
	}
	for stem := range text.StemSet(p.title) {
		if r.asked[stem] && s.End > 0 {
			near[stem] = max(near[stem], 0.5)
		}
	}
	total, whole, said, all := 0., 0., 0., 0.
	for _, stem := range r.view.words {
		w := r.view.rarity[stem]
		whole += w
		total += w * near[stem]
		if r.about[stem] {
			all += w
			said += w * near[stem]
		}
	}
	return nearWeight*total/max(whole, 1e-9) + aboutWeight*said/max(all, 1e-9)
}

// verdict answers what asks for yes or no, or for one of two.
func (r *reading) verdict() string {
	if r.asking.kind == seekChoice {
		return r.choose()
	}
	return r.yesNo()
}

// leads are queries by the names in the best sentences that the question does not have, with the words said of the asked thing.
func (r *reading) leads(n int) []string {
	said := ""
	for _, w := range text.Words(nil, r.question) {
		word := r.question[w.Start:w.End]
		if stem := text.Stem(text.Fold(word)); r.about[stem] {
			said += " " + word
		}
	}
	var all []string
	seen := map[string]bool{}
	for _, p := range r.picked {
		for _, span := range nameRuns(p.text) {
			name := p.text[span.Start:span.End]
			if seen[name] || subset(text.StemSet(name), r.asked) || subset(text.StemSet(name), text.StemSet(p.title)) {
				continue
			}
			seen[name] = true
			if all = append(all, name+said); len(all) == n {
				return all
			}
		}
	}
	return all
}

// of gathers the sentences of the documents that are of a name.
func (r *reading) of(name string) []*sentence {
	var all []*sentence
	want := text.StemSet(name)
	for i := range r.view.sentences {
		s := &r.view.sentences[i]
		if title := r.view.titles[s.document]; len(want) > 0 && len(title) > 0 && (subset(want, title) || subset(title, want)) {
			all = append(all, s)
		}
	}
	return all
}

func subset(a, b map[string]bool) bool {
	for k := range a {
		if !b[k] {
			return false
		}
	}
	return true
}

// choose compares the alternatives by their first year or their largest number, else by how much of the question they have.
func (r *reading) choose() string {
	type option struct {
		name         string
		year, number float64
		share        float64
	}
	var all []option
	for _, name := range r.asking.options {
		o := option{name: name, year: math.Inf(1), number: math.Inf(-1)}
		for _, s := range r.of(name) {
			share := 0.
			for _, stem := range r.view.words {
				if s.stems[stem] > 0 {
					share += r.view.rarity[stem] / r.view.whole
				}
			}
			o.share = max(o.share, share)
			for _, y := range text.Years(nil, s.text) {
				if o.year > 1e9 {
					o.year = float64(y.Low)
				}
			}
			for _, n := range text.Numbers(nil, s.text) {
				o.number = max(o.number, n.Value)
			}
		}
		all = append(all, o)
	}
	by := func(a, b option) int { return cmp.Compare(b.share, a.share) }
	switch {
	case r.asking.dated && r.asking.least:
		by = func(a, b option) int { return cmp.Compare(a.year, b.year) }
	case r.asking.dated && r.asking.most:
		by = func(a, b option) int { return cmp.Compare(b.year, a.year) }
	case r.asking.most:
		by = func(a, b option) int { return cmp.Compare(b.number, a.number) }
	case r.asking.least:
		by = func(a, b option) int { return cmp.Compare(a.number, b.number) }
	}
	slices.SortStableFunc(all, by)
	return all[0].name
}

// yesNo looks for what the question says of its names in the pages of each, or, where it asks for the same, for something that their first sentences share.
func (r *reading) yesNo() string {
	names, pages := r.named()
	if strings.Contains(strings.ToLower(r.question), " same ") {
		if shares(names, pages) {
			return "yes"
		}
		return "no"
	}
	for _, page := range pages {
		have := map[string]bool{}
		for _, s := range page {
			for stem := range s.stems {
				have[stem] = true
			}
		}
		if shareOf(r.beside(names), have) < bornOut {
			return "no"
		}
	}
	return "yes"
}

// bornOut is the share of what is asked of a page that it must have for a yes.
const bornOut = 0.7

// named finds the sentences of the pages that the question names, and the stems of those names.
func (r *reading) named() (names map[string]bool, pages [][]*sentence) {
	names = map[string]bool{}
	for _, span := range nameRuns(r.question) {
		name := r.question[span.Start:span.End]
		if page := r.of(name); len(page) > 0 {
			pages = append(pages, page)
			maps.Copy(names, text.StemSet(name))
		}
	}
	return names, pages
}

// beside are the question's stems that are in no name.
func (r *reading) beside(names map[string]bool) []string {
	var all []string
	for _, stem := range r.view.words {
		if !names[stem] {
			all = append(all, stem)
		}
	}
	return all
}

// shares says whether the first sentences of the pages have a name in common, beside their own.
func shares(own map[string]bool, pages [][]*sentence) bool {
	count := map[string]int{}
	for _, page := range pages {
		for _, stem := range slices.Compact(slices.Sorted(slices.Values(page[0].names))) {
			if !own[stem] {
				count[stem]++
			}
		}
	}
	for _, n := range count {
		if n > 1 && n == len(pages) {
			return true
		}
	}
	return false
}
