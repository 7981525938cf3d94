package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"

	"infoseek"
)

// Searcher ranks the passages of an index; it implements infoseek.Searcher.
type Searcher struct {
	client  *Client
	index   string // behind the alias
	meta    meta
	version string
}

// searchBatch is how many queries go into one request.
const searchBatch = 64

// Search ranks by the server's BM25. A score is a 32-bit number; ties go by the order of documents.
func (s *Searcher) Search(ctx context.Context, queries []infoseek.Query) ([][]infoseek.Hit, error) {
	lines := make([][]byte, len(queries))
	for i, q := range queries {
		var err error
		if lines[i], err = s.line(q); err != nil {
			return nil, fmt.Errorf("opensearch: query %d: %w", i, err)
		}
	}
	results := make([][]infoseek.Hit, 0, len(queries))
	for from := 0; from < len(lines); from += searchBatch {
		part, err := s.search(ctx, lines[from:min(from+searchBatch, len(lines))])
		if err != nil {
			return nil, err
		}
		results = append(results, part...)
	}
	return results, ctx.Err()
}

// line is a query's part of a request. With several shards the frequencies of words are first added up over them.
func (s *Searcher) line(q infoseek.Query) ([]byte, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	head := object{"index": s.index, "allow_partial_search_results": false}
	if s.meta.Shards > 1 {
		head["search_type"] = "dfs_query_then_fetch"
	}
	body, err := searching(q, s.meta.Passages)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	err = errors.Join(enc.Encode(head), enc.Encode(body))
	return b.Bytes(), err
}

// searchPath leaves out of the answer what is not read.
const searchPath = "/_msearch?filter_path=responses.status,responses.error,responses.timed_out,responses._shards.failed,responses.hits.hits._score,responses.hits.hits.fields"

// search sends the queries of one request, and those again that a busy server refused.
func (s *Searcher) search(ctx context.Context, lines [][]byte) ([][]infoseek.Hit, error) {
	results := make([][]infoseek.Hit, len(lines))
	left := make([]int, len(lines))
	for i := range left {
		left[i] = i
	}
	for try := 0; ; try++ {
		refused, err := s.try(ctx, lines, left, results)
		if err != nil {
			return nil, err
		}
		if refused == nil {
			return results, nil
		}
		if left = refused.queries; try >= searchPatience {
			return nil, fault("search", refused.why)
		}
		if err := s.client.pause(ctx, try, 0); err != nil {
			return nil, err
		}
	}
}

// refusedQueries are to be sent again.
type refusedQueries struct {
	queries []int
	why     error // of the first
}

// try sends some of the queries once and fills in their results.
func (s *Searcher) try(ctx context.Context, lines [][]byte, some []int, results [][]infoseek.Hit) (*refusedQueries, error) {
	var body bytes.Buffer
	for _, i := range some {
		body.Write(lines[i])
	}
	var told searchAnswer
	if err := s.client.send(ctx, request{op: "search", method: http.MethodPost, path: searchPath, body: body.Bytes(), patience: searchPatience}, &told); err != nil {
		return nil, err
	}
	if len(told.Responses) != len(some) {
		return nil, fault("search", fmt.Errorf("%d answers for %d queries", len(told.Responses), len(some)))
	}
	var refused *refusedQueries
	for j, r := range told.Responses {
		hits, err := r.ranked()
		switch {
		case err == nil:
			results[some[j]] = hits
		case !again(err):
			return nil, fault("search", err)
		case refused == nil:
			refused = &refusedQueries{[]int{some[j]}, err}
		default:
			refused.queries = append(refused.queries, some[j])
		}
	}
	return refused, nil
}

type searchAnswer struct {
	Responses []ranking `json:"responses"`
}

// ranking is the answer to one query.
type ranking struct {
	Status   int    `json:"status"`
	Error    *cause `json:"error"`
	TimedOut bool   `json:"timed_out"`
	Shards   shards `json:"_shards"`
	Hits     struct {
		Hits []struct {
			Score  *float64           `json:"_score"`
			Fields map[string][]int64 `json:"fields"`
		} `json:"hits"`
	} `json:"hits"`
}

// ranked are the hits, best first. An answer that is not whole is an error.
func (r ranking) ranked() ([]infoseek.Hit, error) {
	if r.Error != nil || r.Status != http.StatusOK {
		told := cause{}
		if r.Error != nil {
			told = *r.Error
		}
		return nil, &refusal{r.Status, told}
	}
	if r.TimedOut || r.Shards.Failed > 0 {
		return nil, &refusal{http.StatusServiceUnavailable, cause{Reason: fmt.Sprintf("not all was searched: %d shards failed", r.Shards.Failed)}}
	}
	hits := make([]infoseek.Hit, len(r.Hits.Hits))
	for i, h := range r.Hits.Hits {
		var v [4]int64
		for j, name := range []string{fieldPage, fieldPassage, fieldStart, fieldEnd} {
			if len(h.Fields[name]) != 1 || h.Fields[name][0] < 0 {
				return nil, fmt.Errorf("hit %d has no %s", i, name)
			}
			v[j] = h.Fields[name][0]
		}
		if h.Score == nil || v[0] > math.MaxUint32 || v[3] < v[2] {
			return nil, fmt.Errorf("hit %d has no score or is out of range", i)
		}
		hits[i] = infoseek.Hit{Page: infoseek.PageNum(v[0]), Passage: int(v[1]), Score: *h.Score, Span: infoseek.Span{Start: int(v[2]), End: int(v[3])}}
	}
	return hits, nil
}
