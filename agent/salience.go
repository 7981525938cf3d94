package agent

import (
	"maps"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"infoseek/text"
)

// What a sentence's parts count, settled on the first half of each question set of bench/refine (docs/agent.md says how). The parts are shares of the worth of all words of query and question.
const (
	questionWeight = 0.4 // of a word of the question that the query has not
	titleCount     = 1.5 // occurrences that a word of the title stands for in a sentence that lacks it
	coveredAgain   = 0.7 // what is left of a word's worth each time that a picked sentence has it
	leadWeight     = 0.1 // of its document's standing, for the first sentence
	ledWeight      = 0.4 // of the names that picked sentences lead to
	linkedWeight   = 0.4 // of a document whose title stands in a picked sentence; twice for its first sentence
	askedLink      = 0.5 // the strength of that link where the title stands in the question
	backWeight     = 0.1 // of a sentence in which a picked one's title stands
)

// BM25's parameters, the mean length in stems.
const (
	saturation = 0.9
	meanLength = 16.0
)

// sentence is a sentence of a document.
type sentence struct {
	document int
	lead     bool // its document's first
	text     string
	stems    map[string]int
	names    []string // stems of its words in capitals or digits
	length   int      // stems
}

// salience is what sentences are worth for a query and its question, given those picked before. A question of several hops needs sentences that share no word with it: they are found by the names that the sentences before them lead to.
type salience struct {
	sentences []sentence
	titles    []map[string]bool  // of each document, stems, without disambiguator
	rarity    map[string]float64 // of a stem, its inverse document frequency among the sentences
	words     []string           // stems of query and question, each once
	worth     map[string]float64 // of words, less once covered
	whole     float64            // the sum of worth at first, never 0
	standing  []float64          // of each document, the share of whole that it has
	names     []string           // stems that picked sentences lead to, each once
	led       map[string]float64 // the worth of names
	linked    []float64          // of each document, how strongly a picked sentence or the question names it
	back      []float64          // of each sentence, how strong a picked one is whose title it names
}

func newSalience(r Refinement) *salience {
	v := &salience{rarity: map[string]float64{}, worth: map[string]float64{}, led: map[string]float64{}}
	for i, d := range r.Documents {
		v.read(i, d)
	}
	v.back, v.linked = make([]float64, len(v.sentences)), make([]float64, len(v.titles))
	v.weigh(r)
	v.stand()
	return v
}

// read takes in document i.
func (v *salience) read(i int, d Document) {
	v.titles = append(v.titles, text.StemSet(bare(d.Title)))
	for j, span := range text.Sentences(nil, d.Text) {
		s := sentence{document: i, lead: j == 0, text: d.Text[span.Start:span.End], stems: map[string]int{}}
		for _, w := range text.Words(nil, s.text) {
			s.add(s.text[w.Start:w.End])
		}
		v.sentences = append(v.sentences, s)
	}
}

func (s *sentence) add(shown string) {
	word := text.Fold(shown)
	if text.StopWord(word) {
		return
	}
	stem := text.Stem(word)
	s.stems[stem]++
	s.length++
	if first, _ := utf8.DecodeRuneInString(shown); unicode.IsUpper(first) || unicode.IsDigit(first) {
		s.names = append(s.names, stem)
	}
}

// has says whether the sentence or its title has the stem.
func (v *salience) has(s *sentence, stem string) bool {
	return s.stems[stem] > 0 || v.titles[s.document][stem]
}

// weigh gives each stem its rarity, and those of query and question their worth.
func (v *salience) weigh(r Refinement) {
	v.rare()
	v.value(text.Stems(r.Query), 1)
	v.value(text.Stems(r.Question), questionWeight)
	v.whole = max(v.whole, 1e-9)
	asked := map[string]int{}
	for _, stem := range v.words {
		asked[stem] = 1
	}
	for d, title := range v.titles {
		if standsIn(title, asked) {
			v.linked[d] = askedLink
		}
	}
}

