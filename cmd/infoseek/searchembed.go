package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"infoseek"
	"infoseek/corpus"
	"infoseek/dense"
	"infoseek/llm"
	"infoseek/search"

	"github.com/spf13/cobra"
)

// embedOptions are the flags of 'search embed'.
type embedOptions struct {
	corpus   string
	folder   string
	models   modelFlags
	batch    int
	query    string
	passages string
}

func newSearchEmbedCmd(a *app) *cobra.Command {
	var o embedOptions
	var asJSON bool
	c := &cobra.Command{
		Use:   "embed",
		Short: "Make a vector of every passage, for --searcher dense and hybrid",
		Long: `Make a vector of every passage of a corpus's search index and keep them in the corpus directory, for --searcher dense and
hybrid. What is embedded is the page's title and the passage.

The model is all-MiniLM-L6-v2 in this process, from the folder where scripts/minilm.sh puts it, another of its kind
(--folder, as Hugging Face's sentence-transformers keep one), or one behind an OpenAI-compatible /embeddings (--endpoint).
Queries are embedded by the same model later, which is noted beside the vectors; keys are not.

If it is ended, the same command goes on where it was. A budget that is reached ends it with exit code 4.`,
		Example: `  infoseek search embed -c corpus
  infoseek search embed -c corpus --endpoint http://127.0.0.1:8000/v1 --model my-embedder
  infoseek search embed -c corpus --endpoint https://api.example.com/v1 --model small --key-env EXAMPLE_KEY --price 0.02,0 --budget 5
  infoseek search -c corpus --searcher hybrid "first computer program"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.batch < 0 {
				return usagef("", "--batch %d: give a positive number", o.batch)
			}
			return a.withSearch(o.corpus, func(c *corpus.Corpus, ix *search.Index) error {
				return a.searchEmbed(cmd.Context(), o, c, ix, asJSON)
			})
		},
	}
	corpusFlag(c, &o.corpus)
	o.flags(c)
	jsonFlag(c, &asJSON)
	return c
}

func (o *embedOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.folder, "folder", "", "`folder` with a model of BERT's kind for this process (default minilm in $INFOSEEK_CACHE, or in ~/.cache/infoseek)")
	c.MarkFlagDirname("folder")
	f.StringVar(&o.models.endpoint, "endpoint", "", "`URL` of an OpenAI-compatible server, up to and without /embeddings")
	f.StringVar(&o.models.model, "model", "", "name of the model at --endpoint; not needed if it has only one")
	f.StringVar(&o.models.keyEnv, "key-env", "", "name of the environment `variable` that holds the key for --endpoint")
	f.StringVar(&o.models.price, "price", "", "what the model at --endpoint costs, `IN,OUT` dollars per million tokens; needed for --budget")
	f.Float64Var(&o.models.dollars, "budget", 0, "most `dollars` to spend, never exceeded; 0: no limit")
	f.Int64Var(&o.models.tokens, "budget-tokens", 0, "most tokens to spend, never exceeded; 0: no limit")
	f.IntVar(&o.models.inFlight, "in-flight", 0, "most calls of --endpoint at a time, 0: 16")
	f.IntVar(&o.batch, "batch", 0, "passages given to the model at once, 0: 32")
	f.StringVar(&o.query, "query-prefix", "", "`text` that the model wants before queries")
	f.StringVar(&o.passages, "passage-prefix", "", "`text` that the model wants before passages")
}

// embeddedRecord is what 'search embed --json' prints.
type embeddedRecord struct {
	V        int     `json:"v"`
	Dir      string  `json:"dir"`
	Passages int     `json:"passages"`
	Numbers  int     `json:"numbers"` // of a vector
	Model    string  `json:"model"`
	Seconds  float64 `json:"seconds"`
}

func (a *app) searchEmbed(ctx context.Context, o embedOptions, c *corpus.Corpus, ix *search.Index, asJSON bool) (err error) {
	e, err := a.embedderFor(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	begin, dir := time.Now(), filepath.Join(o.corpus, vectorsDir)
	p := passagesOf(c, ix)
	told := embedProgress{app: a, total: len(p.All)}
	err = dense.Build(ctx, p, dir, e, e.model, dense.Options{Batch: o.batch, Parallel: e.parallel, Progress: told.set})
	told.end()
	if err != nil {
		return err
	}
	if err := os.Remove(o.ledger()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	made, err := dense.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, made.Close()) }()
	r := embeddedRecord{infoseek.FormatVersion, o.corpus, made.Rows(), made.Dims(), e.model.Name, time.Since(begin).Seconds()}
	if asJSON {
		return a.printJSON(r)
	}
	return a.printf("%s: %d passages, vectors of %d numbers by %s, in %.1f s\n", r.Dir, r.Passages, r.Numbers, r.Model, r.Seconds)
}

// embedderFor opens the model that the flags say.
func (a *app) embedderFor(ctx context.Context, o embedOptions) (*embedder, error) {
	c, err := o.models.config()
	if err != nil {
		return nil, err
	}
	m := dense.Model{Kind: inProcess, Folder: o.folder, QueryPrefix: o.query, PassagePrefix: o.passages}
	switch {
	case c.Default.Endpoint == "":
		return a.openFolder(m)
	case o.folder != "":
		return nil, usagef("", "--folder and --endpoint: give one of them")
	}
	m.Kind, m.Endpoint, m.KeyEnv = atEndpoint, c.Default.Endpoint, c.Default.KeyEnv
	options := llm.Options{Env: a.env, InFlight: o.models.inFlight}
	if c.Budget != (llm.Ceiling{}) {
		options.Ledger = o.ledger()
		if err := os.MkdirAll(filepath.Dir(options.Ledger), 0o755); err != nil {
			return nil, err
		}
	}
	return a.openEmbeddings(ctx, c, m, options)
}

// ledger is where it stands what vectors that are not whole have cost so far.
func (o embedOptions) ledger() string { return filepath.Join(o.corpus, vectorsDir, "ledger.jsonl") }

// embedProgress tells of passages that get their vectors, those of earlier not counted.
type embedProgress struct {
	app    *app
	total  int
	before int
	told   *progress
}

func (p *embedProgress) set(done int) {
	if p.told == nil {
		p.before, p.told = done, p.app.newProgress("embedding", "passages", int64(p.total-done))
		if done > 0 {
			p.app.log.Info("going on", "passages", done, "of", p.total)
		}
	}
	p.told.set(int64(done - p.before))
}

func (p *embedProgress) end() {
	if p.told != nil {
		p.told.end()
	}
}

// passagesOf are the passages of the index, with what is embedded of them.
func passagesOf(c *corpus.Corpus, ix *search.Index) dense.Passages {
	p := dense.Passages{Corpus: c.Info().Hash}
	for n := range infoseek.PageNum(c.Info().Pages) {
		for i := range ix.Passages(n) {
			p.All = append(p.All, dense.Passage{Page: n, Number: i, Span: ix.Passage(n, i)})
		}
	}
	p.Text = func(ctx context.Context, one dense.Passage) (string, error) {
		page, err := c.Page(ctx, one.Page)
		if err != nil || one.Span == (infoseek.Span{}) {
			return page.Title, err
		}
		text, err := c.Text(ctx, one.Page, one.Span)
		return fmt.Sprintf("%s\n%s", page.Title, text), err
	}
	return p
}

// onAllProcessors is how many batches are in the hands of a model in this process, which takes one text a processor.
func onAllProcessors() int { return min(2, runtime.GOMAXPROCS(0)) }
