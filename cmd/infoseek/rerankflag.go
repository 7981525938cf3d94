package main

import (
	"context"
	"errors"

	"infoseek"
	"infoseek/fusion"
	"infoseek/llm"

	"github.com/spf13/cobra"
)

// rerankFlag names an endpoint that ranks the best passages again.
type rerankFlag struct {
	endpoint, model, keyEnv string
	depth                   int
}

func (r *rerankFlag) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&r.endpoint, "rerank", "", "`URL` of a server whose POST /rerank (as Cohere, Jina and vLLM have it) ranks the best passages again")
	f.StringVar(&r.model, "rerank-model", "", "name of the model at --rerank; not needed if it has only one")
	f.StringVar(&r.keyEnv, "rerank-key-env", "", "name of the environment `variable` that holds the key for --rerank")
	f.IntVar(&r.depth, "rerank-depth", 0, "how many passages --rerank ranks again; others are left out. 0: 50")
}

// with has s reranked for the time of use, if there is an endpoint.
func (r *rerankFlag) with(ctx context.Context, a *app, pages infoseek.Pages, s infoseek.Searcher, use func(infoseek.Searcher) error) (err error) {
	if r.endpoint == "" {
		if r.model != "" || r.keyEnv != "" || r.depth != 0 {
			return usagef("", "--rerank-model, --rerank-key-env and --rerank-depth say more about --rerank, which is not given")
		}
		return use(s)
	}
	if r.depth < 0 {
		return usagef("", "--rerank-depth %d: give a positive number", r.depth)
	}
	by, err := llm.OpenReranker(ctx, llm.Config{Default: llm.Role{Endpoint: r.endpoint, Model: r.model, KeyEnv: r.keyEnv}}, llm.Options{Env: a.env})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, by.Close()) }()
	return use(fusion.Rerank(s, by, pages, r.depth))
}
