package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// kin are nouns for persons beside the topic: a pronoun behind them may be theirs.
var kin = text.WordSet(`father mother brother sister son daughter husband wife uncle aunt cousin nephew niece grandfather grandmother grandson friend colleague rival successor predecessor man woman boy girl`)

// itemIn reports whether s holds an item of a list.
func itemIn(s string) bool {
	return strings.Contains(s, "* ") || strings.HasPrefix(s, "*") || strings.Contains(s, "• ") || strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "– ")
}

// settle ends the chain of pronouns behind a sentence in which the last person named is not the topic, but one that the topic's pronoun fits: the next "he" may be either.
func (r *reading) settle(span infoseek.Span) error {
	if !r.chain {
		return nil
	}
	if !r.topic.person {
		return r.rival(span)
	}
	mentions, err := r.pages.Mentions(r.ctx, r.page.Num, span)
	if err != nil {
		return err
	}
	for i := len(mentions) - 1; i >= 0; i-- {
		for _, n := range mentions[i].Pages {
			p, err := r.pages.Page(r.ctx, n)
			if err != nil {
				return err
			}
			if !IsPerson(p) {
				continue
			}
			if n == r.page.Num {
				return nil
			}
			txt, err := r.pages.Text(r.ctx, n, infoseek.Span{})
			if err != nil {
				return err
			}
			if he := pronoun(txt); he == "" || he == r.topic.pronoun {
				r.chain = false
				return nil
			}
		}
	}
	return nil
}

// rival ends the chain behind a sentence about a place that goes on to name another as more than where something is: "Spain asks for the return of Velm." The next "it" may be either.
func (r *reading) rival(span infoseek.Span) error {
	if r.page.Classes&infoseek.Place == 0 || r.lead {
		return nil
	}
	mentions, err := r.pages.Mentions(r.ctx, r.page.Num, span)
	if err != nil {
		return err
	}
	for _, m := range mentions {
		if len(m.Pages) != 1 || m.Pages[0] == r.page.Num || plain(r.text[m.Span.Start:m.Span.End]) {
			continue
		}
		p, err := r.pages.Page(r.ctx, m.Pages[0])
		if err != nil {
			return err
		}
		if p.Classes&infoseek.Place != 0 && !r.besideTopic(span.Start, m.Span.Start) {
			r.chain = false
			return nil
		}
	}
	return nil
}

// besideTopic reports whether the name at byte at, in a sentence that begins at from, stands where a sentence about a place names others beside it: behind a preposition of place, in a list, or as what the topic is a part of.
func (r *reading) besideTopic(from, at int) bool {
	words := strings.Fields(r.text[from:at])
	for n := len(words); n > 0; n-- {
		w := strings.ToLower(strings.Trim(words[n-1], `"“(`))
		switch {
		case w == "the" || directions[w] || qualifiers[w] || strings.HasSuffix(w, "ern"):
			continue
		case strings.HasSuffix(w, ",") || w == "and" || w == "or" || w == "by" || w == "than" || prepositions[w] && w != "of" || neighbour[w] != "":
			return true
		case w != "of" || n < 2:
			return false
		}
		before := strings.ToLower(words[n-2])
		return directions[before] || parts[before] || places[before] || relations[before] || before == "member" || before == "edge" || before == "end" || before == "one" || before == "outskirts"
	}
	return true
}
