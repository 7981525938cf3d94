package synth

import (
	"context"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"infoseek"
	"infoseek/synth/claims"
)

// Writer puts a finished tree in words: one question about the root in which no hidden vertex is named, with the part of the text that tells each edge.
type Writer interface {
	Write(ctx context.Context, d Draft) (Text, error)
}

// EmbeddedWriter writes English by rules. Hidden vertices are introduced in sentences of their own, deepest first ("Consider a river that …"), or inline behind the last
// clause of their parent ("… died in a city that …"); the question proper comes last.
type EmbeddedWriter struct{}

// Write puts d in words.
func (EmbeddedWriter) Write(_ context.Context, d Draft) (Text, error) {
	w := &wording{d: &d, refs: map[int]string{}}
	w.plan(0)
	for i, id := range w.intro {
		if i > 0 {
			w.put(" ")
		}
		w.introduce(i, id)
	}
	if len(w.intro) > 0 {
		w.put(" ")
	}
	w.ask()
	sort.Slice(w.clauses, func(i, j int) bool {
		a, b := w.clauses[i], w.clauses[j]
		return a.Start < b.Start || a.Start == b.Start && a.Edges[0] < b.Edges[0]
	})
	return Text{Question: w.b.String(), Clauses: w.clauses}, nil
}

type wording struct {
	d       *Draft
	b       strings.Builder
	clauses []infoseek.Clause
	intro   []int          // hidden vertices that get a sentence of their own, in order
	inline  map[int]bool   // hidden vertices told behind their parent's last clause
	refs    map[int]string // how a vertex is referred to once introduced

	listings int // categories told so far
}

func (w *wording) put(s string) { w.b.WriteString(s) }

// tell writes a clause and notes which edges it tells.
func (w *wording) tell(s string, edges ...int) {
	start := w.b.Len()
	w.b.WriteString(s)
	w.clauses = append(w.clauses, infoseek.Clause{Edges: edges, Start: start, End: w.b.Len()})
}

// plan decides which hidden vertices stand inline, and the order of the others: deepest first.
func (w *wording) plan(root int) {
	w.inline = map[int]bool{}
	w.chooseInline(root, 0)
	w.order(root)
}

// name says how the vertices introduced up to the i-th are referred to from now on: "that town" while there is one, then "the first town".
func (w *wording) name(i int) {
	noun := w.d.Nouns[w.intro[i]]
	var alike []int
	for _, id := range w.intro[:i+1] {
		if w.d.Nouns[id] == noun {
			alike = append(alike, id)
		}
	}
	for k, id := range alike {
		w.refs[id] = "that " + noun
		if len(alike) > 1 {
			w.refs[id] = "the " + ordinals[min(k+1, len(ordinals)-1)] + " " + noun
		}
	}
}

// ordinals suffice for the largest tree allowed.
var ordinals = strings.Fields("- first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")

// chooseInline picks at most one child of id to be told inline: hidden, the object of its claim, with few clauses of its own, and the only hidden vertex of its noun, since "that country"
// must not be any of two.
func (w *wording) chooseInline(id, level int) {
	best := -1
	for _, c := range w.d.Children(id) {
		if !w.hidden(c) || !w.only(c) {
			continue
		}
		if t := w.d.Tellings[c-1]; t.Forward && !t.Claim.Possessive && level < 2 {
			if n := w.tellable(c); n <= 2-level && (best < 0 || n < w.tellable(best)) {
				best = c
			}
		}
	}
	for _, c := range w.d.Children(id) {
		if c == best {
			w.inline[c] = true
			w.chooseInline(c, level+1)
		} else if w.hidden(c) {
			w.chooseInline(c, 0)
		}
	}
}

// only reports whether no other hidden vertex than the root is called by the noun of id.
func (w *wording) only(id int) bool {
	for other := 1; other < len(w.d.Nouns); other++ {
		if other != id && w.hidden(other) && w.d.Nouns[other] == w.d.Nouns[id] {
			return false
		}
	}
	return true
}

