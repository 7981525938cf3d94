package claims

import (
	"strings"

	"infoseek"
)

// fields tells how an infobox field is said of the page's subject. Fields not listed are left alone: their names are too often not nouns of English.
var fields = map[string]Claim{
	"birth_place":    {Phrase: "was born in"},
	"birthplace":     {Phrase: "was born in"},
	"death_place":    {Phrase: "died in"},
	"alma_mater":     {Phrase: "studied at"},
	"capital":        {Phrase: "capital is", Possessive: true},
	"currency":       {Phrase: "currency is", Possessive: true},
	"mouth":          {Phrase: "flows into"},
	"author":         {Phrase: "was written by"},
	"writer":         {Phrase: "was written by"},
	"director":       {Phrase: "was directed by"},
	"composer":       {Phrase: "was composed by"},
	"publisher":      {Phrase: "was published by"},
	"architect":      {Phrase: "was designed by"},
	"designer":       {Phrase: "was designed by"},
	"discoverer":     {Phrase: "was discovered by"},
	"discovered_by":  {Phrase: "was discovered by"},
	"inventor":       {Phrase: "was invented by"},
	"founder":        {Phrase: "was founded by"},
	"spouse":         {Phrase: "was married to"},
	"predecessor":    {Phrase: "was preceded by"},
	"successor":      {Phrase: "was succeeded by"},
	"headquarters":   {Phrase: "has its headquarters in"},
	"teacher":        {Phrase: "was taught by"},
	"patron":         {Phrase: "was supported by"},
	"star":           {Phrase: "orbits"},
	"planet":         {Phrase: "orbits"},
	"parent_company": {Phrase: "is owned by"},
}

// facts reads the infobox fields whose value is one linked or named entity.
func (r *reading) facts(facts []infoseek.Fact) error {
	for _, f := range facts {
		if f.Field == "category" {
			r.category(f)
			continue
		}
		c, ok := fields[strings.ReplaceAll(strings.ToLower(f.Field), " ", "_")]
		if !ok {
			continue
		}
		at := strings.Index(r.text[f.Span.Start:f.Span.End], f.Value)
		if at < 0 {
			continue
		}
		span := infoseek.Span{Start: f.Span.Start + at, End: f.Span.Start + at + len(f.Value)}
		mentions, err := r.pages.Mentions(r.ctx, r.page.Num, span)
		if err != nil {
			return err
		}
		if len(mentions) > 0 {
			if mentions[0], err = r.resolve(mentions[0]); err != nil {
				return err
			}
		}
		// The value must be the name, with at most "Hanover, Germany" behind it.
		if len(mentions) == 0 || len(mentions[0].Pages) != 1 || mentions[0].Pages[0] == r.page.Num || mentions[0].Span.Start != span.Start {
			continue
		}
		shown := r.text[mentions[0].Span.Start:mentions[0].Span.End]
		if rest := f.Value[len(shown):]; rest != "" && !strings.HasPrefix(rest, ",") {
			continue
		}
		c.Subject, c.Object, c.Shown, c.Evidence = r.page.Num, mentions[0].Pages[0], shown, f.Span
		r.add(c)
	}
	return nil
}

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
