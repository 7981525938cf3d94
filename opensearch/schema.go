package opensearch

import (
	"slices"
	"strings"

	"infoseek/text"
)

// The fields of a document, which is a passage. Its id is its page's number and its own, with "-" between.
const (
	fieldWords   = "words"   // the title, TitleWeight times, and the passage: what is searched
	fieldPage    = "page"    // number
	fieldPassage = "passage" // number in the page
	fieldStart   = "start"   // byte span in the page's text
	fieldEnd     = "end"
	fieldOrder   = "order" // number in the corpus: ties in score go by it
)

type document struct {
	Words   string `json:"words"`
	Page    int    `json:"page"`
	Passage int    `json:"passage"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Order   int    `json:"order"`
}

type object = map[string]any

// schema is what an index is created with. While it is built it has no replicas and is not refreshed.
func schema(m meta) object {
	number := object{"type": "long", "index": false}
	return object{
		"settings": object{
			"index": object{
				"number_of_shards": m.Shards, "number_of_replicas": 0, "refresh_interval": "-1", "codec": "best_compression",
				"similarity": object{"default": object{"type": "BM25", "k1": m.K1, "b": m.B}},
			},
			"analysis": analysis(m.Analysis),
		},
		"mappings": object{
			"_meta": m, "dynamic": "strict",
			"properties": object{
				fieldWords: object{"type": "text", "analyzer": analyzer, "index_options": "freqs"},
				fieldPage:  number, fieldPassage: number, fieldStart: number, fieldEnd: number, fieldOrder: number,
			},
		},
	}
}

const analyzer = "passages"

// analysis is how text becomes terms, as near to that of package search as the server has it: Unicode words in lower case, English stop words gone, apostrophes and diacritics of Latin letters gone, stems by Snowball.
// It parts from that in the diacritics of other scripts, which stay, and in words of more than 255 characters, which are cut.
func analysis(name string) object {
	filters := []string{"lowercase"}
	defined := object{"apostrophes": object{"type": "pattern_replace", "pattern": "['\u2018\u2019]", "replacement": ""}}
	stemmer := func(language string) {
		defined["stems"] = object{"type": "snowball", "language": strings.ToUpper(language[:1]) + language[1:]}
	}
	switch name {
	case neutral:
		defined["pairs"] = object{"type": "cjk_bigram", "output_unigrams": true, "ignored_scripts": []string{"hangul", "katakana"}}
		filters = append(filters, "pairs")
	case english:
		stemmer(name)
		defined["stop"] = object{"type": "stop", "stopwords": text.StopWords()}
		filters = append(filters, "stop", "apostrophes", "asciifolding", "stems")
	default:
		stemmer(name)
		filters = append(filters, "stems", "apostrophes", "asciifolding")
	}
	return object{
		"char_filter": object{
			"characters": object{"type": "mapping", "mappings": characters},
			"years":      object{"type": "pattern_replace", "pattern": `(?<=\p{N})['\u2018\u2019](?=\p{L})`, "replacement": ""},
		},
		"filter":   defined,
		"analyzer": object{analyzer: object{"type": "custom", "char_filter": []string{"characters", "years"}, "tokenizer": "standard", "filter": filters}},
	}
}

// characters are what the tokenizer takes otherwise than text.Words: some marks that part words there do not part them here between digits or letters, subscripts are digits there, and sigma has one form.
var characters = slices.Concat([]string{"ς=>σ"}, mapped(".,:;_·", `\u0020`), subscripts())

func mapped(from, to string) []string {
	var all []string
	for _, r := range from {
		all = append(all, string(r)+"=>"+to)
	}
	return all
}

func subscripts() []string {
	var all []string
	for i, r := range []rune("₀₁₂₃₄₅₆₇₈₉") {
		all = append(all, string(r)+"=>"+string(rune('0'+i)))
	}
	return all
}
