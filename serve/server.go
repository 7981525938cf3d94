package serve

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Server answers requests. It is safe for concurrent use.
type Server struct {
	tools   Tools
	options Options
	handler http.Handler
	metrics *metrics
	ids     idMaker
	// ending is set when the server takes no more; what stands open may go on.
	ending atomic.Bool
	// open is held for reading by each use of the tools; who holds it for writing knows that none is, and sets ended, after which none begins.
	open  sync.RWMutex
	ended bool
	// streams is done when the server takes no more: what stays open until its client goes is then closed.
	streams    context.Context
	endStreams context.CancelFunc
	// drawing has one place: reports are drawn one after the other.
	drawing chan struct{}
}

// New checks the options.
func New(t Tools, o Options) (*Server, error) {
	o, err := o.settle()
	if err != nil {
		return nil, err
	}
	s := &Server{tools: t, options: o, ids: newIDMaker(), metrics: newMetrics(), drawing: make(chan struct{}, 1)}
	s.streams, s.endStreams = context.WithCancel(context.Background())
	s.handler = s.mux()
	return s, nil
}

// Handler answers without limits on the reading of requests, which are Serve's.
func (s *Server) Handler() http.Handler { return s.handler }

// Serve answers on l, which it closes, until ctx is done. Requests under way then have Options.Grace to end; when it returns none is left that uses the tools.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	base, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	h := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: min(10*time.Second, s.options.ReadTimeout),
		ReadTimeout:       s.options.ReadTimeout,
		WriteTimeout:      s.options.ReadTimeout + s.options.Timeout + 30*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug),
	}
	h.RegisterOnShutdown(s.endStreams)
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(l) }()
	select {
	case err := <-failed:
		stop()
		s.endStreams()
		s.end()
		return errors.Join(err, h.Close())
	case <-ctx.Done():
	}
	s.ending.Store(true)
	grace, cancel := context.WithTimeout(base, s.options.Grace)
	defer cancel()
	err := h.Shutdown(grace)
	if err != nil {
		s.options.Log.Warn("requests were cut off", "after", s.options.Grace)
		stop()
		err = h.Close()
	}
	<-failed
	s.end()
	return err
}

// use runs f while the tools are there.
func (s *Server) use(f func() error) error {
	s.open.RLock()
	defer s.open.RUnlock()
	if s.ended {
		return &problem{http.StatusServiceUnavailable, "the server is ending"}
	}
	return f()
}

// end waits for the requests under way and lets none follow.
func (s *Server) end() {
	s.open.Lock()
	s.ended = true
	s.open.Unlock()
}
