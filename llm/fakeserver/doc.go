// Package fakeserver is a server of the OpenAI chat API on the loopback address that says what it is told, or what fits the schema, after a time drawn from a distribution, and fails at set rates. Everything it
// does follows from its seed, the request, and how often that request was asked before, so the order of requests changes nothing. It is for tests and measurements.
//
// New starts the server; Model is the same without HTTP, in this process.
package fakeserver
