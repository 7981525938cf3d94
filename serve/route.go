package serve

import (
	"context"
	"net/http"
	"net/http/pprof"
	"slices"
	"strings"
)

// route is a method and path with what answers it.
type route struct {
	method, path string
	open         bool // without a token
	handle       func(s *Server, ctx context.Context, x *exchange) error
}

// routes are all of them.
var routes = []route{
	{"POST", "/retrieve", false, (*Server).retrieve},
	{"POST", "/synthesize", false, (*Server).synthesize},
	{"POST", "/v1/search", false, (*Server).search},
	{"GET", "/visit", false, (*Server).visit},
	{"POST", "/visit", false, (*Server).visit},
	{"GET", "/v1/tools", false, (*Server).listTools},
	{"POST", "/v1/tools", false, (*Server).useTool},
	{"POST", "/v1/reward", false, (*Server).score},
	{"GET", "/v1/runs", false, (*Server).listRuns},
	{"GET", "/v1/runs/{run}/questions", false, (*Server).listQuestions},
	{"GET", "/v1/runs/{run}/questions/{id}", false, (*Server).showQuestion},
	{"GET", "/v1/runs/{run}/report", false, (*Server).showReport},
	{"GET", "/openapi.json", false, (*Server).describe},
	{"GET", "/healthz", true, (*Server).healthy},
	{"GET", "/readyz", true, (*Server).ready},
}

func (s *Server) mux() http.Handler {
	m := http.NewServeMux()
	methods := map[string][]string{}
	for _, rt := range routes {
		m.Handle(rt.method+" "+rt.path, s.exchange(rt))
		methods[rt.path] = append(methods[rt.path], rt.method)
	}
	for path, h := range s.rawRoutes() {
		m.Handle(path, s.raw(h))
	}
	for path, allowed := range methods {
		m.Handle(path, s.exchange(wrongMethod(path, allowed)))
	}
	m.Handle("/", s.exchange(route{handle: func(_ *Server, _ context.Context, x *exchange) error {
		return &problem{http.StatusNotFound, "no such path: " + x.r.URL.Path}
	}}))
	return m
}

// rawRoutes are the handlers that answer by themselves.
func (s *Server) rawRoutes() map[string]http.Handler {
	mcp, sse := s.mcpHandler(), s.sseHandler()
	raw := map[string]http.Handler{"/mcp": mcp, "/mcp/{$}": mcp, "/sse": sse, "/sse/{$}": sse, "GET /metrics": s.metrics.handler()} // fastmcp's clients put a slash behind the path
	if s.options.Pprof {
		raw["/debug/pprof/"] = http.HandlerFunc(pprof.Index)
		raw["/debug/pprof/profile"] = http.HandlerFunc(pprof.Profile)
		raw["/debug/pprof/trace"] = http.HandlerFunc(pprof.Trace)
	}
	return raw
}

func wrongMethod(path string, allowed []string) route {
	slices.Sort(allowed)
	text := path + " takes " + strings.Join(allowed, " or ")
	return route{path: path, open: true, handle: func(_ *Server, _ context.Context, x *exchange) error {
		return &problem{http.StatusMethodNotAllowed, text}
	}}
}
