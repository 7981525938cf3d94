package agents

import (
	"context"
	"errors"

	"infoseek"
	"infoseek/internal/prompt"
)

// supportAnswer is the verifier's.
type supportAnswer struct {
	Supported bool `json:"supported"`
}

// supportData fills the prompt.
type supportData struct{ Claim, Text string }

// supported asks the verifier whether text says what claim says. An answer that stays invalid is no agreement.
func supported(ctx context.Context, m infoseek.Model, claim, text string) (bool, error) {
	answer, _, err := prompt.Ask(ctx, m, supportPrompt, supportData{claim, oneLine(text, maxSentence)}, prompt.Options[supportAnswer]{MaxTokens: 20})
	if errors.As(err, new(*prompt.InvalidError)) {
		return false, nil
	}
	return answer.Supported, err
}
