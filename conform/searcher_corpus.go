package conform

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"infoseek"
	"infoseek/internal/memcorpus"
)

// What the searcher suite knows of its corpus: pages 0 to generatedPages-1 are of invented words, then come those written by hand, then the twins.
const (
	generatedPages = 60
	commonWord     = "orbal" // in every sentence of the generated pages
	emptyTitle     = "Tavunik"
	twinWord       = "mirrolo"
	twins          = 5
)

// rareWord is on page n alone, once.
func rareWord(n infoseek.PageNum) string { return fmt.Sprintf("zorb%03d", n) }

var searcherQueries = []string{
	commonWord,
	"kalo",
	"kalo dorin",
	"dorin dorin kalo pevo suto",
	"pevo " + rareWord(7) + " kalo",
	"the kalo of an unknown qqxzv word",
	"Πόλη θάλασσα",
	"река город kalo",
	"東京 kalo",
	twinWord,
	strings.Repeat("vanto kalo lumik dorin ", 20),
}

// searcherVocabulary is of words that no stemmer shortens; the first are the most frequent.
var searcherVocabulary = []string{"kalo", "dorin", "vanto", "pevo", "suto", "lumik", "brano", "tergo", "halvo", "nirko", "joptu", "faxo"}

// searcherCorpus has short and long pages, one without text, one that is a single sentence of 700 words, several scripts, and pages that differ in nothing but their numbers.
func searcherCorpus() infoseek.Pages {
	var b memcorpus.Builder
	r := rand.New(rand.NewPCG(11, 7))
	for n := range infoseek.PageNum(generatedPages) {
		b.Add(memcorpus.Page{Title: fmt.Sprintf("Wuro %c%c", 'A'+n/26, 'a'+n%26), Text: inventedText(r, n)})
	}
	b.Add(memcorpus.Page{Title: emptyTitle})
	b.Add(memcorpus.Page{Title: "Long breath", Text: strings.TrimSpace(strings.Repeat("kalo dorin suto halvo nirko joptu faxo ", 100)) + "."})
	b.Add(memcorpus.Page{Title: "Θάλασσα", Text: "Η θάλασσα είναι μπροστά στην πόλη. Η πόλη είναι παλιά."})
	b.Add(memcorpus.Page{Title: "Река", Text: "Большая река течёт через город. Старый город стоит на холме."})
	b.Add(memcorpus.Page{Title: "東京", Text: "東京は大きい都市です。東京には川があります。"})
	for i := range twins {
		b.Add(memcorpus.Page{ID: fmt.Sprint("twin", i), Title: "Twin", Text: "A mirrolo stands here. Nothing else does."})
	}
	return b.Build()
}

// inventedText is of 1 to 60 sentences of 4 to 18 words in paragraphs, with the page's rare word in one of them.
func inventedText(r *rand.Rand, n infoseek.PageNum) string {
	var s strings.Builder
	sentences := 1 + r.IntN(1+int(n))
	rare := r.IntN(sentences)
	for i := range sentences {
		s.WriteString("Orbal")
		for range 3 + r.IntN(15) {
			s.WriteByte(' ')
			s.WriteString(searcherVocabulary[r.IntN(1+r.IntN(len(searcherVocabulary)))])
		}
		if i == rare {
			s.WriteString(" " + rareWord(n))
		}
		s.WriteString([]string{". ", ". ", ".\n\n"}[r.IntN(3)])
	}
	return strings.TrimSpace(s.String())
}
