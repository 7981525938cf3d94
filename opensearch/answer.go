package opensearch

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// refusal is an error as the server tells it.
type refusal struct {
	Status int
	Cause  cause
}

// cause is the "error" of an answer: an object, or a text.
type cause struct {
	Type   string  `json:"type"`
	Reason string  `json:"reason"`
	Root   []cause `json:"root_cause"`
}

// UnmarshalJSON takes a text too.
func (c *cause) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &c.Reason)
	}
	type plain cause // without this method
	return json.Unmarshal(b, (*plain)(c))
}

// ErrDenied is in the chain of the error for a request that the server lets nobody make who is not signed in, or not this one.
var ErrDenied = errors.New("denied")

// Is says whether the refusal is ErrDenied.
func (r *refusal) Is(target error) bool {
	return target == ErrDenied && (r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden)
}

func (r *refusal) Error() string {
	c := r.Cause
	if len(c.Root) > 0 && c.Root[0].Reason != "" {
		c = c.Root[0]
	}
	s := fmt.Sprintf("status %d", r.Status)
	for _, part := range []string{c.Type, c.Reason} {
		if part != "" {
			s += ": " + part
		}
	}
	return s
}

// longestReason bounds what is told of an answer that is no JSON, from a proxy say.
const longestReason = 200

func newRefusal(status int, body []byte) *refusal {
	var told struct {
		Error cause `json:"error"`
	}
	if len(body) > 0 && json.Unmarshal(body, &told) != nil {
		told.Error = cause{Reason: fmt.Sprintf("%.*q", longestReason, body)}
	}
	told.Error.Reason = cmp.Or(told.Error.Reason, http.StatusText(status))
	return &refusal{status, told.Error}
}
