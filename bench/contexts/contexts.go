// Package contexts reads the questions of the data set that come with the paragraphs they are asked of, most of them distractors, and with what of them answers the question. It must not know what is measured on them.
package contexts

import (
	"iter"
	"path/filepath"

	"infoseek/internal/jsonl"
	"infoseek/internal/unpack"
)

// Question is a question with its paragraphs.
type Question struct {
	ID         string
	Text       string
	Answers    []string
	Paragraphs []Paragraph
	Gold       []Gold
}

// Paragraph is a piece of an article.
type Paragraph struct{ Title, Text string }

// Gold is a piece of the evidence: one of the sentences of a paragraph that say it.
type Gold struct {
	Paragraph int
	Sentences []string
}

// HotpotQA reads the questions of HotpotQA below the data folder. Gold are the sentences marked as supporting facts.
func HotpotQA(data string) ([]Question, error) {
	return read[hotpot](data, "hotpotqa-contexts-100.jsonl")
}

// MuSiQue reads the questions of MuSiQue below the data folder, where paragraphs are marked and each has an answer of its own on the way to the last one. Gold are the sentences of a marked paragraph that state its answer; a step whose
// paragraph states it in no sentence has none.
func MuSiQue(data string) ([]Question, error) {
	return read[musique](data, "musique-contexts-100.jsonl")
}

func read[T interface{ question() Question }](data, name string) ([]Question, error) {
	var all []Question
	for rec, err := range Lines[T](filepath.Join(data, "qa", name+".zst")) {
		if err != nil {
			return nil, err
		}
		all = append(all, rec.question())
	}
	return all, nil
}

// Lines reads the records of a file, compressed or not.
func Lines[T any](path string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		r, err := unpack.Open(path)
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		defer r.Close()
		jsonl.Read[T](r, path, jsonl.Options{})(yield)
	}
}
