package llm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"infoseek"
	"infoseek/token"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

// mostBody bounds what is read of an answer, in bytes.
const mostBody = 64 << 20

// Endpoint says where a model is and how it is to be asked.
type Endpoint struct {
	URL     string // up to and without /chat/completions
	Model   string
	Key     string // "" for none
	Context int    // tokens, 0 if unknown
	Price   infoseek.Price
	Format  Format // "": FormatAuto
	// Extra are further members of the request's body.
	Extra map[string]any
	// HTTP is the client to use; nil is one of its own, without a time limit (Timeout sets it).
	HTTP *http.Client
}

// Client is an endpoint of the OpenAI chat API as a Model. One attempt a call: retrying is Retry's.
type Client struct {
	endpoint Endpoint
	key      string
	op       string
	http     *http.Client
	chat     openai.ChatCompletionService
	format   atomic.Value // Format; FormatAuto until known

	mu     sync.Mutex
	spoken dialect
}

// NewClient makes a client. It reaches for nothing yet.
func NewClient(e Endpoint) *Client {
	e.URL = strings.TrimSuffix(e.URL, "/")
	if e.Format == "" {
		e.Format = FormatAuto
	}
	c := &Client{endpoint: e, key: e.Key, op: strings.Join(strings.Fields(fmt.Sprintf("ask %s at %s", e.Model, e.URL)), " "), http: e.HTTP}
	if c.http == nil {
		c.http = &http.Client{Transport: transport()}
	}
	c.format.Store(e.Format)
	// The service, not openai.NewClient: that one would send keys and headers of the environment to whatever endpoint.
	c.chat = openai.NewChatCompletionService(c.options()...)
	return c
}

// transport keeps as many connections open as there are calls in flight.
func transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost = 1024, 1024
	return t
}

func boundBody(r *http.Request, next option.MiddlewareNext) (*http.Response, error) {
	res, err := next(r)
	if res != nil && res.Body != nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, mostBody), res.Body}
	}
	return res, err
}

// Info describes the model.
func (c *Client) Info() infoseek.ModelInfo {
	return infoseek.ModelInfo{Name: c.endpoint.Model, Context: c.endpoint.Context, Price: c.endpoint.Price}
}

// Tokenizer is a safe upper bound.
func (c *Client) Tokenizer() infoseek.Tokenizer { return token.Bound{} }

// Format is how the endpoint is asked for JSON; FormatAuto as long as that is not known.
func (c *Client) Format() Format { return c.format.Load().(Format) }

// Generate asks once; more often only to find out which of the API's forms the endpoint takes.
func (c *Client) Generate(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	if err := ctx.Err(); err != nil {
		return infoseek.Response{}, err
	}
	if len(r.Messages) == 0 {
		return infoseek.Response{}, fault(c.op, false, &CallError{Free: true, Err: errors.New("a request without messages")})
	}
	if f := c.Format(); f != FormatAuto || r.Schema == nil {
		return c.attempt(ctx, r, f)
	}
	return c.tryFormats(ctx, r)
}

// tryFormats asks in one form after the other and remembers the first that is taken. If none is, it was not the form: the first error counts.
func (c *Client) tryFormats(ctx context.Context, r infoseek.Request) (infoseek.Response, error) {
	var first error
	for _, f := range formats {
		response, err := c.attempt(ctx, r, f)
		if err == nil {
			c.format.CompareAndSwap(FormatAuto, f)
			return response, nil
		}
		if first == nil {
			first = err
		}
		if !unsupported(err) {
			return response, err
		}
	}
	return infoseek.Response{}, first
}

// attempt asks in the given form, and again if the endpoint says what of it is not to its taste.
func (c *Client) attempt(ctx context.Context, r infoseek.Request, f Format) (infoseek.Response, error) {
	for d := c.learn(dialect{}); ; {
		response, err := c.call(ctx, r, f, d)
		next, ok := d.learned(r, err)
		if !ok {
			return response, err
		}
		d = c.learn(next)
	}
}

// learn takes note of a dialect, and returns all that is known.
func (c *Client) learn(d dialect) dialect {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spoken = c.spoken.and(d)
	return c.spoken
}

func (c *Client) call(ctx context.Context, r infoseek.Request, f Format, d dialect) (infoseek.Response, error) {
	answer, err := c.chat.New(ctx, c.params(r, f, d))
	if err != nil {
		return infoseek.Response{}, c.failed(ctx, err)
	}
	response, err := read(answer, len(r.Tools) > 0)
	if err != nil {
		return response, c.failed(ctx, err)
	}
	return response, nil
}
