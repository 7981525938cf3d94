package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"infoseek/internal/loopback"
	"infoseek/lm"
	"infoseek/lm/server"

	"github.com/spf13/cobra"
)

func newLMServeCmd(a *app) *cobra.Command {
	var f lmFlags
	var listen, keyEnv, name string
	var refreshable bool
	c := &cobra.Command{
		Use:   "serve MODEL",
		Short: "Offer a model over OpenAI's chat API",
		Long: `Offer a model, a Hugging Face folder or a GGUF file, over OpenAI's API until interrupted:

  POST /v1/chat/completions   through the model's own chat template; whole or as a stream, with log-probabilities and tools
  POST /v1/completions        a text, several, or tokens
  GET  /v1/models
  POST /v1/weights            with --refreshable: takes the weights in a folder of this machine ('infoseek lm refresh' asks for it)

What is written depends on the model, --backend, --slots, the prompt, seed and number of the answer alone, not on what is
asked beside it. Log-probabilities are the model's own, before temperature and top_p. What is not supported is refused by name.

Only this machine is served unless --listen says otherwise; with --refreshable a key is needed then. A key that requests must bring ("Authorization: Bearer KEY") is
read from the environment variable that --key-env names. The address is printed on stdout once it answers.`,
		Example: `  infoseek lm serve smollm2
  infoseek lm serve SmolLM2-135M-Instruct.Q4_1.gguf --listen 127.0.0.1:0
  infoseek lm serve sft/model --refreshable
  infoseek ask -c corpus --endpoint http://127.0.0.1:8001/v1 "Who wrote the first computer program?"`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, _ := a.env(keyEnv)
			if refreshable && key == "" && !loopback.Is(listen) {
				return usagef("set a key with --key-env, or listen at this machine alone", "--refreshable lets whoever reaches the server have it load any folder of this machine")
			}
			return a.chatModel(args[0], name, f, func(m *lm.Chat) error {
				o := server.Options{Key: key, Log: a.log}
				if refreshable {
					o.Refresh = func(folder string) error { return takeWeights(m, folder) }
				}
				return a.serveModel(cmd.Context(), m, listen, o)
			})
		},
	}
	f.add(c)
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8001", "`HOST:PORT` to listen at; port 0 takes a free one")
	c.Flags().StringVar(&keyEnv, "key-env", "INFOSEEK_LM_KEY", "name of the environment `variable` that holds the key")
	c.Flags().BoolVar(&refreshable, "refreshable", false, "take other weights of the same shape while it runs, for a policy that learns")
	c.Flags().StringVar(&name, "name", "", "`name` by which requests may ask for the model; that of its folder or file if not given")
	return c
}

func (a *app) serveModel(ctx context.Context, m *lm.Chat, listen string, o server.Options) error {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("lm serve: %w", err)
	}
	if at, ok := l.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() && o.Key == "" {
		a.log.Warn("every machine that reaches this one may use the model: set a key with --key-env")
	}
	if err := a.printf("http://%s/v1\n", l.Addr()); err != nil {
		return errors.Join(err, l.Close())
	}
	return server.New(m, o).Serve(ctx, l)
}

// takeWeights has m go on with the weights in a folder.
func takeWeights(m *lm.Chat, folder string) error {
	now, err := lm.Load(folder)
	if err != nil {
		return err
	}
	return m.Refresh(now)
}
