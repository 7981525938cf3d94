package synth

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/hcsp"
	"infoseek/internal/golden"
	"infoseek/synth/claims"

	"pgregory.net/rapid"
)

// part is a vertex of a draft made by hand, with the claim that hangs it on its parent.
type part struct {
	noun      string
	person    bool
	shown     string // named leaves
	attribute *infoseek.Attribute
	claim     claims.Claim
	backward  bool
	children  []part
}

// Makers of parts. Phrases are told of the parent, or with of() of the part itself.
func thing(noun string, children ...part) part { return part{noun: noun, children: children} }
func person(noun string, children ...part) part {
	return part{noun: noun, person: true, children: children}
}
func named(phrase, name string) part { return part{shown: name}.by(phrase) }

func (p part) by(phrase string) part {
	p.claim = claims.Claim{Kind: claims.ToEntity, Phrase: phrase, Shown: p.shown}
	return p
}
func (p part) of(phrase string) part { p = p.by(phrase); p.backward = true; return p }
func (p part) whose() part           { p.claim.Possessive = true; return p }

func years(phrase string, low, high float64) part {
	return part{attribute: &infoseek.Attribute{Kind: infoseek.AttrYear, Low: &low, High: &high}, claim: claims.Claim{Kind: claims.ToYear, Phrase: phrase}}
}

func number(phrase string, low, high float64, unit, tail string) part {
	return part{attribute: &infoseek.Attribute{Kind: infoseek.AttrNumber, Low: &low, High: &high, Unit: unit}, claim: claims.Claim{Kind: claims.ToNumber, Phrase: phrase, Tail: tail}}
}

func category(name string) part {
	return part{attribute: &infoseek.Attribute{Kind: infoseek.AttrCategory, Value: name}, claim: claims.Claim{Kind: claims.ToCategory, Shown: name, Category: name, Phrase: "is in the category"}}
}

func kindOf(noun, class string) part {
	return part{attribute: &infoseek.Attribute{Kind: infoseek.AttrType, Value: class}, claim: claims.Claim{Kind: claims.ToType, Noun: noun, Phrase: "is"}}
}

// draft numbers the vertices depth first.
func (p part) draft(variant uint64) Draft {
	d := Draft{Variant: variant}
	p.add(&d, -1)
	return d
}

func (p part) add(d *Draft, parent int) {
	id := len(d.Tree.Vertices)
	v := infoseek.Vertex{ID: id, Kind: infoseek.AttributeVertex, Attribute: p.attribute}
	kind := infoseek.EdgeAttribute
	if p.attribute == nil {
		title, page := p.shown, fmt.Sprint("p", id)
		if title == "" {
			title = fmt.Sprint("Hidden ", id)
		}
		v = infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex, Entity: &title, Page: &page, Hidden: len(p.children) > 0}
		kind = infoseek.EdgeRelated
	}
	d.Tree.Vertices = append(d.Tree.Vertices, v)
	d.Pages = append(d.Pages, infoseek.PageNum(id))
	d.Nouns, d.Persons, d.Shown = append(d.Nouns, p.noun), append(d.Persons, p.person), append(d.Shown, p.shown)
	if parent >= 0 {
		d.Tree.Edges = append(d.Tree.Edges, infoseek.Edge{Parent: parent, Child: id, Kind: kind, Claim: "claim", Evidence: infoseek.Evidence{Page: "p", End: 1, SHA256: strings.Repeat("0", 64)}})
		d.Tellings = append(d.Tellings, Telling{Claim: p.claim, Forward: !p.backward})
	}
	for _, c := range p.children {
		c.add(d, id)
	}
}

