package runs

import (
	"context"
	"errors"

	"infoseek"
)

// StateAfter is the state of a run whose work ended with err: interrupted where the same command goes on with it, since somebody stopped it or a limit was reached.
func StateAfter(ctx context.Context, err error) State {
	switch {
	case ctx.Err() != nil, errors.Is(err, infoseek.ErrLimit):
		return Interrupted
	case err != nil:
		return Failed
	}
	return Done
}
