package llm

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

// listed is a model as an endpoint lists it.
type listed struct {
	id      string
	context int // tokens, 0 if not told
}

// contextFields are the names under which servers tell a model's length: vLLM and SGLang, OpenRouter, Groq, LM Studio.
var contextFields = []string{"max_model_len", "context_length", "context_window", "max_context_length"}

// list asks an endpoint for its models.
func (c *Client) list(ctx context.Context) ([]listed, error) {
	models := openai.NewModelService(c.options()...)
	page, err := models.List(ctx)
	if err != nil {
		return nil, c.failed(ctx, err)
	}
	var all []listed
	for _, m := range page.Data {
		l := listed{id: m.ID}
		for _, name := range contextFields {
			var n int
			if _, err := fmt.Sscan(m.JSON.ExtraFields[name].Raw(), &n); err == nil && n > 0 {
				l.context = n
				break
			}
		}
		all = append(all, l)
	}
	return all, nil
}

// onlyModel is the model of an endpoint that has one.
func onlyModel(ctx context.Context, e Endpoint) (string, error) {
	all, err := NewClient(e).list(ctx)
	if err != nil {
		return "", err
	}
	if len(all) == 1 {
		return all[0].id, nil
	}
	var ids []string
	for _, m := range all {
		ids = append(ids, m.id)
	}
	if len(ids) == 0 {
		return "", errors.New("the endpoint lists no model: name one")
	}
	return "", fmt.Errorf("the endpoint has several models, name one: %s", strings.Join(ids[:min(len(ids), 20)], ", "))
}

// options are those of every call.
func (c *Client) options() []option.RequestOption {
	opts := []option.RequestOption{
		option.WithBaseURL(c.endpoint.URL + "/"), option.WithHTTPClient(c.http), option.WithMaxRetries(0), option.WithMiddleware(boundBody),
	}
	if c.key != "" {
		opts = append(opts, option.WithAPIKey(c.key))
	}
	return opts
}
