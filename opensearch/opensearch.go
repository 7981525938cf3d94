// Package opensearch is a Searcher over an index in OpenSearch, for corpora and loads that are beyond one machine; it makes that index too. Ranks are BM25 by the server's Lucene: passages, weights of titles and the analysis are
// those of package search as far as the server has them (schema.go says where they part), and a passage's length is rounded as Lucene rounds it.
//
// An index is searched by a name that is an alias. What stands behind it is made under a name of its own and takes the alias when it is whole (build.go), so nothing half-built is ever searched. It carries the corpus's hash, its
// settings and how much it holds in its metadata (meta.go); Open compares them, and a searcher stays with the index that it found when it was opened.
//
// Reading order: address.go (where it is), options.go, schema.go and meta.go (what an index is), client.go with retry.go and answer.go (a request and its faults), build.go and bulk.go, index.go, query.go, searcher.go.
//
// The package must not know how a corpus is stored nor how pages are cut: it sees infoseek.Pages and Passages. Credentials come in with Server alone and are in no error.
package opensearch