func (w *wording) hidden(id int) bool { return w.d.Tree.Vertices[id].Hidden }

// tellable counts the children that need a clause: all but the type, which the noun tells.
func (w *wording) tellable(id int) int { return len(w.told(id)) }

func (w *wording) told(id int) []int {
	var out []int
	for _, c := range w.d.Children(id) {
		if !w.isType(c) {
			out = append(out, c)
		}
	}
	return out
}

func (w *wording) isType(id int) bool { return w.d.Tellings[id-1].Claim.Kind == claims.ToType }

func (w *wording) order(id int) {
	for _, c := range w.d.Children(id) {
		if w.hidden(c) {
			w.order(c)
			if !w.inline[c] {
				w.intro = append(w.intro, c)
			}
		}
	}
}

var openings = []string{"Consider", "Think of", "Take"}

// introduce writes "Consider a river that flows through Vienna."
func (w *wording) introduce(i, id int) {
	w.name(i)
	opening := openings[(int(w.d.Variant%uint64(len(openings)))+i)%len(openings)]
	article := claims.Indefinite(w.d.Nouns[id])
	if i > 0 && w.seenBefore(i, w.d.Nouns[id]) {
		article = "another"
	}
	w.put(opening + " " + article + " ")
	w.noun(id)
	w.relatives(id)
	if !strings.HasSuffix(w.b.String(), ".") { // of an abbreviation
		w.put(".")
	}
}

func (w *wording) seenBefore(i int, noun string) bool {
	for _, id := range w.intro[:i] {
		if w.d.Nouns[id] == noun {
			return true
		}
	}
	return false
}

// noun writes the vertex's noun, which tells the type edge if there is one.
func (w *wording) noun(id int) {
	var types []int
	for _, c := range w.d.Children(id) {
		if w.isType(c) {
			types = append(types, c)
		}
	}
	if len(types) == 0 {
		w.put(w.d.Nouns[id])
		return
	}
	w.tell(w.d.Nouns[id], types...)
}

// sequence is the order in which the children of id are told: short ones first, the inline one last.
func (w *wording) sequence(id int) []int {
	order := w.told(id)
	sort.SliceStable(order, func(i, j int) bool {
		a, b := order[i], order[j]
		if w.inline[a] != w.inline[b] {
			return w.inline[b]
		}
		return false
	})
	return order
}

// relatives writes all clauses of a vertex as relative clauses behind its noun.
func (w *wording) relatives(id int) {
	order := w.sequence(id)
	for i, c := range order {
		w.separate(i, len(order))
		w.relative(id, c)
	}
}

// separate writes what stands before item i of n: " ", ", ", " and ".
func (w *wording) separate(i, n int) {
	switch {
	case i == 0:
		w.put(" ")
	case i < n-1:
		w.put(", ")
	case n == 2:
		w.put(" and ")
	default:
		w.put(", and ")
	}
}

// relative writes the clause for edge (id, c) with its relative pronoun.
func (w *wording) relative(id, c int) {
	t := w.d.Tellings[c-1]
	cl := t.Claim
	person := w.d.Persons[id]
	subject := "that"
	if person {
		subject = "who"
	}
	switch {
	case t.Forward && cl.Possessive:
		w.tell("whose "+cl.Phrase+" "+w.object(c), c)
	case t.Forward:
		w.put(subject + " ")
		w.predicate(c)
	case cl.Possessive:
		noun, verb := splitLast(cl.Phrase)
		w.tell(subject+" "+verb+" the "+noun+" of "+w.object(c), c)
	default:
		if w.hidden(c) {
			cl.Phrase = unrepeated(cl.Phrase, w.d.Nouns[c])
		}
		w.tell(reversed(cl.Phrase, w.other(c), person), c)
	}
}

