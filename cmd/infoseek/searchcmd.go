package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"

	"infoseek"
	"infoseek/corpus"
	"infoseek/search"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

// searchOptions are the flags of 'search'.
type searchOptions struct {
	corpus   string
	k        int
	unit     string
	searcher searcherFlag
	phrases  []string
	queries  string
	run      string
}

// The numbers of results where -k is not given.
const (
	defaultK    = 5
	defaultRunK = 1000
)

func newSearchCmd(a *app) *cobra.Command {
	var o searchOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find the passages or pages that fit a query best, by BM25",
		Long: `Find the passages or pages that fit a query best, by BM25. A page scores as its best passage; -k counts what --unit says.

With --queries, search for each line "id<TAB>text" of a file and write the rankings to --run as TREC does, documents
named by the source's page ids (with #n for a passage where pages have several). 'search eval' compares them with
relevance judgements.

--searcher has others rank than the corpus's own index: 'search embed' makes vectors (dense, hybrid), 'search build' an index
in an OpenSearch, where OPENSEARCH_USERNAME, OPENSEARCH_PASSWORD and OPENSEARCH_CA (a file of certificates) sign in.`,
		Example: `  infoseek search -c corpus "first computer program" -k 3
  infoseek search -c corpus --unit page --k1 1.2 --b 0.75 --json "mountains of Peru"
  infoseek search -c corpus --queries queries.tsv --run run.txt
  infoseek search -c corpus "first computer program" --searcher opensearch=https://search.example:9200/encyclopedia
  infoseek search -c corpus "who mapped it" --phrase "Lake Titicaca"
  infoseek search eval --run run.txt --qrels qrels.txt
  infoseek search build -c corpus --title-weight 2
  infoseek search verify -c corpus`,
		Args: needArgs(0, 1, "a query"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(args); err != nil {
				return err
			}
			return a.withSearcher(cmd.Context(), o.corpus, o.searcher, func(c *corpus.Corpus, s ranker) error {
				if err := o.phrased(c, &s); err != nil {
					return err
				}
				if o.queries != "" {
					return a.searchRun(cmd.Context(), o, c, s)
				}
				return a.searchOne(cmd.Context(), o, c, s, args[0], asJSON)
			})
		},
	}
	o.flags(c)
	jsonFlag(c, &asJSON)
	c.AddCommand(newSearchEvalCmd(a), newSearchBuildCmd(a), newSearchEmbedCmd(a), newSearchVerifyCmd(a))
	return c
}

func (o *searchOptions) flags(c *cobra.Command) {
	corpusFlag(c, &o.corpus)
	f := c.Flags()
	f.IntVarP(&o.k, "k", "k", 0, fmt.Sprintf("how many results, 0: %d, with --queries %d", defaultK, defaultRunK))
	f.StringVar(&o.unit, "unit", "", "what is ranked: passage (default) or page (default with --queries)")
	c.RegisterFlagCompletionFunc("unit", cobra.FixedCompletions([]string{string(infoseek.UnitPassage), string(infoseek.UnitPage)}, cobra.ShellCompDirectiveNoFileComp))
	o.searcher.addSettings(c)
	f.StringArrayVar(&o.phrases, "phrase", nil, "`words` that a passage, or its title, must have one behind the other (may be given again)")
	f.StringVar(&o.queries, "queries", "", "`file` of queries, one a line: id, tab, text")
	f.StringVar(&o.run, "run", "-", "`file` to write the run to, - for stdout (with --queries)")
}

// phrased has s find only what has the phrases.
func (o *searchOptions) phrased(c *corpus.Corpus, s *ranker) (err error) {
	if len(o.phrases) == 0 {
		return nil
	}
	if s.index == nil {
		return usagef("", "--phrase looks into the corpus's own index: leave --searcher out")
	}
	if s.Searcher, err = s.index.WithPhrases(s.Searcher, c, o.phrases); err != nil {
		return usagef("", "%v", err)
	}
	return nil
}

