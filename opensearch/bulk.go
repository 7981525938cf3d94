package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"

	"infoseek"
)

// builder fills an index.
type builder struct {
	*Client
	index    string
	meta     meta
	pages    infoseek.Pages
	passages Passages
	options  Options
	resumed  bool // some passages may be in already
	added    atomic.Int64
}

// entry is a passage on its way.
type entry struct {
	id   string
	line []byte // the document, with its line end
}

// The bounds of a bulk request. The bytes are what a node of little memory takes easily; a server may still refuse them (status 413).
const (
	bulkEntries = 500
	bulkBytes   = 2 << 20
)

// eachBatch calls use with all passages in their order, a bulk's at a time.
func (b *builder) eachBatch(ctx context.Context, use func([]entry)) error {
	var batch []entry
	size, order := 0, 0
	for n := range infoseek.PageNum(b.meta.Pages) {
		entries, err := b.entries(ctx, n, order)
		if err != nil {
			return err
		}
		order += len(entries)
		for _, e := range entries {
			if len(batch) == bulkEntries || len(batch) > 0 && size+len(e.line) > bulkBytes {
				use(batch)
				batch, size = nil, 0
			}
			batch, size = append(batch, e), size+len(e.line)
		}
	}
	if len(batch) > 0 {
		use(batch)
	}
	return nil
}

// entries are the passages of a page, the first of which is number order of the corpus.
func (b *builder) entries(ctx context.Context, n infoseek.PageNum, order int) ([]entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	page, err := b.pages.Page(ctx, n)
	if err != nil {
		return nil, fmt.Errorf("opensearch: build: page %d: %w", n, err)
	}
	body, err := b.pages.Text(ctx, n, infoseek.Span{})
	if err != nil {
		return nil, fmt.Errorf("opensearch: build: page %q: %w", page.Title, err)
	}
	title := strings.Repeat(page.Title+"\n", b.meta.TitleWeight)
	entries := make([]entry, b.passages.Passages(n))
	for i := range entries {
		s := b.passages.Passage(n, i)
		if s.Start < 0 || s.Start > s.End || s.End > len(body) {
			return nil, fmt.Errorf("opensearch: build: page %q: passage %d, bytes %d to %d, is outside of its text", page.Title, i, s.Start, s.End)
		}
		line, err := json.Marshal(document{title + body[s.Start:s.End], int(n), i, s.Start, s.End, order + i})
		if err != nil {
			return nil, fmt.Errorf("opensearch: build: page %q: %w", page.Title, err)
		}
		entries[i] = entry{strconv.Itoa(int(n)) + "-" + strconv.Itoa(i), append(line, '\n')}
	}
	return entries, nil
}

// add has all entries in the index.
func (b *builder) add(ctx context.Context, batch []entry) error {
	all := len(batch)
	if b.resumed {
		var err error
		if batch, err = b.missing(ctx, batch); err != nil {
			return err
		}
	}
	b.options.Progress(all - len(batch))
	for try := 0; len(batch) > 0; try++ {
		left, why, err := b.bulk(ctx, batch)
		if err != nil {
			return err
		}
		if done := len(batch) - len(left); done > 0 {
			b.added.Add(int64(done))
			b.options.Progress(done)
			try = 0 // it goes on, if slowly
		}
		if batch = left; len(batch) == 0 {
			return nil
		}
		if try >= buildPatience {
			return fault("index", fmt.Errorf("%d passages are refused again and again, the first %s: %w", len(batch), batch[0].id, why))
		}
		if err := b.pause(ctx, try, 0); err != nil {
			return err
		}
	}
	return nil
}

// missing are the entries that the index does not have.
func (b *builder) missing(ctx context.Context, batch []entry) ([]entry, error) {
	ids := make([]string, len(batch))
	for i, e := range batch {
		ids[i] = e.id
	}
	body, err := json.Marshal(object{"ids": ids})
	if err != nil {
		return nil, fmt.Errorf("opensearch: %w", err)
	}
	var told struct {
		Docs []struct {
			Found bool `json:"found"`
		} `json:"docs"`
	}
	if err := b.send(ctx, request{op: "look for passages", method: http.MethodPost, path: "/" + b.index + "/_mget?_source=false", body: body, patience: buildPatience}, &told); err != nil {
		return nil, err
	}
	if len(told.Docs) != len(batch) {
		return nil, fault("look for passages", fmt.Errorf("%d answers for %d passages", len(told.Docs), len(batch)))
	}
	var missing []entry
	for i, d := range told.Docs {
		if !d.Found {
			missing = append(missing, batch[i])
		}
	}
	return missing, nil
}

// bulk adds entries with one request and returns those that are to be sent again, with the reason of the first. A request that is too large for the server is sent in halves.
func (b *builder) bulk(ctx context.Context, batch []entry) (left []entry, why error, err error) {
	var told bulkAnswer
	err = b.send(ctx, request{op: "index", method: http.MethodPost, path: "/" + b.index + "/_bulk?filter_path=items.*.status,items.*.error", body: bulkBody(batch), patience: buildPatience}, &told)
	var r *refusal
	if errors.As(err, &r) && r.Status == http.StatusRequestEntityTooLarge && len(batch) > 1 {
		half := len(batch) / 2
		left, why, err = b.bulk(ctx, batch[:half])
		if err != nil {
			return nil, nil, err
		}
		rest, whyRest, err := b.bulk(ctx, batch[half:])
		if why == nil {
			why = whyRest
		}
		return append(left, rest...), why, err
	}
	if err != nil {
		return nil, nil, err
	}
	return told.left(batch)
}

// bulkBody asks to create documents: what is there already stays as it is, so that nothing is there twice and no deleted document counts in frequencies.
func bulkBody(batch []entry) []byte {
	var b bytes.Buffer
	for _, e := range batch {
		fmt.Fprintf(&b, "{\"create\":{\"_id\":%q}}\n", e.id)
		b.Write(e.line)
	}
	return b.Bytes()
}

// bulkAnswer says what became of each entry, in their order.
type bulkAnswer struct {
	Items []struct {
		Create struct {
			Status int   `json:"status"`
			Error  cause `json:"error"`
		} `json:"create"`
	} `json:"items"`
}

// left are the entries to be sent again. What will be refused always is an error.
func (a bulkAnswer) left(batch []entry) (left []entry, why error, err error) {
	if len(a.Items) != len(batch) {
		return nil, nil, fault("index", fmt.Errorf("%d answers for %d passages", len(a.Items), len(batch)))
	}
	for i, item := range a.Items {
		status := item.Create.Status
		if status == http.StatusCreated || status == http.StatusOK || status == http.StatusConflict { // a conflict: it is there
			continue
		}
		refused := &refusal{status, item.Create.Error}
		if !passing(status) && status < 500 {
			return nil, nil, fault("index passage "+batch[i].id, refused)
		}
		if left = append(left, batch[i]); why == nil {
			why = refused
		}
	}
	return left, why, nil
}
