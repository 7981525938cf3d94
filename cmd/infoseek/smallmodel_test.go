package main

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"infoseek/agent"
	"infoseek/internal/safetensors"
	"infoseek/lm"
	"infoseek/token/hf"

	"github.com/rogpeppe/go-internal/testscript"
)

// chatML is the template of the small model.
const chatML = `{% for message in messages %}<|im_start|>{{ message['role'] }}
{{ message['content'] }}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}`

// smallModel DIR SEED writes a model of chance whose tokens are bytes.
func smallModel(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 2)
	seed, err := strconv.ParseUint(args[1], 10, 64)
	ts.Check(err)
	v := hf.Vocabulary{Pre: "gpt-2"}
	for _, r := range byteSigns() {
		v.Tokens, v.Kinds = append(v.Tokens, string(r)), append(v.Kinds, hf.Normal)
	}
	for _, pair := range merges(ts, 120) {
		v.Merges = append(v.Merges, pair[0]+" "+pair[1])
		v.Tokens, v.Kinds = append(v.Tokens, pair[0]+pair[1]), append(v.Kinds, hf.Normal)
	}
	for _, mark := range []string{"<|im_start|>", "<|im_end|>"} {
		v.Tokens, v.Kinds = append(v.Tokens, mark), append(v.Kinds, hf.Control)
	}
	m := &lm.Model{Template: chatML, Config: lm.Config{
		Arch: lm.Llama, Vocab: len(v.Tokens), Hidden: 8, Inner: 12, Layers: 1, Heads: 2, KVHeads: 1, HeadDim: 4, Context: 8192, Epsilon: 1e-5, Rope: lm.Rope{Theta: 10000},
		Tied: true, BOS: -1, EOS: []int{len(v.Tokens) - 1}, Pad: -1,
	}}
	m.Params = m.Config.Random(seed)
	m.Vocabulary, err = v.JSON()
	ts.Check(err)
	m.Tokenizer, err = hf.Parse(m.Vocabulary)
	ts.Check(err)
	ts.Check(m.SaveFolder(ts.MkAbs(args[0]), safetensors.F32))
}

// merges are the pairs that byte-pair encoding joins first in what agents are told, so that the prompt is not long.
func merges(ts *testscript.TestScript, n int) [][2]string {
	messages, err := agent.Prompt("", agent.Options{})
	ts.Check(err)
	var words [][]string
	signs := byteSigns()
	for _, m := range messages {
		for _, word := range strings.SplitAfter(m.Content, " ") {
			var parts []string
			for _, b := range []byte(" " + strings.TrimSpace(word)) {
				parts = append(parts, string(signs[b]))
			}
			words = append(words, parts)
		}
	}
	var pairs [][2]string
	for range n {
		counts := map[[2]string]int{}
		for _, w := range words {
			for i := range len(w) - 1 {
				counts[[2]string{w[i], w[i+1]}]++
			}
		}
		best := slices.MaxFunc(slices.Collect(maps.Keys(counts)), func(a, b [2]string) int {
			return cmp.Or(cmp.Compare(counts[a], counts[b]), strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1]))
		})
		pairs = append(pairs, best)
		for i, w := range words {
			words[i] = joined(w, best)
		}
	}
	return pairs
}

func joined(w []string, pair [2]string) []string {
	var out []string
	for i := 0; i < len(w); i++ {
		if i+1 < len(w) && w[i] == pair[0] && w[i+1] == pair[1] {
			out = append(out, w[i]+w[i+1])
			i++
		} else {
			out = append(out, w[i])
		}
	}
	return out
}

// byteSigns are the signs that stand for bytes in byte-level vocabularies: printable ones for themselves, then signs from 256 on for the others, as GPT-2 has them.
func byteSigns() []rune {
	signs, next := make([]rune, 256), rune(256)
	for b := range signs {
		if b >= '!' && b <= '~' || b >= 0xa1 && b != 0xad {
			signs[b] = rune(b)
		} else {
			signs[b] = next
			next++
		}
	}
	return signs
}