func write(t interface{ Fatal(...any) }, d Draft) Text {
	txt, err := EmbeddedWriter{}.Write(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return txt
}

// TestWording shows how each kind of clause is told; the golden file is for reading.
func TestWording(t *testing.T) {
	born, died := func() part { return years("was born", 1850, 1859) }, func() part { return years("died", 1903, 1923) }
	var b bytes.Buffer
	for _, c := range []struct {
		name string
		root part
	}{
		{"forward", person("painter", born(), named("studied at", "the University of Calder"))},
		{"reversed, with its preposition moved", thing("town", years("was founded", 1350, 1370), named("was born in", "Ada Brandt").of("was born in"))},
		{"reversed, phrase too long to move", thing("town", years("was founded", 1350, 1370), named("", "The Salt Road").of("was shown for the first time in"))},
		{"reversed, no preposition", thing("river", number("is", 100, 200, "m", "long"), named("", "Ada Brandt").of("painted"))},
		{"reversed, about a person", person("painter", born(), named("", "Bruno Castell").of("was taught by"), named("", "Clara Denholm").of("married"))},
		{"possessive", thing("region", named("capital is", "Ashwick").whose(), years("was founded", 1350, 1370))},
		{"possessive, reversed", thing("town", named("", "Bergland").of("capital is").whose(), years("was founded", 1350, 1370))},
		{"possessive, of a person", person("painter", named("teacher was", "Bruno Castell").whose(), died())},
		{"one clause", thing("castle", years("was built", 1350, 1370))},
		{"three clauses", thing("castle", years("was built", 1350, 1370), named("stands on", "the Avren"), category("Castles in Bergland"))},
		{"decade", person("painter", years("was born", 1850, 1859))},
		{"first decade of a century", person("painter", years("was born", 1900, 1909))},
		{"window", person("painter", years("was born", 1843, 1863))},
		{"years BC", person("king", years("died", -340, -310))},
		{"across the turn of the eras", person("king", years("died", -10, 20))},
		{"early years AD", person("king", years("died", 50, 80))},
		{"people", thing("town", number("has a population of", 15000, 30000, "", ""))},
		{"millions of people", thing("town", number("has a population of", 1.5e6, 3e6, "", ""))},
		{"billions", thing("company", number("earned", 1.5e9, 3e9, "", "dollars"))},
		{"metres", thing("tower", number("is", 50, 85, "m", "high"))},
		{"kilometres", thing("river", number("is", 150000, 250000, "m", "long"))},
		{"square kilometres", thing("lake", number("covers", 1.5e8, 2.5e8, "m2", ""))},
		{"small area", thing("hall", number("covers", 150, 250, "m2", ""))},
		{"fraction", thing("wall", number("is", 1.5, 2.5, "m", "thick"))},
		{"two categories", person("painter", category("Painters"), category("People of Bergland"))},
		{"type", thing("river", kindOf("river", "place"), named("flows through", "Ashwick"))},
		{"inline", person("painter", born(), thing("town", named("lies on", "the Avren")).by("died in"))},
		{"inline, two clauses and a type", person("painter", thing("town", kindOf("town", "place"), named("lies on", "the Avren"), years("was founded", 1350, 1370)).by("died in"), born())},
		{"inline in inline", person("painter", thing("town", thing("river", named("rises on", "Gorm")).by("lies on")).by("died in"), died())},
		{"own sentence, three clauses", person("painter", thing("town", named("lies on", "the Avren"), years("was founded", 1350, 1370), category("Towns in Bergland")).by("died in"), born())},
		{"own sentence, reversed", thing("town", person("painter", born(), died()).of("was born in"), years("was founded", 1350, 1370))},
		{"own sentence, vowel", thing("town", person("architect", born(), died()).of("was born in"), years("was founded", 1350, 1370))},
		{"own sentence, a person of a person", person("novelist", person("painter", born(), died()).of("married"), born())},
		{"two of one noun", thing("opera", thing("town", named("lies on", "the Avren"), years("was founded", 1350, 1370)).of("heard"), thing("town", named("lies on", "the Brune"), years("was founded", 1150, 1170)).of("celebrated"))},
		{"two of one noun, of which one could stand inline", thing("opera", person("painter", thing("town", named("lies on", "the Avren")).by("died in"), born()).of("praised"), thing("town", named("lies on", "the Brune"), years("was founded", 1150, 1170)).of("heard"))},
		{"the noun asked for", thing("town", thing("town", named("lies on", "the Avren"), years("was founded", 1350, 1370), category("Towns")).by("is connected by rail with"), years("was founded", 1250, 1270))},
		{"own sentence below an own sentence", thing("opera", person("painter", thing("town", named("lies on", "the Avren"), years("was founded", 1350, 1370)).of("honours"), born()).of("praised"), years("was finished", 1888, 1908))},
		{"object again", thing("river", thing("mountain", named("overlooks", "Ashwick"), years("was climbed", 1850, 1859)).of("is the source of"), number("is", 150000, 250000, "m", "long"))},
		{"possessive of a hidden one", thing("region", thing("town", named("lies on", "the Avren"), years("was founded", 1350, 1370)).by("capital is").whose(), years("was founded", 1250, 1270))},
	} {
		fmt.Fprintf(&b, "## %s\n", c.name)
		last := ""
		for variant := range uint64(3) {
			d := c.root.draft(variant)
			if err := hcsp.Validate(d.Tree); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			txt := write(t, d)
			if err := checkClauses(txt.Question, txt.Clauses, d.Tree); err != nil {
				t.Errorf("%s: %q: %v", c.name, txt.Question, err)
			}
			if txt.Question != last {
				fmt.Fprintln(&b, txt.Question)
			}
			if last = txt.Question; variant == 0 {
				for _, cl := range txt.Clauses {
					fmt.Fprintf(&b, "    %v %s\n", cl.Edges, txt.Question[cl.Start:cl.End])
				}
			}
		}
	}
	golden.Equal(t, "testdata/wording.golden", b.Bytes())
}

// drawPart draws a tree of up to the given depth. Each name and phrase is there once, so that a clause can be told by it.
func drawPart(t *rapid.T, root bool, depth int, n *int) part {
	*n++
	mark := strings.Repeat("x", *n%7) + string(rune('a'+*n%26)) + string(rune('a'+*n/26))
	phrase := rapid.SampledFrom([]string{"was %sed in", "%sed", "is the %s of", "was %sed by", "has a very long and winding %s with"}).Draw(t, "phrase")
	phrase = fmt.Sprintf(phrase, mark)
	kinds := []string{"named", "year", "number", "category", "type", "hidden"}
	if depth == 0 {
		kinds = kinds[:5]
	}
	kind := "hidden"
	if !root {
		kind = rapid.SampledFrom(kinds).Draw(t, "kind")
	}
	switch low := float64(1700 + *n); kind {
	case "year":
		return years("was "+mark+"ed", low, low+20)
	case "number":
		return number("has a "+mark+" of", low, 2*low, rapid.SampledFrom([]string{"", "m", "m2"}).Draw(t, "unit"), "")
	case "category":
		return category("Category " + mark)
	case "type":
		return kindOf("thing", "place")
	case "named":
		p := named(phrase, "Name"+mark)
		p.backward = rapid.Bool().Draw(t, "backward")
		return p.maybeWhose(t, mark)
	}
	p := part{noun: rapid.SampledFrom([]string{"town", "river", "opera", "painter"}).Draw(t, "noun")}
	p.person = p.noun == "painter"
	p = p.by(phrase)
	p.backward = rapid.Bool().Draw(t, "backward")
	for range rapid.IntRange(1, 4).Draw(t, "children") {
		c := drawPart(t, false, depth-1, n)
		if c.claim.Kind == claims.ToType {
			c.claim.Noun = p.noun
			if slices.ContainsFunc(p.children, func(o part) bool { return o.claim.Kind == claims.ToType }) {
				continue
			}
		}
		p.children = append(p.children, c)
	}
	if !slices.ContainsFunc(p.children, func(c part) bool { return c.claim.Kind != claims.ToType }) {
		p.children = append(p.children, years("ended in "+mark, 1700, 1720))
	}
	return p.maybeWhose(t, mark)
}

func (p part) maybeWhose(t *rapid.T, mark string) part {
	if rapid.IntRange(0, 3).Draw(t, "whose") == 0 {
		p.claim.Phrase, p.claim.Possessive = mark+" is", true
	}
	return p
}

// TestClausesTellTheirEdges: for any draft the text is in good form, each edge is told once, by words of its own claim, and no two vertices are called the same.
func TestClausesTellTheirEdges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := 0
		d := drawPart(t, true, 3, &n).draft(rapid.Uint64().Draw(t, "variant"))
		txt := write(t, d)
		if err := checkText(txt.Question); err != nil {
			t.Fatalf("%q: %v", txt.Question, err)
		}
		if err := checkClauses(txt.Question, txt.Clauses, d.Tree); err != nil {
			t.Fatalf("%q: %v", txt.Question, err)
		}
		for _, c := range txt.Clauses {
			clause := txt.Question[c.Start:c.End]
			for _, e := range c.Edges {
				if err := tells(clause, &d, e); err != nil {
					t.Fatalf("%q: clause %q: %v", txt.Question, clause, err)
				}
			}
		}
		if again := write(t, d); again.Question != txt.Question {
			t.Fatalf("%q, then %q", txt.Question, again.Question)
		}
	})
}

