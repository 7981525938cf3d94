package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"infoseek"
	"infoseek/corpus"
	"infoseek/search"

	"github.com/spf13/cobra"
)

// judgedOptions say where judged queries come from.
type judgedOptions struct {
	qrels, queries string
	run            string
	ask            string
}

// judged are queries with the pages that answer them.
type judged struct {
	items   []judgedItem
	source  string // file or run
	queries int
	// relevant counts the judgements, missing those of pages that the corpus does not have: they count as not found.
	relevant, missing int
	unjudged          int // queries left out, since nothing is relevant to them
}

// judgedItem is a query, or the queries that belong together.
type judgedItem struct {
	topics []search.Topic
	// relevance is, of each topic, that of pages by their ids.
	relevance []map[string]int
}

const (
	askQuestion = "question"
	askClauses  = "clauses"
)

func (o *judgedOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.qrels, "qrels", "", "`file` with the judgements: query, iteration, page id, relevance (or BEIR's three columns)")
	f.StringVar(&o.queries, "queries", "", "`file` of queries, one a line: id, tab, text (default queries.tsv beside the judgements)")
	f.StringVar(&o.run, "run", "", "run `directory`, or file of questions, in place of --qrels: their trees say what is relevant")
	f.StringVar(&o.ask, "ask", askQuestion, "what of a question is a query, with --run: question or clauses")
	c.RegisterFlagCompletionFunc("ask", cobra.FixedCompletions([]string{askQuestion, askClauses}, cobra.ShellCompDirectiveNoFileComp))
}

func (o judgedOptions) check() error {
	switch {
	case o.qrels == "" && o.run == "":
		return usagef("", "give --qrels with judgements, or --run with questions")
	case o.run != "" && (o.qrels != "" || o.queries != ""):
		return usagef("", "--run brings queries and judgements: leave --qrels and --queries out")
	case o.ask != askQuestion && o.ask != askClauses:
		return usagef("one of question, clauses", "--ask: unknown value %q", o.ask)
	}
	return nil
}

// read reads the queries, and looks their relevant pages up in the corpus.
func (o judgedOptions) read(ctx context.Context, c *corpus.Corpus) (judged, error) {
	j := judged{source: o.qrels}
	var err error
	if o.run != "" {
		j.source = o.run
		err = j.readQuestions(o, c.Info().Hash)
	} else {
		err = j.readTopics(o)
	}
	if err == nil {
		err = j.lookUp(ctx, c)
	}
	if err == nil && len(j.items) == 0 {
		err = fmt.Errorf("%s: no query has anything that is relevant", j.source)
	}
	if err == nil && j.missing == j.relevant {
		err = fmt.Errorf("%s: no page that is relevant is in this corpus: documents are named by the source's page ids", j.source)
	}
	return j, err
}

// readTopics takes the queries that have a relevant document.
func (j *judged) readTopics(o judgedOptions) error {
	qrels, err := readFile(o.qrels, search.ReadQrels)
	if err != nil {
		return err
	}
	file := o.queries
	if file == "" {
		file = filepath.Join(filepath.Dir(o.qrels), "queries.tsv")
	}
	topics, err := readFile(file, search.ReadQueries)
	if o.queries == "" && errors.Is(err, fs.ErrNotExist) {
		return usagef("name the queries with --queries", "%v", err)
	}
	if err != nil {
		return err
	}
	for _, t := range topics {
		j.add(judgedItem{[]search.Topic{t}, []map[string]int{relevantOnly(qrels[t.ID])}})
	}
	return nil
}

// relevantOnly leaves out what is judged to be of no relevance.
func relevantOnly(levels map[string]int) map[string]int {
	kept := map[string]int{}
	for id, level := range levels {
		if level > 0 {
			kept[id] = level
		}
	}
	return kept
}

// readQuestions takes the queries that questions made over the corpus of this hash stand for.
func (j *judged) readQuestions(o judgedOptions, hash string) error {
	for q, err := range readQuestions(o.run) {
		if err != nil {
			return err
		}
		if q.Corpus.Hash != hash {
			return fmt.Errorf("%s: question %q was made over another corpus (%.12s) than this (%.12s)", o.run, q.ID, q.Corpus.Hash, hash)
		}
		j.add(asked(q, o.ask))
	}
	return nil
}

// asked makes queries of a question.
func asked(q infoseek.Question, what string) (item judgedItem) {
	add := func(id, text string, edges []infoseek.Edge) {
		item.topics = append(item.topics, search.Topic{ID: id, Text: text})
		item.relevance = append(item.relevance, toBeFound(q.Tree, edges))
	}
	if what == askQuestion {
		add(q.ID, q.Question, q.Tree.Edges)
		return item
	}
	for i, c := range q.Clauses {
		var edges []infoseek.Edge
		for _, child := range c.Edges {
			edges = append(edges, q.Tree.Edges[child-1])
		}
		add(fmt.Sprintf("%s/%d", q.ID, i), q.Question[c.Start:c.End], edges)
	}
	return item
}

// toBeFound are the pages that whoever solves edges must come to read: those in which their evidence stands, and those of their hidden vertices.
func toBeFound(t infoseek.Tree, edges []infoseek.Edge) map[string]int {
	pages := map[string]int{}
	for _, e := range edges {
		pages[e.Evidence.Page] = 1
		for _, id := range []int{e.Parent, e.Child} {
			if v := t.Vertices[id]; v.Hidden && v.Page != nil {
				pages[*v.Page] = 1
			}
		}
	}
	return pages
}

// add takes an item, without its queries to which nothing is relevant.
func (j *judged) add(item judgedItem) {
	var kept judgedItem
	for i, t := range item.topics {
		if len(item.relevance[i]) == 0 {
			j.unjudged++
			continue
		}
		kept.topics, kept.relevance = append(kept.topics, t), append(kept.relevance, item.relevance[i])
	}
	if len(kept.topics) > 0 {
		j.queries += len(kept.topics)
		j.items = append(j.items, kept)
	}
}

// lookUp counts the relevant pages, and those that the corpus does not have.
func (j *judged) lookUp(ctx context.Context, c *corpus.Corpus) error {
	for _, item := range j.items {
		for _, relevance := range item.relevance {
			for id := range relevance {
				j.relevant++
				_, err := c.ByID(ctx, id)
				if missing := (*infoseek.NotFoundError)(nil); errors.As(err, &missing) {
					j.missing++
				} else if err != nil {
					return err
				}
			}
		}
	}
	return nil
}
