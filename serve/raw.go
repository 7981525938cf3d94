package serve

import "net/http"

// raw lets h answer by itself, for who has the token.
func (s *Server) raw(h http.Handler) http.Handler {
	refuse := s.exchange(route{handle: (*Server).healthy}) // which gets no further than admit
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.allowed(r.Header.Get("Authorization")) || !s.ownHost(r) {
			refuse(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}
