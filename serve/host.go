package serve

import (
	"net/http"

	"infoseek/internal/loopback"
)

// ownHost says whether a request was meant for this server. Who has set a token needs no such guard.
func (s *Server) ownHost(r *http.Request) bool { return s.options.Token != "" || loopback.Own(r) }
