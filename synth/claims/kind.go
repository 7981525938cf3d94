package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// kindly are nouns before "of" that say how a living thing is one of the things named behind: "a genus of".
var kindly = map[string]string{"genus": "genus", "species": "species", "breed": "breed", "kind": "kind", "type": "kind", "group": "group", "order": "order", "family": "family", "subspecies": "subspecies"}

// kindClaim reads of what kind a living thing is from the sentence that defines it: "is a small passerine bird of the finch family" is "is a kind of bird". What stands between qualifies the noun.
func (r *reading) kindClaim(s sentence, verb int) error {
	if w := s.tokens[verb].lower; r.page.Classes != infoseek.Organism || !copulas[w] && w != "are" && w != "were" || !r.named || r.para > definitions {
		return nil
	}
	how := "kind"
	for i := verb + 1; i < len(s.tokens) && i < verb+maxKind; i++ {
		t := s.tokens[i]
		if t.gap != "" && t.gap != "," && t.gap != "-" || banned[t.lower] || t.digit {
			return nil
		}
		m, ok := r.mentionAt(t)
		if ok && lowerWord(t.raw) && !strings.ContainsRune(r.text[m.Span.Start:m.Span.End], ' ') {
			p, err := r.pages.Page(r.ctx, m.Pages[0])
			if err != nil {
				return err
			}
			if p.Classes == infoseek.Organism && r.linked[p.Num] && ofItself(p, t.lower) && endsKind(s, i+1) {
				r.kindOf(s, verb, how, p)
				return nil
			}
		}
		switch {
		case kindly[t.lower] != "" && i+1 < len(s.tokens) && s.tokens[i+1].lower == "of" && s.tokens[i+1].gap == "":
			how = kindly[t.lower]
			i++
		case prepositions[t.lower], copulas[t.lower], auxes[t.lower], presents[t.lower], pasts[t.lower], t.lower == "member", t.lower == "relative":
			return nil
		}
	}
	return nil
}

// maxKind is how far behind the verb the noun of a definition may stand.
const maxKind = 14

// kindOf adds that the topic is a kind of what p is about.
func (r *reading) kindOf(s sentence, verb int, how string, p infoseek.Page) {
	is := "is "
	if w := s.tokens[verb].lower; w == "was" || w == "were" {
		is = "was "
	}
	shown := strings.ToLower(Base(p.Title))
	r.add(Claim{Subject: r.page.Num, Kind: ToEntity, Phrase: is + Indefinite(how) + " " + how + " of", Object: p.Num, Shown: shown, Plain: true, Evidence: s.span})
}

// ofItself reports whether a common noun is that of a page's title, in the singular or plural.
func ofItself(p infoseek.Page, word string) bool {
	return text.Stem(text.Norm(word)) == text.Stem(text.Norm(Base(p.Title)))
}

// endsKind reports whether the noun that ends before token i is the last of its phrase.
func endsKind(s sentence, i int) bool {
	gap, t, ok := s.next(i)
	return !ok || gap == "," || strings.HasPrefix(gap, ".") || strings.HasPrefix(gap, ";") || gap == "" && (prepositions[t.lower] && t.lower != "of" || restricting[t.lower] || participle(t.lower) || t.lower == "native" || t.lower == "endemic")
}