// tells reports whether the clause has the words of the claim that hangs vertex id on its parent.
func tells(clause string, d *Draft, id int) error {
	claim := d.Tellings[id-1].Claim
	words := strings.Fields(claim.Phrase)
	switch claim.Kind {
	case claims.ToType:
		words = []string{claim.Noun}
	case claims.ToCategory:
		words = []string{claim.Category}
	case claims.ToYear:
		words = append(words, fmt.Sprint(int(*d.Tree.Vertices[id].Attribute.Low)))
	case claims.ToEntity:
		if d.Tree.Vertices[id].Hidden {
			words = append(words, d.Nouns[id])
		} else {
			words = append(words, d.Shown[id])
		}
	}
	for _, w := range words {
		if !strings.Contains(clause, w) {
			return fmt.Errorf("edge to %d: no %q", id, w)
		}
	}
	return nil
}

// TestReferencesAreClear: hidden vertices introduced in sentences of their own are told apart, however many have the same noun.
func TestReferencesAreClear(t *testing.T) {
	for n := 1; n <= 19; n++ {
		root := thing("opera")
		for i := range n {
			low := float64(1100 + 10*i)
			root.children = append(root.children, thing("town", years("was founded", low, low+9), years("was burnt", low+200, low+209)).of(fmt.Sprintf("celebrated%d", i)))
		}
		d := root.draft(0)
		w := &wording{d: &d, refs: map[int]string{}}
		w.plan(0)
		for i := range w.intro {
			w.name(i)
		}
		seen := map[string]bool{}
		for _, ref := range w.refs {
			if seen[ref] {
				t.Errorf("%d towns: two are called %q", n, ref)
			}
			seen[ref] = true
		}
		if len(w.refs) != n {
			t.Errorf("%d towns have %d names", n, len(w.refs))
		}
	}
}

