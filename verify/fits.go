package verify

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/internal/prompt"
)

var fitsPrompt = prompt.MustLoad(prompts, "prompts/fits")

// fit is a verifier's judgement on whether an entity other than the answer satisfies clues, by its page.
type fit struct {
	Entity string   `json:"entity"`
	Clues  []string `json:"clues"`
	Met    []int    `json:"met"` // numbers of the clues that its page bears out, from 1
	Why    string   `json:"why"`
}

// all says whether every clue is met.
func (f fit) all() bool { return len(f.Clues) > 0 && len(f.Met) == len(f.Clues) }

// metAnswer is what the verifier answers.
type metAnswer struct {
	Why string `json:"why"`
	Met []int  `json:"met"`
}

// fits asks the verifier which of the clues the page of an entity bears out.
func (it *Item) fits(ctx context.Context, n infoseek.PageNum, title string, told []clue, tokens int, seed int) (fit, error) {
	texts := clueTexts(told)
	about, err := it.excerpt(ctx, n, focus{words: stems(strings.Join(texts, " "))}, tokens)
	if err != nil {
		return fit{}, err
	}
	o := prompt.Options[metAnswer]{Schema: numbersSchema("met", len(told)), MaxTokens: 400, Seed: it.modelSeed(seed)}
	a, _, err := prompt.Ask(ctx, it.Model, fitsPrompt, map[string]any{"Entity": title, "Clues": numbered(texts), "Page": about}, o)
	if err != nil {
		return fit{}, err
	}
	slices.Sort(a.Met)
	return fit{title, texts, slices.Compact(a.Met), a.Why}, nil
}

// numbersSchema is the schema of {"why", name: some of the numbers 1..n}. The numbers are listed: servers that generate by a grammar know lists, but not bounds.
func numbersSchema(name string, n int) json.RawMessage {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i + 1
	}
	list, _ := json.Marshal(numbers) // integers
	return fmt.Appendf(nil, `{"type":"object","properties":{"why":{"type":"string","maxLength":600},%q:{"type":"array","items":{"type":"integer","enum":%s},"maxItems":%d}},"required":["why",%q],"additionalProperties":false}`, name, list, n, name)
}

// entry is an entry of a numbered list in a prompt.
type entry struct {
	Number int
	Text   string
}

func numbered(texts []string) []entry {
	list := make([]entry, len(texts))
	for i, t := range texts {
		list[i] = entry{i + 1, t}
	}
	return list
}
