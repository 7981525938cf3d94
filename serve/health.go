package serve

import (
	"context"
	"net/http"
)

// healthy says that the process answers.
func (s *Server) healthy(_ context.Context, x *exchange) error {
	x.out = append(x.out, `{"v":1,"status":"ok"}`...)
	return nil
}

// ready says that searches are answered, and over which corpus.
func (s *Server) ready(ctx context.Context, x *exchange) error {
	if s.ending.Load() {
		return &problem{http.StatusServiceUnavailable, "the server is ending"}
	}
	info := s.tools.Pages.Info()
	return x.encode(struct {
		V        int    `json:"v"`
		Status   string `json:"status"`
		Corpus   string `json:"corpus"`
		Pages    int    `json:"pages"`
		Passages int    `json:"passages"`
	}{1, "ready", info.Hash, info.Pages, s.tools.Searcher.Info().Passages})
}
