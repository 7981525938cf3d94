package serve

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// exchange is one request and its answer. Its buffers are used again.
type exchange struct {
	r     *http.Request
	in    bytes.Buffer // the body
	out   []byte       // the answer, JSON unless kind says otherwise
	text  []byte       // scratch
	ended int          // status, 200 if 0
	kind  string
}

// keepBytes is the most that an exchange keeps for the next.
const keepBytes = 1 << 20

var exchanges = sync.Pool{New: func() any { return new(exchange) }}

func (x *exchange) release() {
	if x.in.Cap() > keepBytes || cap(x.out) > keepBytes || cap(x.text) > keepBytes {
		return
	}
	x.in.Reset()
	*x = exchange{in: x.in, out: x.out[:0], text: x.text[:0]}
	exchanges.Put(x)
}

// decode reads the body into v, lenient about fields that it does not know where known is false.
func (x *exchange) decode(v any, known bool) error {
	if err := checkMedia(x.r.Header); err != nil {
		return err
	}
	if _, err := x.in.ReadFrom(x.r.Body); err != nil {
		return err
	}
	if err := json.Unmarshal(x.in.Bytes(), v, json.RejectUnknownMembers(known)); err != nil {
		return badJSON(err)
	}
	return nil
}

// encode makes v the answer.
func (x *exchange) encode(v any) error {
	var err error
	x.out, err = json.Marshal(v, jsontext.AllowInvalidUTF8(true), json.Deterministic(true))
	return err
}

// quote appends s as a JSON string.
func quote[S ~string | ~[]byte](dst []byte, s S) []byte {
	dst, _ = jsontext.AppendQuote(dst, s) // its error tells of invalid UTF-8, which it has mended
	return dst
}

// exchange makes a handler of h: with token, limits, request id, log, and errors told to the client.
func (s *Server) exchange(rt route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		s.metrics.underWay.Inc()
		defer s.metrics.underWay.Dec()
		x := exchanges.Get().(*exchange)
		defer x.release()
		id := r.Header.Get("X-Request-Id")
		if !goodID(id) {
			id = s.ids.next()
		}
		err := s.answer(w, r, x, rt)
		if err != nil {
			x.fail(problemOf(err), id)
		}
		s.write(w, x, id)
		s.metrics.request(rt.path, x.ended, time.Since(began))
		s.tell(r, x, id, began, err)
	}
}

// answer has the route answer.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, x *exchange, rt route) error {
	if err := s.admit(r, rt); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.options.MaxBody)
	ctx, cancel := context.WithTimeout(r.Context(), s.options.Timeout)
	defer cancel()
	x.r = r
	return s.use(func() error { return rt.handle(s, ctx, x) })
}

// admit turns down a request without reading its body.
func (s *Server) admit(r *http.Request, rt route) error {
	switch {
	case rt.open:
	case !s.allowed(r.Header.Get("Authorization")):
		return &problem{http.StatusUnauthorized, "a token is needed: Authorization: Bearer TOKEN"}
	case !s.ownHost(r):
		return &problem{http.StatusForbidden, "the loopback address is not called " + r.Host}
	}
	if r.ContentLength > s.options.MaxBody {
		return &http.MaxBytesError{Limit: s.options.MaxBody}
	}
	return nil
}

// allowed compares in a time that tells nothing of the token.
func (s *Server) allowed(header string) bool {
	if s.options.Token == "" {
		return true
	}
	scheme, token, _ := strings.Cut(header, " ")
	got, want := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(s.options.Token))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

func (x *exchange) fail(p *problem, id string) {
	x.ended, x.kind = p.status, ""
	x.out = append(x.out[:0], `{"v":1,"error":`...)
	x.out = quote(x.out, p.text)
	x.out = append(x.out, `,"request_id":`...)
	x.out = append(quote(x.out, id), '}')
}

func (s *Server) write(w http.ResponseWriter, x *exchange, id string) {
	if x.ended == 0 {
		x.ended = http.StatusOK
	}
	if x.kind == "" {
		x.kind = "application/json"
	}
	h := w.Header()
	h["Content-Type"] = []string{x.kind}
	h["Content-Length"] = []string{strconv.Itoa(len(x.out))}
	h["X-Request-Id"] = []string{id}
	h["X-Content-Type-Options"] = []string{"nosniff"}
	switch x.ended {
	case http.StatusUnauthorized:
		h["Www-Authenticate"] = []string{"Bearer"}
	case http.StatusRequestEntityTooLarge, http.StatusRequestTimeout:
		h["Connection"] = []string{"close"} // what is left of the body is not waited for
	}
	w.WriteHeader(x.ended)
	w.Write(x.out)
}

// tell logs a request: those that went well for who looks for them, our own errors with their cause.
func (s *Server) tell(r *http.Request, x *exchange, id string, began time.Time, err error) {
	level := slog.LevelDebug
	switch {
	case x.ended >= 500:
		level = slog.LevelError
	case x.ended >= 400:
		level = slog.LevelInfo
	}
	if !s.options.Log.Enabled(r.Context(), level) {
		return
	}
	attrs := []slog.Attr{slog.String("id", id), slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Int("status", x.ended),
		slog.Int("bytes", len(x.out)), slog.Duration("took", time.Since(began)), slog.String("from", r.RemoteAddr)}
	if err != nil {
		attrs = append(attrs, slog.String("because", err.Error()))
	}
	s.options.Log.LogAttrs(r.Context(), level, "request", attrs...)
}
