package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"golang.org/x/sync/errgroup"

	"infoseek"
)

// Built says what Build came to.
type Built struct {
	Index    string // behind the alias
	Passages int
	Added    int // by this call
}

// Build indexes the passages of a corpus so that they are found by the name alias. The name changes hands when all are in; what it stood for before, if Build made it, is deleted with that. Stopped, it can be called again with the same
// options and adds what is missing; what is whole is left as it is.
func (c *Client) Build(ctx context.Context, alias string, pages infoseek.Pages, passages Passages, o Options) (Built, error) {
	o, err := o.withDefaults()
	if err != nil {
		return Built{}, err
	}
	m := newMeta(pages.Info(), passages, o)
	name, err := m.name(alias)
	if err != nil {
		return Built{}, err
	}
	if _, err := c.holders(ctx, alias); err != nil {
		return Built{}, err
	}
	b := &builder{Client: c, index: name, meta: m, pages: pages, passages: passages, options: o}
	err = b.build(ctx)
	if err == nil {
		err = c.hand(ctx, alias, name)
	}
	return Built{name, m.Passages, int(b.added.Load())}, err
}

// build makes the index whole.
func (b *builder) build(ctx context.Context) error {
	there, err := b.metaOf(ctx, b.index)
	switch {
	case errors.Is(err, ErrNoIndex):
		if err := b.create(ctx); err != nil {
			return err
		}
	case err != nil:
		return err
	case there.Whole:
		b.options.Progress(b.meta.Passages)
		return nil
	default:
		b.resumed = true
	}
	if err := b.fill(ctx); err != nil {
		return err
	}
	return b.finish(ctx)
}

func (b *builder) create(ctx context.Context) error {
	body, err := json.Marshal(schema(b.meta))
	if err != nil {
		return fmt.Errorf("opensearch: %w", err)
	}
	err = b.send(ctx, request{op: "create index " + b.index, method: http.MethodPut, path: "/" + b.index, body: body, patience: buildPatience}, nil)
	var r *refusal
	if errors.As(err, &r) && r.Cause.Type == "resource_already_exists_exception" { // a try before was carried out though its answer was cut
		b.resumed = true
		return nil
	}
	return err
}

// fill adds all passages, several requests at once.
func (b *builder) fill(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(b.options.Workers)
	err := b.eachBatch(ctx, func(batch []entry) {
		g.Go(func() error { return b.add(ctx, batch) })
	})
	return errors.Join(g.Wait(), err)
}

// finish has the index searched, and checks that it is whole.
func (b *builder) finish(ctx context.Context) error {
	if err := b.send(ctx, request{op: "refresh", method: http.MethodPost, path: "/" + b.index + "/_refresh", patience: buildPatience}, nil); err != nil {
		return err
	}
	if err := b.holds(ctx, b.index, b.meta.Passages); err != nil {
		return err
	}
	settings := object{"index": object{
		"refresh_interval": nil, "auto_expand_replicas": "0-1", "max_result_window": max(10000, b.meta.Passages), "blocks": object{"write": true},
	}}
	b.meta.Whole = true
	for _, r := range []struct {
		what, path string
		body       any
	}{{"settings", "/_settings", settings}, {"metadata", "/_mapping", object{"_meta": b.meta}}} {
		body, err := json.Marshal(r.body)
		if err != nil {
			return fmt.Errorf("opensearch: %w", err)
		}
		if err := b.send(ctx, request{op: r.what + " of " + b.index, method: http.MethodPut, path: "/" + b.index + r.path, body: body, patience: buildPatience}, nil); err != nil {
			return err
		}
	}
	return nil
}

// holders are the indices that a name stands for, none if it is new. An index of that name itself is an error.
func (c *Client) holders(ctx context.Context, alias string) (map[string]meta, error) {
	there, err := c.metas(ctx, alias)
	if err != nil && !errors.Is(err, ErrNoIndex) {
		return nil, err
	}
	if _, taken := there[alias]; taken {
		return nil, fault("name "+alias, errors.New("there is an index of that name, no alias: give another name"))
	}
	return there, nil
}

// hand gives the name alias to an index and deletes those of ours that had it.
func (c *Client) hand(ctx context.Context, alias, index string) error {
	before, err := c.holders(ctx, alias)
	if err != nil {
		return err
	}
	actions := []object{{"add": object{"index": index, "alias": alias}}}
	for old, m := range before {
		switch {
		case old == index:
		case m.MadeBy == madeBy:
			actions = append(actions, object{"remove_index": object{"index": old}})
		default:
			actions = append(actions, object{"remove": object{"index": old, "alias": alias}})
		}
	}
	body, err := json.Marshal(object{"actions": actions})
	if err != nil {
		return fmt.Errorf("opensearch: %w", err)
	}
	err = c.send(ctx, request{op: "name " + alias, method: http.MethodPost, path: "/_aliases", body: body, patience: buildPatience}, nil)
	var r *refusal
	if errors.As(err, &r) && r.Status == http.StatusNotFound { // what is to be deleted is gone: a try before was carried out though its answer was cut
		now, unknown := c.metas(ctx, alias)
		if _, handed := now[index]; unknown == nil && handed && len(now) == 1 {
			return nil
		}
	}
	return err
}

// metas are the metadata of the indices behind a name.
func (c *Client) metas(ctx context.Context, name string) (map[string]meta, error) {
	var told map[string]struct {
		Mappings struct {
			Meta meta `json:"_meta"`
		} `json:"mappings"`
	}
	err := c.send(ctx, request{op: "open index " + name, method: http.MethodGet, path: "/" + url.PathEscape(name) + "/_mapping", patience: searchPatience}, &told)
	var r *refusal
	if errors.As(err, &r) && r.Status == http.StatusNotFound {
		return nil, fault("open index "+name, ErrNoIndex)
	}
	if err != nil {
		return nil, err
	}
	metas := map[string]meta{}
	for index, i := range told {
		metas[index] = i.Mappings.Meta
	}
	return metas, nil
}

// ErrNoIndex is in the chain of the error for a name that no index has.
var ErrNoIndex = errors.New("there is no such index")

// metaOf is that of one index.
func (c *Client) metaOf(ctx context.Context, index string) (meta, error) {
	all, err := c.metas(ctx, index)
	if err != nil {
		return meta{}, err
	}
	m, ok := all[index]
	if !ok || len(all) != 1 || m.MadeBy != madeBy {
		return m, fault("open index "+index, errors.New("it is none that infoseek made"))
	}
	return m, nil
}

// holds demands that an index has so many documents.
func (c *Client) holds(ctx context.Context, index string, want int) error {
	var told struct {
		Count  int    `json:"count"`
		Shards shards `json:"_shards"`
	}
	if err := c.send(ctx, request{op: "count " + index, method: http.MethodGet, path: "/" + index + "/_count", patience: searchPatience}, &told); err != nil {
		return err
	}
	if told.Shards.Failed > 0 || told.Count != want {
		return fault("count "+index, fmt.Errorf("it has %d passages of %d, %d shards failed", told.Count, want, told.Shards.Failed))
	}
	return nil
}

type shards struct {
	Failed int `json:"failed"`
}
