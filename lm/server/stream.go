package server

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"infoseek/lm"
)

// piece is a part of a text as it comes, with the tokens written for it.
type piece struct {
	text   string
	tokens []lm.Token
	first  bool
	finish string // at the end
}

// mostPending is how much of a stream, in bytes, waits for a client to read it; patience how long one piece may. A client that takes longer is cut off: the model, which writes for others too, waits for none.
const (
	mostPending = 4 << 20
	patience    = 30 * time.Second
)

// events writes server-sent events, safe for concurrent use. No call but end waits for the client.
type events struct {
	w        http.ResponseWriter
	c        *http.ResponseController
	patience time.Duration

	mu      sync.Mutex
	pending []byte
	broken  bool // the client has gone, or does not read
	ended   bool
	more    chan struct{} // something changed
	written chan struct{} // closed when the last was
}

func newEvents(w http.ResponseWriter, patience time.Duration) *events {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(http.StatusOK)
	e := &events{w: w, c: http.NewResponseController(w), patience: patience, more: make(chan struct{}, 1), written: make(chan struct{})}
	go e.run()
	return e
}

// send says whether the client is still there.
func (e *events) send(v any) bool {
	b, err := json.Marshal(v)
	return err == nil && e.line(string(b))
}

func (e *events) line(text string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.broken = e.broken || len(e.pending)+len(text) > mostPending; e.broken {
		return false
	}
	e.pending = append(e.pending, "data: "+text+"\n\n"...)
	e.wake()
	return true
}

func (e *events) wake() {
	select {
	case e.more <- struct{}{}:
	default:
	}
}

// run writes what waits until the end.
func (e *events) run() {
	defer close(e.written)
	for range e.more {
		e.mu.Lock()
		text, broken, ended := e.pending, e.broken, e.ended
		e.pending = nil
		e.mu.Unlock()
		if !broken && len(text) > 0 && !e.write(text) {
			e.mu.Lock()
			e.broken = true
			e.mu.Unlock()
		}
		if ended {
			return
		}
	}
}

func (e *events) write(text []byte) bool {
	e.c.SetWriteDeadline(time.Now().Add(e.patience)) // an error: a connection of a test, which waits for nobody
	_, err := e.w.Write(text)
	return err == nil && e.c.Flush() == nil
}

// end waits until all was written; a client that was cut off finds its connection broken, so that it takes no part for the whole. It must be called before the handler returns.
func (e *events) end() {
	e.mu.Lock()
	e.ended = true
	e.wake()
	e.mu.Unlock()
	<-e.written
	e.c.SetWriteDeadline(time.Time{})
	if e.broken {
		panic(http.ErrAbortHandler)
	}
}

// stream tells texts as they are written. shape makes a choice of a piece.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, c *common, all []task, object string, shape func(i int, p piece) any) {
	e, a := newEvents(w, s.patience), s.answer(object)
	defer e.end()
	tell := func(i int, p piece) bool {
		chunk := a
		chunk.Choices = []any{shape(i, p)}
		return e.send(chunk)
	}
	listed := make([]int, len(all))
	for i := range all {
		all[i].Text = func(text string, tokens []lm.Token) bool {
			first := listed[i] == 0
			listed[i] += len(tokens)
			return tell(i, piece{text: text, tokens: tokens, first: first})
		}
	}
	out, err := s.write(r.Context(), all)
	if err != nil {
		if r.Context().Err() == nil {
			s.options.Log.Error("a stream failed", "path", r.URL.Path, "error", err)
			_, body := inForm(s.told(err))
			e.send(body)
		}
		return
	}
	for i, o := range out {
		tell(i, piece{tokens: o.Tokens[listed[i]:], first: listed[i] == 0, finish: finish(o.Finish)})
	}
	if c.StreamOptions.Usage {
		a.Usage = used(all, out)
		e.send(a)
	}
	e.line("[DONE]")
}