// check settles what the flags leave open.
func (o *searchOptions) check(args []string) error {
	one := o.queries == ""
	switch {
	case one && len(args) == 0:
		return usagef("", "search needs a query, or --queries")
	case !one && len(args) > 0:
		return usagef("", "search takes a query or --queries, not both")
	case o.k < 0:
		return usagef("", "-k %d: give a positive number", o.k)
	}
	switch infoseek.Unit(o.unit) {
	case infoseek.UnitPassage, infoseek.UnitPage:
	case "":
		o.unit = string(infoseek.UnitPassage)
		if !one {
			o.unit = string(infoseek.UnitPage)
		}
	default:
		return usagef("one of passage, page", "--unit: unknown unit %q", o.unit)
	}
	if o.k == 0 {
		o.k = defaultK
		if !one {
			o.k = defaultRunK
		}
	}
	return nil
}

// hitRecord is a result as 'search --json' prints it.
type hitRecord struct {
	V         int                `json:"v"`
	Rank      int                `json:"rank"`
	Page      string             `json:"page"` // the source's page id
	Title     string             `json:"title"`
	Passage   int                `json:"passage"`
	Score     float64            `json:"score"`
	Start     int                `json:"start"`
	End       int                `json:"end"`
	Text      string             `json:"text"`
	Retriever infoseek.Retriever `json:"retriever"`
}

func (a *app) searchOne(ctx context.Context, o searchOptions, c *corpus.Corpus, s infoseek.Searcher, query string, asJSON bool) error {
	results, err := s.Search(ctx, []infoseek.Query{{Text: query, K: o.k, Unit: infoseek.Unit(o.unit)}})
	if err != nil {
		return err
	}
	for i, h := range results[0] {
		page, err := c.Page(ctx, h.Page)
		if err != nil {
			return err
		}
		text, err := c.Text(ctx, h.Page, h.Span)
		if err != nil {
			return err
		}
		rec := hitRecord{infoseek.FormatVersion, i + 1, page.ID, page.Title, h.Passage, h.Score, h.Span.Start, h.Span.End, text, o.retriever(s)}
		if err := a.printHit(rec, asJSON); err != nil {
			return err
		}
	}
	return nil
}

func (o searchOptions) retriever(s infoseek.Searcher) infoseek.Retriever {
	r := s.Info().Retriever
	r.Unit, r.Depth = infoseek.Unit(o.unit), o.k
	return r
}

func (a *app) printHit(r hitRecord, asJSON bool) error {
	if asJSON {
		return a.printJSON(r)
	}
	return a.printf("%d. %s  (%.3f)\n   %s\n", r.Rank, r.Title, r.Score, strings.Join(strings.Fields(r.Text), " "))
}

// searchRun writes the run of a file of queries.
func (a *app) searchRun(ctx context.Context, o searchOptions, c *corpus.Corpus, s ranker) error {
	topics, err := readFile(o.queries, search.ReadQueries)
	if err != nil {
		return err
	}
	run, err := a.searchAll(ctx, o, c, s, topics)
	if err != nil {
		return err
	}
	r := o.retriever(s)
	tag := fmt.Sprintf("%s-%s-%s-k1=%g-b=%g", cmp.Or(strings.ReplaceAll(r.Engine, " ", "-"), ownIndex), r.Analysis, r.Unit, r.K1, r.B)
	return a.writeOut(o.run, func(w io.Writer) error { return search.WriteRun(w, run, tag) })
}

// searchAll searches for the topics on all processors.
func (a *app) searchAll(ctx context.Context, o searchOptions, c *corpus.Corpus, s ranker, topics []search.Topic) (search.Run, error) {
	const batch = 16
	run := make(search.Run, len(topics))
	told := a.newProgress("searching", "queries", int64(len(topics)))
	defer told.end()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := 0; i < len(topics); i += batch {
		end := min(i+batch, len(topics))
		g.Go(func() error {
			part, err := search.RunTopics(ctx, s, c, s.several, topics[i:end], infoseek.Unit(o.unit), o.k)
			copy(run[i:end], part)
			told.add(int64(end - i))
			return err
		})
	}
	return run, g.Wait()
}
