package server

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"time"

	"infoseek"
	"infoseek/internal/loopback"
	"infoseek/lm"
)

// Writer is the model: lm.Chat.
type Writer interface {
	Info() infoseek.ModelInfo
	Prompt(messages []infoseek.Message, tools []infoseek.Tool) ([]int, error)
	Encode(text string) []int
	Bytes(id int) string
	// Check says why a prompt can't be gone on from: lm.ErrLong or lm.ErrPrompt.
	Check(prompt []int) error
	Write(ctx context.Context, prompt []int, w lm.Writing) (lm.Written, error)
}

// Options are those of a server; the zero value is the default.
type Options struct {
	Key string // that requests must bring as "Authorization: Bearer KEY"; "" for none
	Log *slog.Logger
	// Refresh takes the weights in a folder of this machine; nil: weights stay.
	Refresh func(folder string) error
}

// mostBody bounds a request, in bytes.
const mostBody = 16 << 20

// grace is how long requests under way have when the server ends.
const grace = 10 * time.Second

// Server answers requests, safe for concurrent use.
type Server struct {
	model    Writer
	options  Options
	handler  http.Handler
	patience time.Duration
}

// New makes a server.
func New(model Writer, o Options) *Server {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{model: model, options: o, patience: patience}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		send(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /v1/models", s.models)
	mux.HandleFunc("POST /v1/chat/completions", s.chat)
	mux.HandleFunc("POST /v1/completions", s.complete)
	if o.Refresh != nil {
		mux.HandleFunc("POST /v1/weights", s.refresh)
	}
	s.handler = s.guarded(mux)
	return s
}

// Handler answers requests.
func (s *Server) Handler() http.Handler { return s.handler }

// Serve answers on l, which it closes, until ctx is done; requests under way then have ten seconds.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	base, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	h := &http.Server{Handler: s.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute, BaseContext: func(net.Listener) context.Context { return base }, ErrorLog: slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug)}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	limited, cancel := context.WithTimeout(base, grace)
	defer cancel()
	err := h.Shutdown(limited)
	if err != nil {
		stop()
		err = h.Close()
	}
	<-failed
	return err
}

// guarded lets pass who brings the key, and no page of another site.
func (s *Server) guarded(next http.Handler) http.Handler {
	sites := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case sites.Check(r) != nil:
			refuse(w, &problem{http.StatusForbidden, "a request from another site"})
		case s.options.Key == "" && r.URL.Path != "/healthz" && !loopback.Own(r):
			refuse(w, &problem{http.StatusForbidden, "a request for another host"})
		case s.options.Key != "" && r.URL.Path != "/healthz" && subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+s.options.Key)) != 1:
			refuse(w, &problem{http.StatusUnauthorized, "wrong key"})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (s *Server) models(w http.ResponseWriter, _ *http.Request) {
	info := s.model.Info()
	send(w, http.StatusOK, map[string]any{"object": "list", "data": []any{map[string]any{"id": info.Name, "object": "model", "created": 0, "owned_by": "infoseek", "max_model_len": info.Context}}})
}

// refresh has the model take new weights: {"folder"}.
func (s *Server) refresh(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Folder string `json:"folder"`
	}
	err := read(w, r, &asked)
	if err == nil {
		if err = s.options.Refresh(asked.Folder); err != nil {
			s.options.Log.Warn("weights", "folder", asked.Folder, "error", err)
			err = bad("weights: %v", err)
		}
	}
	if err != nil {
		refuse(w, err)
		return
	}
	send(w, http.StatusOK, map[string]string{"folder": asked.Folder})
}

// read takes a request's body.
func read(w http.ResponseWriter, r *http.Request, to any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return &problem{http.StatusUnsupportedMediaType, "Content-Type: application/json is needed"}
	}
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostBody)).Decode(to)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return &problem{http.StatusRequestEntityTooLarge, "the request is too large"}
	case err != nil:
		return bad("the request is no JSON of this API: %v", err)
	}
	return nil
}

func send(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v) // an error: the client has gone
}
