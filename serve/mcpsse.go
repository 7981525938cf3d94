package serve

import (
	"context"
	"net/http"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// mostStreams is how many clients may hold a stream open at once.
const mostStreams = 256

// sseHandler is the MCP server over the older HTTP with server-sent events, the only one that some clients of BrowseComp-Plus speak. A stream stays open until its client or the server goes, whatever the limits on other requests.
func (s *Server) sseHandler() http.Handler {
	m := s.mcpServer()
	h := mcp.NewSSEHandler(func(*http.Request) *mcp.Server { return m }, &mcp.SSEOptions{MaxRequestBodyBytes: s.options.MaxBody})
	places := make(chan struct{}, mostStreams)
	full := s.exchange(route{open: true, handle: func(*Server, context.Context, *exchange) error {
		return &problem{http.StatusServiceUnavailable, "too many streams are open"}
	}})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			h.ServeHTTP(w, r)
			return
		}
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
		default:
			full(w, r)
			return
		}
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		defer context.AfterFunc(s.streams, cancel)()
		c := http.NewResponseController(w)
		c.SetReadDeadline(time.Time{}) // where there are none, there is no limit
		c.SetWriteDeadline(time.Time{})
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}
