// Package serve answers over HTTP, and as an MCP server, what other programs ask of a corpus: searches as Search-R1's clients ask them, refined evidence as InfoSeek's do, pages around a match. It holds no state between
// requests but counters, and must not know of questions, trees or runs.
//
// Reading order: options.go, server.go (life and death), route.go (the table of routes), exchange.go (one request: limits, token, id, answer, errors), then one file a route.
package serve
