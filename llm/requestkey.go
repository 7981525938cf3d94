package llm

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"infoseek"
)

// Scope is what beside the request decides an answer: which model is asked where, and how.
type Scope struct {
	Endpoint string         `json:"endpoint"`
	Model    string         `json:"model"`
	Extra    map[string]any `json:"extra,omitempty"`
}

// key is the sha256, hex, of scope and request.
func (s Scope) key(r infoseek.Request) (string, error) {
	b, err := json.Marshal(struct {
		Scope   Scope            `json:"scope"`
		Request infoseek.Request `json:"request"`
	}{s, r})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}
