package prompt

import (
	"encoding/json"
	"errors"
	"iter"
	"strings"
)

// errNoJSON is what is wrong with an answer that holds no JSON at all.
var errNoJSON = errors.New("no JSON object in the answer")

// mostValues bounds how many places of an answer are tried.
const mostValues = 64

// readAnswer finds the value that fits in an answer: the answer as a whole, a fenced block of it, or any object or list in it. The error is about the first value found.
func readAnswer[T any](s schema, answer string) (T, error) {
	first := errNoJSON
	for value := range values(answer) {
		read, err := read[T](s, value)
		if err == nil {
			return read, nil
		}
		if first == errNoJSON {
			first = err
		}
	}
	var none T
	return none, first
}

// values yields what may be the JSON in an answer, likeliest first.
func values(answer string) iter.Seq[string] {
	return func(yield func(string) bool) {
		answer = strings.TrimSpace(withoutThoughts(answer))
		if json.Valid([]byte(answer)) {
			yield(answer)
			return
		}
		for _, block := range fenced(answer) {
			if json.Valid([]byte(block)) && !yield(block) {
				return
			}
		}
		embedded(answer, yield)
	}
}

// withoutThoughts drops what a reasoning model thought aloud before its answer.
func withoutThoughts(answer string) string {
	if i := strings.LastIndex(answer, "</think>"); i >= 0 {
		return answer[i+len("</think>"):]
	}
	return answer
}

// fenced lists the insides of Markdown's fenced blocks.
func fenced(answer string) []string {
	parts := strings.Split(answer, "```")
	var blocks []string
	for i := 1; i < len(parts) && len(blocks) < mostValues; i += 2 {
		block := parts[i]
		if tag, rest, ok := strings.Cut(block, "\n"); ok && !strings.ContainsAny(tag, "{[") {
			block = rest
		}
		blocks = append(blocks, strings.TrimSpace(block))
	}
	return blocks
}

// embedded yields the outermost objects and lists that stand in the text.
func embedded(answer string, yield func(string) bool) {
	for range mostValues {
		start := strings.IndexAny(answer, "{[")
		if start < 0 {
			return
		}
		answer = answer[start:]
		var value json.RawMessage
		if json.NewDecoder(strings.NewReader(answer)).Decode(&value) != nil {
			answer = answer[1:]
			continue
		}
		if !yield(string(value)) {
			return
		}
		answer = answer[len(value):]
	}
}
