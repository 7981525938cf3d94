// Package serve answers over HTTP, and as an MCP server, what other programs ask of a corpus: searches as Search-R1's clients ask them, refined evidence as InfoSeek's do, pages around a match. The runs under a folder are shown too, if that is asked for. It holds no state between
// requests but counters, and must not know how questions are made.
//
// Reading order: options.go, server.go (life and death), route.go (the table of routes), exchange.go (one request: limits, token, id, answer, errors), then one file a route.
package serve
