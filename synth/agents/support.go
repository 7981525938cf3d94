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

// supported asks the verifier whether text says what claim says, and counts. An answer that stays invalid is no agreement.
func supported(ctx context.Context, m infoseek.Model, counts map[string]int, claim, text string) (bool, error) {
	counts["verifier: asked"]++
	answer, _, err := prompt.Ask(ctx, m, supportPrompt, supportData{claim, oneLine(text, maxQuestion)}, prompt.Options[supportAnswer]{MaxTokens: 20})
	if errors.As(err, new(*prompt.InvalidError)) {
		counts["verifier: invalid answers"]++
		return false, nil
	}
	if answer.Supported {
		counts["verifier: agreed"]++
	}
	return answer.Supported, err
}
