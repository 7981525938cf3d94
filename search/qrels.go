package search

import (
	"io"
	"strconv"
	"strings"
)

// Qrels are relevance judgements: query -> document -> how relevant; above 0 is relevant.
type Qrels map[string]map[string]int

// ReadQrels reads judgements in TREC's four columns (query, iteration, document, relevance) or BEIR's three (query-id, corpus-id, score, with that header). Errors name the file
// and line.
func ReadQrels(r io.Reader, name string) (Qrels, error) {
	qrels := Qrels{}
	columns := 4
	for line, err := range lines(r, name) {
		if err != nil {
			return nil, err
		}
		f := strings.Fields(line.text)
		if line.number == 1 && len(f) == 3 && f[0] == "query-id" {
			columns = 3
			continue
		}
		if len(f) != columns {
			return nil, line.errorf("%d columns; judgements have 4 (query, iteration, document, relevance), or 3 below the header query-id, corpus-id, score", len(f))
		}
		query, document, relevance := f[0], f[columns-2], f[columns-1]
		level, err := strconv.Atoi(relevance)
		if err != nil {
			return nil, line.errorf("relevance %q is no whole number", relevance)
		}
		if qrels[query] == nil {
			qrels[query] = map[string]int{}
		}
		if before, twice := qrels[query][document]; twice && before != level {
			return nil, line.errorf("document %q of query %q is judged %d and %d", document, query, before, level)
		}
		qrels[query][document] = level
	}
	return qrels, nil
}
