package agents

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"infoseek"
)

// voice is a model that answers by a function of the user's last message, or in order from a list, and keeps what it was asked.
type voice struct {
	say func(user string) string

	mu    sync.Mutex
	lines []string
	asked []infoseek.Request
}

func saying(lines ...string) *voice { return &voice{lines: lines} }

var errSilent = &infoseek.Fault{Boundary: infoseek.BoundaryModel, Op: "generate", Err: errors.New("nothing to say")}

func (v *voice) Info() infoseek.ModelInfo      { return infoseek.ModelInfo{Name: "voice"} }
func (v *voice) Tokenizer() infoseek.Tokenizer { return nil }

func (v *voice) Generate(_ context.Context, r infoseek.Request) (infoseek.Response, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.asked = append(v.asked, r)
	text := ""
	switch {
	case v.say != nil:
		text = v.say(r.Messages[len(r.Messages)-1].Content)
	case len(v.lines) == 0:
		return infoseek.Response{}, errSilent
	default:
		text, v.lines = v.lines[0], v.lines[1:]
	}
	return infoseek.Response{Text: text, Finish: infoseek.FinishStop}, nil
}

// user is the message that the model was shown at call i.
func (v *voice) user(i int) string {
	m := v.asked[i].Messages
	return m[len(m)-1].Content
}

// transcript is all that the model was asked.
func (v *voice) transcript(t *testing.T) []byte {
	t.Helper()
	var b strings.Builder
	for _, r := range v.asked {
		for _, m := range r.Messages {
			b.WriteString("--- " + m.Role + "\n" + m.Content + "\n")
		}
		var schema any
		if err := json.Unmarshal(r.Schema, &schema); err != nil {
			t.Fatal(err)
		}
		b.WriteString("--- schema\n" + string(r.Schema) + "\n")
	}
	return []byte(b.String())
}
