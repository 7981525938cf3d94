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
	if !r.topic.person || !r.chain {
		return nil
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
