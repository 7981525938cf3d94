package opensearch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// plainWords is up to how many words a query is sent as it is.
const plainWords = 512

// mostWords is how many different words OpenSearch takes in one query, if it is not set otherwise (indices.query.bool.max_clause_count).
const mostWords = 1024

// matching is the query for a text: its words are looked for each, and one that comes twice counts twice. A long text is sent as its different words, those that come equally often together, with how often as their weight,
// which is the same score.
func matching(query string) (object, error) {
	match := func(words string, weight int) object {
		return object{"match": object{fieldWords: object{"query": words, "boost": weight}}}
	}
	spans := text.Words(nil, query)
	if len(spans) <= plainWords {
		return match(query, 1), nil
	}
	times := map[string]int{}
	var words []string // in their order
	for _, s := range spans {
		w := strings.ToLower(query[s.Start:s.End])
		if times[w]++; times[w] == 1 {
			words = append(words, w)
		}
	}
	if len(words) > mostWords {
		return nil, fmt.Errorf("%d different words, OpenSearch takes %d", len(words), mostWords)
	}
	groups := map[int][]string{}
	for _, w := range words {
		groups[times[w]] = append(groups[times[w]], w)
	}
	var should []object
	for _, n := range slices.Sorted(maps.Keys(groups)) {
		should = append(should, match(strings.Join(groups[n], " "), n))
	}
	return object{"bool": object{"should": should}}, nil
}

// searching is the body of the search for q over so many passages. A page is found by its best passage.
func searching(q infoseek.Query, passages int) (object, error) {
	query, err := matching(q.Text)
	if err != nil {
		return nil, err
	}
	body := object{
		"size": min(q.K, max(1, passages)), "query": query, "track_scores": true, "track_total_hits": false, "_source": false,
		"sort":            []object{{"_score": "desc"}, {fieldOrder: "asc"}},
		"docvalue_fields": []string{fieldPage, fieldPassage, fieldStart, fieldEnd},
	}
	if q.Unit == infoseek.UnitPage {
		body["collapse"] = object{"field": fieldPage}
	}
	return body, nil
}