func (v *salience) rare() {
	for i := range v.sentences {
		s := &v.sentences[i]
		for stem := range s.stems {
			v.rarity[stem]++
		}
		for stem := range v.titles[s.document] {
			if s.stems[stem] == 0 {
				v.rarity[stem]++
			}
		}
	}
	n := float64(len(v.sentences))
	for stem, df := range v.rarity {
		v.rarity[stem] = math.Log(1 + (n-df+0.5)/(df+0.5))
	}
}

// value gives stems that have none yet their worth.
func (v *salience) value(stems []string, weight float64) {
	for _, stem := range stems {
		if _, ok := v.worth[stem]; !ok {
			v.worth[stem] = weight * v.rarity[stem]
			v.words, v.whole = append(v.words, stem), v.whole+v.worth[stem]
		}
	}
}

// stand finds how much of query and question each document has.
func (v *salience) stand() {
	have := make([]map[string]bool, len(v.titles))
	for d := range have {
		have[d] = map[string]bool{}
	}
	v.standing = make([]float64, len(have))
	for i := range v.sentences {
		s := &v.sentences[i]
		for _, stem := range v.words {
			if d := s.document; v.has(s, stem) && !have[d][stem] {
				have[d][stem] = true
				v.standing[d] += v.worth[stem] / v.whole
			}
		}
	}
}

// best finds the sentence among left that is worth most, the first of equals.
func (v *salience) best(left []int) (at int, most float64) {
	most = math.Inf(-1)
	for j, i := range left {
		if g := v.gain(i); g > most+1e-9 {
			at, most = j, g
		}
	}
	return at, most
}

// gain is what sentence i adds to those picked.
func (v *salience) gain(i int) float64 {
	s := &v.sentences[i]
	if s.length == 0 {
		return 0
	}
	linked := linkedWeight * v.linked[s.document]
	total := (v.matched(s)+ledWeight*v.leads(s))/v.whole + linked + backWeight*v.back[i]
	if s.lead {
		total += leadWeight*v.standing[s.document] + linked
	}
	return total
}

// matched is BM25 of what query and question are worth by now.
func (v *salience) matched(s *sentence) float64 {
	total, norm := 0., saturation*float64(s.length)/meanLength
	for _, stem := range v.words {
		tf := float64(s.stems[stem])
		if tf == 0 && v.titles[s.document][stem] {
			tf = titleCount
		}
		total += v.worth[stem] * tf * (1 + saturation) / (tf + norm)
	}
	return total
}

// leads is the worth of the names in the sentence that picked ones lead to.
func (v *salience) leads(s *sentence) float64 {
	total := 0.
	for _, stem := range v.names {
		if v.has(s, stem) {
			total += v.led[stem]
		}
	}
	return total
}

// pick tells that sentence i was picked: what it covers is worth less, and what it leads to more.
func (v *salience) pick(i int) {
	s, strength := &v.sentences[i], min(1, v.gain(i))
	title := v.titles[s.document]
	for _, stem := range v.words {
		if v.has(s, stem) {
			v.worth[stem] *= coveredAgain
		}
	}
	for _, stem := range s.names {
		v.lead(stem, strength)
	}
	for _, stem := range slices.Sorted(maps.Keys(title)) {
		v.lead(stem, strength)
	}
	for d, t := range v.titles {
		if d != s.document && standsIn(t, s.stems) {
			v.linked[d] = max(v.linked[d], strength)
		}
	}
	for j := range v.sentences {
		if other := &v.sentences[j]; other.document != s.document && standsIn(title, other.stems) {
			v.back[j] = max(v.back[j], strength)
		}
	}
}

// lead makes a name that query and question don't have worth something.
func (v *salience) lead(stem string, strength float64) {
	if _, asked := v.worth[stem]; asked {
		return
	}
	if _, known := v.led[stem]; !known {
		v.names = append(v.names, stem)
	}
	v.led[stem] = max(v.led[stem], strength*v.rarity[stem])
}

// standsIn says whether all stems of a title are among those of a text.
func standsIn(title map[string]bool, stems map[string]int) bool {
	for stem := range title {
		if stems[stem] == 0 {
			return false
		}
	}
	return len(title) > 0
}
