package corpus

import (
	"cmp"
	"slices"

	"infoseek"
)

// Stats describes a corpus for people.
type Stats struct {
	Info   infoseek.CorpusInfo `json:"info"`
	Report Report              `json:"report"`
	Recall Recall              `json:"recall"`
	// Degree is how many entities an entity is related to.
	Degree Quantiles `json:"degree"`
	// Classes counts the entities that may be of each class; a page of two classes counts in both. Unclassed are those of which none is known.
	Classes   map[string]int `json:"classes"`
	Unclassed int            `json:"unclassed"`
	// Nouns counts the entities of which the definition's head noun was read, and lists the commonest.
	Nouns      Tally `json:"nouns"`
	Categories Tally `json:"categories"`
	// Years counts the years that some entity states, with the most stated decades.
	Years Tally `json:"years"`
	// Units counts the units in which numbers are stated.
	Units Tally `json:"units"`
	// Names counts the listed names by kind, and those that more than one page has.
	Names     map[infoseek.NameKind]int `json:"names"`
	Ambiguous int                       `json:"ambiguous"`
}

// Quantiles of a distribution.
type Quantiles struct {
	Min    int     `json:"min"`
	P10    int     `json:"p10"`
	P25    int     `json:"p25"`
	Median int     `json:"median"`
	P75    int     `json:"p75"`
	P90    int     `json:"p90"`
	Max    int     `json:"max"`
	Mean   float64 `json:"mean"`
}

// Tally counts different values and lists the commonest.
type Tally struct {
	Different int     `json:"different"`
	Total     int     `json:"total"`
	Top       []Count `json:"top"`
}

// Count is a value with the number of times it stands.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// tallyTop bounds the values a tally lists.
const tallyTop = 20

func tally(counts map[string]int) Tally {
	t := Tally{Different: len(counts), Top: []Count{}}
	for v, n := range counts {
		t.Total += n
		t.Top = append(t.Top, Count{v, n})
	}
	slices.SortFunc(t.Top, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) })
	t.Top = t.Top[:min(tallyTop, len(t.Top))]
	return t
}

func quantiles(values []int) Quantiles {
	if len(values) == 0 {
		return Quantiles{}
	}
	slices.Sort(values)
	at := func(q float64) int { return values[int(q*float64(len(values)-1))] }
	sum := 0
	for _, v := range values {
		sum += v
	}
	return Quantiles{at(0), at(.1), at(.25), at(.5), at(.75), at(.9), at(1), float64(sum) / float64(len(values))}
}

// Stats reads the directory's tables, not its texts.
func (c *Corpus) Stats() Stats {
	s := Stats{Info: c.meta.Info, Report: c.meta.Report, Recall: c.meta.Recall, Classes: map[string]int{}, Names: map[infoseek.NameKind]int{}}
	var degrees []int
	nouns := map[string]int{}
	for n := range c.pages {
		row := &c.pages[n]
		for _, name := range c.names.of(n) {
			s.Names[nameKinds[name.Kind]]++
			if len(c.table.owners.of(int(name.Entry))) > 1 {
				s.Ambiguous++
			}
		}
		if row.Flags&flagEntity == 0 {
			continue
		}
		degrees = append(degrees, len(c.related.of(n)))
		for _, name := range infoseek.Classes(row.Classes).Names() {
			s.Classes[name]++
		}
		if row.Classes == 0 {
			s.Unclassed++
		}
		if row.Noun > 0 {
			nouns[c.noun(row)]++
		}
	}
	s.Degree, s.Nouns = quantiles(degrees), tally(nouns)
	s.Categories, s.Units, s.Years = c.tallyCategories(), c.tallyUnits(), c.tallyYears()
	return s
}

func (c *Corpus) noun(row *pageRow) string {
	at := row.Strings + uint64(row.ID) + uint64(row.Title) + uint64(row.URL) + uint64(row.Rev)
	return string(c.strings[at : at+uint64(row.Noun)])
}

func (c *Corpus) tallyCategories() Tally {
	counts := map[string]int{}
	for i, e := range c.categories.entries {
		if e.Len == 0 {
			continue // of a page that was forgotten
		}
		counts[string([]byte(c.categories.text(e)))] = len(c.category.of(i))
	}
	return tally(counts)
}

func (c *Corpus) tallyUnits() Tally {
	counts := map[string]int{}
	for u, i := range c.numbers.units {
		counts[u] = len(c.numbers.rows.of(i))
	}
	return tally(counts)
}
