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

// key is the sha256 over what was asked.
type key [sha256.Size]byte

func (k key) String() string { return hex.EncodeToString(k[:]) }

// asked is a request with its scope, as JSON, and the key over that.
func (s Scope) asked(r infoseek.Request) (asked []byte, k key, err error) {
	asked, err = json.Marshal(struct {
		Scope   Scope            `json:"scope"`
		Request infoseek.Request `json:"request"`
	}{s, r})
	if err != nil {
		return nil, k, storeFault("write down a request", err)
	}
	return asked, sha256.Sum256(asked), nil
}
