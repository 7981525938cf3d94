package llm

import (
	"net/http"
	"strings"

	"infoseek"
)

// dialect is what an endpoint was found not to take, or to want otherwise. The zero value is the API as most speak it, with what vLLM adds for those who want tokens; servers that know nothing of that mostly ignore it.
type dialect struct {
	newLimit   bool // max_completion_tokens in place of max_tokens
	noTokenIDs bool // return_token_ids and include_stop_str_in_output
	noLogProbs bool
}

// learned is the dialect in which a request that was refused in this one is worth asking again; ok is false if there is none.
func (d dialect) learned(r infoseek.Request, err error) (next dialect, ok bool) {
	e := asCallError(err)
	if e == nil || e.Status != http.StatusBadRequest && e.Status != http.StatusUnprocessableEntity {
		return d, false
	}
	said := e.Error()
	next = d
	switch {
	case strings.Contains(said, "max_completion_tokens"):
		next.newLimit = true
	case r.LogProbs && (strings.Contains(said, "return_token_ids") || strings.Contains(said, "include_stop_str_in_output")):
		next.noTokenIDs = true
	case r.LogProbs && strings.Contains(said, "logprobs"):
		next.noLogProbs = true
	}
	return next, next != d
}

// and is what either dialect lacks.
func (d dialect) and(o dialect) dialect {
	return dialect{d.newLimit || o.newLimit, d.noTokenIDs || o.noTokenIDs, d.noLogProbs || o.noLogProbs}
}