func TestNumbers(t *testing.T) {
	for want, v := range map[string]float64{
		"0": 0, "999": 999, "1,000": 1000, "12,345": 12345, "999,999": 999999, "1 million": 1e6, "1.25 million": 1.25e6, "1,234,567": 1234567, "2 billion": 2e9, "8.4 trillion": 8.4e12, "1.5": 1.5, "1,234.5": 1234.5,
	} {
		if got := thousands(v); got != want {
			t.Errorf("%g: %q, want %q", v, got, want)
		}
	}
	for noun, want := range map[string]string{"town": "a", "opera": "an", "university": "a", "heir": "an", "unit": "a", "eunuch": "a", "hour": "an", "island": "an", "": "a"} {
		if got := claims.Indefinite(noun); got != want {
			t.Errorf("%s: %q, want %q", noun, got, want)
		}
	}
}

// TestUnits: what is measured is told in the unit of everyday.
func TestUnits(t *testing.T) {
	for want, a := range map[string]infoseek.Attribute{
		"between 150 and 300 kilometres per hour": {Low: new(41.7), High: new(83.3), Unit: "m/s"},
		"between 900 and 1,000 kelvins":           {Low: new(900.), High: new(1000.), Unit: "K"},
		"between 85 and 95 minutes":               {Low: new(5100.), High: new(5700.), Unit: "s"},
		"between 2,500 and 2,800 US dollars":      {Low: new(2500.), High: new(2800.), Unit: "USD"},
		"between 20 and 30 kilometres":            {Low: new(20e3), High: new(30e3), Unit: "m"},
	} {
		if got := numberWords(&a); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestRangesHoldTheirYear: what a year or a number is blurred to holds it, and has round ends.
func TestRangesHoldTheirYear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(-3000, 2030).Draw(t, "year")
		for _, a := range yearRanges(infoseek.PageNum(rapid.Uint32().Draw(t, "page")), year) {
			if err := hcsp.ValidateAttribute(a); err != nil || *a.Low > float64(year) || *a.High < float64(year) || *a.High-*a.Low > 30 {
				t.Fatalf("%d: %v, %v", year, a, err)
			}
			if words := yearWords(&a); strings.Contains(words, "-") || strings.Contains(words, " 0") {
				t.Fatalf("%d: %q", year, words)
			}
		}
		v := rapid.Float64Range(0.01, 1e12).Draw(t, "number")
		for i, a := range numberRanges(claims.Claim{Low: v, High: v}) {
			if err := hcsp.ValidateAttribute(a); err != nil || *a.Low > v || *a.High < v || *a.Low <= 0 || *a.High > 3*v || i > 0 && v > 20 && *a.High > 1.25**a.Low || i > 0 && len(numberWords(&a)) > 40 {
				t.Fatalf("%g: %v, %v", v, a, err)
			}
		}
	})
}

