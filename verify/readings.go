package verify

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// readings lists what an attribute of a page may be for a corpus, the plainest first. One that was made elsewhere is known by its claim alone, which stands as its phrase: a category of the page that it names, a year or
// number in it, the coarse type of the page, else its words without those of the page's title. Each says no more than the claim, so what is unique by it is unique by the claim.
func readings(a infoseek.Attribute, page infoseek.Page) []infoseek.Attribute {
	if a.Kind != infoseek.AttrPhrase {
		return []infoseek.Attribute{a}
	}
	words := text.NormWords(a.Value)
	var all []infoseek.Attribute
	for _, c := range page.Categories {
		// categories may be paths, "Geography.European countries"
		if name := text.NormWords(c[strings.LastIndexByte(c, '.')+1:]); holds(words, name) {
			all = append(all, infoseek.Attribute{Kind: infoseek.AttrCategory, Value: c})
		}
	}
	for _, y := range text.Years(nil, a.Value) {
		all = append(all, between(infoseek.AttrYear, float64(y.Low), float64(y.High), ""))
	}
	for _, n := range text.Numbers(nil, a.Value) {
		all = append(all, between(infoseek.AttrNumber, n.Low, n.High, n.Unit))
	}
	for _, class := range page.Classes.Names() {
		if holds(words, text.NormWords(class)) {
			all = append(all, infoseek.Attribute{Kind: infoseek.AttrType, Value: class})
		}
	}
	if words := contentWords(a.Value, page.Title); words != "" {
		all = append(all, infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: words})
	}
	return all
}

func between(kind infoseek.AttributeKind, low, high float64, unit string) infoseek.Attribute {
	return infoseek.Attribute{Kind: kind, Low: &low, High: &high, Unit: unit}
}

// contentWords are the words of a claim that are neither common nor in the title.
func contentWords(claim, title string) string {
	own := map[string]bool{}
	for _, w := range text.NormWords(title) {
		own[w] = true
	}
	var words []string
	for _, w := range text.Words(nil, claim) {
		word := claim[w.Start:w.End]
		if !own[text.Norm(word)] && !text.StopWord(strings.ToLower(word)) {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}
