// Package llm makes language models out of endpoints that speak the OpenAI chat API, and wraps them.
//
// Client is an endpoint as an infoseek.Model. The wrappers are Models around Models, each for one thing: Timeout, Meter, Limit, Budget, Retry, Cache, Record; Replay stands in for all of them offline. Open puts them
// together for the roles of a Config, from the inside out:
//
//	Client <- Timeout <- Meter <- Budget <- Limit <- Retry <- Cache <- Record <- role's sampling
//
// Budget is inside Retry since every attempt may cost, and inside Limit so that nothing is reserved for calls that wait for their turn. A failure is an *infoseek.Fault whose cause is a *CallError where the endpoint was reached; it says whether the attempt can have cost anything.
//
// The package knows nothing of prompts or of what answers are for. Keys come from the environment by way of Options.Env and are never written anywhere.
package llm
