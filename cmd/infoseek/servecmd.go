package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"

	"infoseek"
	"infoseek/agent"
	"infoseek/corpus"
	"infoseek/serve"

	"github.com/spf13/cobra"
)

// serveOptions are the flags of 'serve'.
type serveOptions struct {
	corpus   string
	listen   string
	tokenEnv string
	searcher searcherFlag
	models   modelFlags
	mcp      bool
	server   serve.Options
}

func newServeCmd(a *app) *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "Answer searches over a corpus for other programs, over HTTP or MCP",
		Long: `Answer searches over a corpus for other programs, over HTTP, until interrupted:

  POST /retrieve     as Search-R1's clients ask: {"queries", "topk", "return_scores"}
  POST /synthesize   as InfoSeek's clients ask: {"original_questions", "queries", "documents"}
  POST /v1/search    {"queries", "k", "unit"}: passages or pages, with the bytes of the page where they stand
  GET, POST /visit   {"page" or "title" or "url", "match", "start", "bytes"}: a page around a match
  /mcp, /sse         an MCP server (streamable HTTP, server-sent events) with the tools search, get_document, visit, find
  GET /v1/runs       with --runs: runs, /v1/runs/NAME/questions, /v1/runs/NAME/questions/ID, /v1/runs/NAME/report
  GET /metrics       counters for Prometheus; /openapi.json describes all of it; /healthz, /readyz

With --mcp it is an MCP server on stdin and stdout instead, until stdin ends.

--runs names a run directory, or a folder of them. Their questions are then shown with answers, trees, certificates, the
sentences of their evidence and the trajectories sampled for them, and each run's report as a page: keep that away from
agents that are to find the answers. Runs are read anew for each request and never written to.

Evidence is refined by the model of the role refiner, if --models or --endpoint gives one, else by picking sentences.

Only this machine is served unless --listen says otherwise. A token, which every request but those for health must then
bring ("Authorization: Bearer TOKEN"), is read from the environment variable INFOSEEK_TOKEN, or the one that --token-env
names. On an interrupt requests under way have ten seconds to end. The address is printed on stdout once it answers.`,
		Example: `  infoseek serve -c corpus
  curl -d '{"queries": ["first computer program"], "topk": 3}' http://127.0.0.1:8000/retrieve
  infoseek serve -c corpus --runs runs
  infoseek serve -c corpus --mcp
  INFOSEEK_TOKEN=... infoseek serve -c corpus --listen 0.0.0.0:8000 --log-level debug`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withSearcher(cmd.Context(), o.corpus, o.searcher, func(c *corpus.Corpus, s ranker) error {
				return a.serve(cmd.Context(), o, c, s)
			})
		},
	}
	corpusFlag(c, &o.corpus)
	f := c.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:8000", "`HOST:PORT` to listen at; port 0 takes a free one")
	f.StringVar(&o.tokenEnv, "token-env", "INFOSEEK_TOKEN", "name of the environment `variable` that holds the token")
	f.BoolVar(&o.mcp, "mcp", false, "be an MCP server on stdin and stdout, and listen nowhere")
	f.StringVar(&o.server.Runs, "runs", "", "run `directory`, or folder of them, to show")
	f.BoolVar(&o.server.Pprof, "pprof", false, "profiles of the running program at /debug/pprof/")
	f.Int64Var(&o.server.MaxBody, "max-body", 0, "most bytes of a request's body, 0: 4 MiB")
	f.DurationVar(&o.server.Timeout, "timeout", 0, "most time for an answer, 0: 60s")
	f.IntVarP(&o.server.TopK, "k", "k", 0, "documents a query where the request does not say, 0: 5")
	o.searcher.addSettings(c)
	o.models.add(c, "refiner")
	return c
}

func (a *app) serve(ctx context.Context, o serveOptions, c *corpus.Corpus, s infoseek.Searcher) (err error) {
	set, err := a.openModels(ctx, o.models, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	t := serve.Tools{Pages: c, Searcher: s, Refiner: agent.Extract{}}
	if m := set.Model("refiner"); m != nil {
		t.Refiner = agent.ModelRefiner{Model: m}
	}
	if o.server.Runs != "" {
		if st, err := os.Stat(o.server.Runs); err != nil || !st.IsDir() {
			return usagef("", "--runs %s: no such directory", o.server.Runs)
		}
	}
	o.server.Log, o.server.Version = a.log, programVersion()
	o.server.Token, _ = a.env(o.tokenEnv)
	srv, err := serve.New(t, o.server)
	if err != nil {
		return usagef("", "%v", err)
	}
	if o.mcp {
		return srv.ServeMCP(ctx, a.Stdin, a.Stdout)
	}
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	if at, ok := l.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() && o.server.Token == "" {
		a.log.Warn("every machine that reaches this one may search: set a token", "variable", o.tokenEnv)
	}
	if err := a.printf("http://%s\n", l.Addr()); err != nil {
		return errors.Join(err, l.Close())
	}
	return srv.Serve(ctx, l)
}
