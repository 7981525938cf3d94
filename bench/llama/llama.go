// Package llama gives benchmarks the small language model of scripts/llama-server.sh. It must not know what is asked of it.
package llama

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Serve returns the URL of the server, started from the repository's root unless it runs already; done ends it if this call started it. Settings are variables of the script's ("LLAMA_CTX=2048").
func Serve(ctx context.Context, settings ...string) (url string, done func(), err error) {
	if url, err = script(ctx, "url", settings); err == nil {
		return url, func() {}, nil
	}
	if url, err = script(ctx, "start", settings); err != nil {
		return "", nil, err
	}
	return url, func() { script(context.WithoutCancel(ctx), "stop", settings) }, nil
}

// script runs a verb of the script and returns what it prints.
func script(ctx context.Context, verb string, settings []string) (string, error) {
	c := exec.CommandContext(ctx, filepath.Join("scripts", "llama-server.sh"), verb)
	c.Stderr, c.Env = os.Stderr, append(os.Environ(), settings...)
	out, err := c.Output()
	return strings.TrimSpace(string(out)), err
}
