package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// keeping are the starts of categories that are about the page, not its subject.
var keeping = []string{"article", "page", "wikipedia", "all ", "use ", "cs1", "webarchive", "commons", "coordinates", "template", "user", "draft", "redirect", "good ", "featured", "living people", "missing", "unknown"}

// category reads a category, if it says something of the subject and shows no date.
func (r *reading) category(f infoseek.Fact) {
	shown := CategoryName(f.Value)
	lower := strings.ToLower(shown)
	if strings.ContainsAny(lower, "0123456789\"") || strings.Contains(lower, "stub") || strings.Contains(lower, "wikidata") || len(shown) < 3 || len(shown) > 60 {
		return
	}
	for _, k := range keeping {
		if strings.HasPrefix(lower, k) {
			return
		}
	}
	r.add(Claim{Subject: r.page.Num, Kind: ToCategory, Phrase: "belongs to the category", Category: f.Value, Shown: shown, Evidence: f.Span})
}

// CategoryName is how a category is shown: of a path ("subject.Geography.Geography of Asia") the last part.
func CategoryName(category string) string {
	if i := strings.LastIndexByte(category, '.'); i > 0 && i+1 < len(category) && !strings.Contains(category, ". ") {
		return category[i+1:]
	}
	return category
}

// SaysNothing reports whether a category, as it is shown, only is the plural of the noun that its page is called by, or of one that says the same, and so tells no more than "an artist who is listed under Artists".
func SaysNothing(shown, noun string) bool {
	if noun == "" {
		return false
	}
	if realms[noun] && strings.EqualFold(shown, "countries") || noun == "element" && strings.EqualFold(shown, "chemical elements") {
		return true
	}
	for _, plural := range []string{noun, noun + "s", noun + "es", strings.TrimSuffix(noun, "y") + "ies", strings.TrimSuffix(noun, "man") + "men"} {
		if strings.EqualFold(shown, plural) {
			return true
		}
	}
	return false
}

// realms are nouns of countries.
var realms = text.WordSet("country nation state republic kingdom monarchy sultanate emirate principality")
