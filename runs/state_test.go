package runs

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"infoseek"
)

func TestStateAfter(t *testing.T) {
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	failed := errors.New("disk gone")
	tests := []struct {
		name string
		ctx  context.Context
		err  error
		want State
	}{
		{"done", t.Context(), nil, Done},
		{"failed", t.Context(), failed, Failed},
		{"stopped", stopped, context.Canceled, Interrupted},
		{"stopped while it failed", stopped, failed, Interrupted},
		{"at a limit", t.Context(), fmt.Errorf("judge: %w", infoseek.ErrLimit), Interrupted},
	}
	for _, test := range tests {
		if got := StateAfter(test.ctx, test.err); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
