package split

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// Item is a question to be split: its id, and what it must not share with the other side.
type Item struct {
	ID   string
	Keys []string
}

// Of lists what a question must not share: every page that a vertex is or a claim was read on, every title, the answer and its aliases. Titles and answers are one kind of key, so an answer here may be no clue there.
func Of(q infoseek.Question) Item {
	it := Item{ID: q.ID}
	seen := map[string]bool{"": true}
	add := func(kind, value string) {
		if value != "" && !seen[kind+value] {
			seen[kind+value] = true
			it.Keys = append(it.Keys, kind+value)
		}
	}
	for _, v := range q.Tree.Vertices {
		if v.Page != nil {
			add("page:", *v.Page)
		}
		if v.Entity != nil {
			add("name:", Name(*v.Entity))
		}
	}
	for _, e := range q.Tree.Edges {
		add("page:", e.Evidence.Page)
	}
	for _, a := range append([]string{q.Answer}, q.Aliases...) {
		add("name:", Name(a))
	}
	return it
}

// Name is the form in which titles and answers are compared: words, folded.
func Name(title string) string { return strings.Join(text.NormWords(title), " ") }