// predicate writes "<phrase> <object>" and, for an inline child, its clauses.
func (w *wording) predicate(c int) {
	cl := w.d.Tellings[c-1].Claim
	switch cl.Kind {
	case claims.ToYear:
		w.tell(cl.Phrase+" "+yearWords(w.d.Tree.Vertices[c].Attribute), c)
	case claims.ToCategory:
		w.tell(w.listed()+" “"+cl.Shown+"”", c)
	case claims.ToNumber:
		w.tell(strings.TrimSpace(cl.Phrase+" "+numberWords(w.d.Tree.Vertices[c].Attribute)+" "+cl.Tail), c)
	default:
		cl.Phrase = unrepeated(cl.Phrase, w.d.Nouns[w.parent(c)])
		if w.inline[c] {
			w.tell(cl.Phrase+" "+claims.Indefinite(w.d.Nouns[c])+" "+w.d.Nouns[c], append([]int{c}, w.types(c)...)...)
			w.relatives(c)
			return
		}
		w.tell(cl.Phrase+" "+w.object(c), c)
	}
}

// listings tell that the corpus has a page in a category.
var listings = []string{"belongs to the category", "is listed under", "is classed under"}

// listed varies how categories are told, so that a question does not repeat itself.
func (w *wording) listed() string {
	w.listings++
	return listings[(int(w.d.Variant>>8%uint64(len(listings)))+w.listings)%len(listings)]
}

func (w *wording) parent(c int) int { return w.d.Tree.Edges[c-1].Parent }

// unrepeated takes out of "is a mountain in" the noun that the vertex has been called by already.
func unrepeated(phrase, noun string) string {
	for _, verb := range []string{"is", "was"} {
		rest, ok := strings.CutPrefix(phrase, verb+" "+claims.Indefinite(noun)+" "+noun+" ")
		if ok && (strings.HasPrefix(rest, "in") || strings.HasPrefix(rest, "on") || strings.HasPrefix(rest, "at") || strings.HasPrefix(rest, "near") || strings.HasPrefix(rest, "off ") || strings.HasPrefix(rest, "to the ")) {
			return verb + " " + rest
		}
	}
	return phrase
}

func (w *wording) types(id int) []int {
	var out []int
	for _, c := range w.d.Children(id) {
		if w.isType(c) {
			out = append(out, c)
		}
	}
	return out
}

// object is how child c is called behind a phrase.
func (w *wording) object(c int) string {
	if w.hidden(c) {
		return w.refs[c]
	}
	return w.d.Shown[c]
}

// other is how child c is called as the subject of its own claim: an apposition in its name ends with a comma too.
func (w *wording) other(c int) string {
	name := w.object(c)
	if strings.Count(name, ", ") == 1 && !strings.Contains(name, " and ") {
		name += ","
	}
	return name
}

// reversed makes a relative clause about the object of "<subject> <phrase> …": "in which Mozart was born", "that Negros Oriental is a province of".
func reversed(phrase, subject string, person bool) string {
	words := strings.Fields(phrase)
	last := words[len(words)-1]
	if deed := madeBy(words); deed != "" && person {
		subject = strings.TrimSuffix(subject, ",")
		if n := strings.Join(words[2:len(words)-1], " "); !strings.HasPrefix(subject, "that ") && !strings.HasPrefix(subject, "the ") {
			subject = "the " + n + " " + subject
		}
		return "who " + deed + " " + subject
	}
	which := "which"
	if person {
		which = "whom"
	}
	if len(words) <= 3 && claims.PiedPipe(last) && len(words) >= 2 {
		return last + " " + which + " " + subject + " " + strings.Join(words[:len(words)-1], " ")
	}
	switch {
	case person:
		return "whom " + subject + " " + phrase
	case strings.HasPrefix(subject, "that "): // not "that that river"
		return "which " + subject + " " + phrase
	}
	return "that " + subject + " " + phrase
}

// makings are what the makers of works did.
var makings = map[string]string{
	"poem": "wrote", "novel": "wrote", "novella": "wrote", "play": "wrote", "book": "wrote", "essay": "wrote", "treatise": "wrote", "story": "wrote",
	"opera": "composed", "symphony": "composed", "ballet": "composed", "oratorio": "composed", "painting": "painted", "fresco": "painted", "portrait": "painted",
}

