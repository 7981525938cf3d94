// Package agent goes from a question to a trajectory: turns of thought, searches with what they found, an answer (arXiv 2509.00375, section 4).
//
// It sees the question's text and its tools (a Searcher, Pages, a Refiner, the web if it is allowed) and nothing else: no research tree, clause or certificate, so it imports neither hcsp nor synth.
//
// Reading order: turn.go, parser.go, strict.go (the protocol); agent.go (the loop), options.go, observation.go, budget.go (what fits into the context), chat.go (a model as the agent, by tags), native.go, call.go, usetools.go
// (the same by native tool calls), refiner.go, embedded.go (an agent without a model).
package agent
