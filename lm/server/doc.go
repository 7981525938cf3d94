// Package server offers a model of this process over HTTP as OpenAI's API does: POST /v1/chat/completions and /v1/completions, whole or as a stream, GET /v1/models. Of vLLM's additions it takes return_token_ids and include_stop_str_in_output. What it can't do it
// refuses by name; no option of a request is taken and ignored that would change the answer. It knows nothing of what is asked.
package server