// madeBy is what the object of "is a poem by" did, "" if the phrase is not of that form.
func madeBy(words []string) string {
	n := len(words)
	if n < 4 || words[0] != "is" && words[0] != "was" || words[1] != "a" && words[1] != "an" || words[n-1] != "by" {
		return ""
	}
	for _, w := range words[2 : n-2] {
		if w == "and" || w == "or" || claims.PiedPipe(w) || w == "of" {
			return ""
		}
	}
	return makings[words[n-2]]
}

// ask writes the question proper.
func (w *wording) ask() {
	w.put("Which ")
	w.noun(0)
	order := w.sequence(0)
	plain := true
	for _, c := range order {
		t := w.d.Tellings[c-1]
		plain = plain && t.Forward && !t.Claim.Possessive
	}
	if !plain {
		w.put(" is the one")
		w.relatives(0)
		w.put("?")
		return
	}
	for i, c := range order {
		w.separate(i, len(order))
		w.predicate(c)
	}
	w.put("?")
}

// yearWords tells a range of years.
func yearWords(a *infoseek.Attribute) string {
	lo, hi := int(*a.Low), int(*a.High)
	switch {
	case hi < 0:
		return fmt.Sprintf("between %d and %d BC", -lo, -hi)
	case lo%10 == 0 && hi == lo+9 && lo%100 != 0:
		return fmt.Sprintf("in the %ds", lo)
	case lo <= 0:
		return fmt.Sprintf("between %d BC and AD %d", -lo, hi)
	}
	return fmt.Sprintf("between %d and %d", lo, hi)
}

// numberWords tells a range of numbers in a unit of everyday size.
func numberWords(a *infoseek.Attribute) string {
	lo, hi, unit := *a.Low, *a.High, ""
	switch a.Unit {
	case "m":
		unit = " metres"
		switch {
		case lo >= 1000:
			lo, hi, unit = lo/1000, hi/1000, " kilometres"
		case hi < 1:
			lo, hi, unit = hundredfold(lo), hundredfold(hi), " centimetres"
		}
	case "kg":
		unit = " kilograms"
		if hi < 1 {
			lo, hi, unit = 10*hundredfold(lo), 10*hundredfold(hi), " grams"
		}
	case "m2":
		unit = " square metres"
		if lo >= 1e5 {
			lo, hi, unit = lo/1e6, hi/1e6, " square kilometres"
		}
	case "m/s":
		lo, hi, unit = math.Floor(lo*3.6), math.Ceil(hi*3.6), " kilometres per hour"
	case "K":
		unit = " kelvins"
	case "s":
		lo, hi, unit = math.Floor(lo/60), math.Ceil(hi/60), " minutes"
	case "USD":
		unit = " US dollars"
	}
	return "between " + thousands(lo) + " and " + thousands(hi) + unit
}

// hundredfold is a hundred times v, without what binary fractions add.
func hundredfold(v float64) float64 { return math.Round(v*1e8) / 1e6 }

// thousands writes a number with a comma for each three digits, or in millions, billions or trillions.
func thousands(v float64) string {
	if v >= 1e6 && math.Mod(v, 1e4) == 0 {
		if v >= 1e12 && math.Mod(v, 1e10) == 0 {
			return strconv.FormatFloat(v/1e12, 'f', -1, 64) + " trillion"
		}
		if v >= 1e9 && math.Mod(v, 1e7) == 0 {
			return strconv.FormatFloat(v/1e9, 'f', -1, 64) + " billion"
		}
		return strconv.FormatFloat(v/1e6, 'f', -1, 64) + " million"
	}
	s := strconv.FormatFloat(v, 'f', -1, 64)
	whole, frac, _ := strings.Cut(s, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if frac != "" {
		b.WriteString("." + frac)
	}
	return b.String()
}

// splitLast splits off the last word: "largest city", "is".
func splitLast(s string) (string, string) {
	i := strings.LastIndexByte(s, ' ')
	return s[:max(i, 0)], s[i+1:]
}
