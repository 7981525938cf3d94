package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// mostAnswer bounds what is read of a server's answer, in bytes.
const mostAnswer = 4096

func newLMRefreshCmd(a *app) *cobra.Command {
	var keyEnv string
	c := &cobra.Command{
		Use:   "refresh URL MODEL",
		Short: "Have a running 'lm serve --refreshable' take other weights",
		Long: `Have the server at URL, a running 'infoseek lm serve --refreshable' on this machine, answer by the weights of the folder MODEL from
now on. It returns once the server does. As --refresh of 'infoseek grpo' it lets that server play the policy that learns.`,
		Example: `  infoseek lm refresh http://127.0.0.1:8001/v1 grpo/model
  infoseek grpo run --model sft/model -o grpo --policy-endpoint http://127.0.0.1:8001/v1 --refresh "infoseek lm refresh http://127.0.0.1:8001/v1"`,
		Args: needArgs(2, 2, "a URL and a model's folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, _ := a.env(keyEnv)
			return refreshWeights(cmd.Context(), args[0], args[1], key)
		},
	}
	c.Flags().StringVar(&keyEnv, "key-env", "INFOSEEK_LM_KEY", "name of the environment `variable` that holds the server's key")
	return c
}

func refreshWeights(ctx context.Context, url, folder, key string) error {
	folder, err := filepath.Abs(folder) // the server may run elsewhere
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]string{"folder": folder})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(url, "/")+"/weights", bytes.NewReader(body))
	if err != nil {
		return usagef("", "%v", err)
	}
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("lm refresh: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(answer.Body, mostAnswer)) // the status says enough
		return fmt.Errorf("lm refresh: %s: %s", answer.Status, bytes.TrimSpace(said))
	}
	return nil
}