// TestPlainForms: makers of works are told as makers, and an abbreviation's point ends its sentence.
func TestPlainForms(t *testing.T) {
	for _, c := range []struct{ phrase, subject, want string }{
		{"is a poem by", "Night Mills", "who wrote the poem Night Mills"},
		{"is a poem by", "Mills, by Night,", "who wrote the poem Mills, by Night"},
		{"was a comic opera by", "that opera", "who composed that opera"},
		{"is a river by", "the Isk", "whom the Isk is a river by"},
		{"is a poem", "Night Mills", "whom Night Mills is a poem"},
	} {
		if got := reversed(c.phrase, c.subject, true); got != c.want {
			t.Errorf("%q: %q, want %q", c.phrase, got, c.want)
		}
	}
	d := thing("opera", thing("town", years("was founded", 1343, 1363), named("is twinned with", "Port Adler, B.N.")).of("celebrated")).draft(0)
	if got := write(t, d).Question; !strings.Contains(got, "Port Adler, B.N. Which") {
		t.Error(got)
	}
	d = thing("town", years("was founded", 1343, 1363), named("ruled", "Anna Bauer, 2nd Countess of Isk").of("ruled")).draft(0)
	if got := write(t, d).Question; !strings.Contains(got, "that Anna Bauer, 2nd Countess of Isk, ruled") {
		t.Error(got)
	}
}

// TestSameDeed: what happens once is a clue once, however it is told.
func TestSameDeed(t *testing.T) {
	entity := func(child infoseek.PageNum, phrase string) *Offer {
		return &Offer{Child: child, Forward: true, Claim: claims.Claim{Phrase: phrase, Evidence: infoseek.Span{Start: int(child)}}}
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"became independent from", "gained independence from", true},
		{"was founded by", "was established by", true},
		{"was killed at", "was assassinated at", true},
		{"was founded by", "was formed in", false},
		{"founded", "established", false},
		{"borders", "is bordered by", false},
		{"lies in", "was founded by", false},
		{"won a prize established by", "was established by", false},
	} {
		if got := same(entity(1, c.a), entity(2, c.b)); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}
