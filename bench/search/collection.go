package main

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"infoseek/search"
)

// collection is what engines get: a file of documents, one a line (title, tab, text), which are known by the number of their line from 0; a file of queries (id, tab, text); and judgements by those numbers, nil for none.
type collection struct {
	name, docs, queries string
	documents           int
	qrels               search.Qrels
}

// document is a line of a collection's file.
type document struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

func (d document) line() string { return oneLine(d.Title) + "\t" + oneLine(d.Text) + "\n" }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// retrieval is the 164,481 passages with HotpotQA's questions.
func (b *bench) retrieval() (collection, error) {
	all, err := b.passages()
	if err != nil {
		return collection{}, err
	}
	return b.collect("retrieval", all, "retrieval/queries.tsv", "retrieval/qrels.txt")
}

func (b *bench) passages() ([]document, error) {
	f, err := os.Open(filepath.Join(b.data, "retrieval/passages.jsonl.zst"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := zstd.NewReader(f, zstd.WithDecoderMaxWindow(1<<27))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	var all []document
	for in := json.NewDecoder(z); ; {
		var d document
		if err := in.Decode(&d); err == io.EOF {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("passages: %w", err)
		}
		all = append(all, d)
	}
}

// large is n passages: the real ones, then the first half of one's words with the second half of another's, under the title of the first, the two drawn by a generator with a fixed seed.
func (b *bench) large(n int) (collection, error) {
	real, err := b.passages()
	if err != nil {
		return collection{}, err
	}
	all := real[:min(n, len(real))]
	r := rand.New(rand.NewPCG(1, 2))
	for len(all) < n {
		first, second := real[r.IntN(len(real))], real[r.IntN(len(real))]
		x, y := strings.Fields(first.Text), strings.Fields(second.Text)
		all = append(all, document{Title: first.Title, Text: strings.Join(x[:len(x)/2], " ") + " " + strings.Join(y[len(y)/2:], " ")})
	}
	return b.collect(fmt.Sprintf("large-%d", n), all, "retrieval/queries.tsv", "")
}

// The files of SciFact's test topics.
const (
	sciFactTopics = "retrieval/scifact/topics.beir-v1.0.0-scifact.test.tsv.gz"
	sciFactQrels  = "retrieval/scifact/qrels.beir-v1.0.0-scifact.test.txt"
)

// sciFact is BEIR's SciFact with its test topics.
func (b *bench) sciFact() (collection, error) {
	all, err := b.abstracts()
	if err != nil {
		return collection{}, err
	}
	return b.collect("scifact", all, sciFactTopics, sciFactQrels)
}

func (b *bench) abstracts() ([]document, error) {
	z, err := zip.OpenReader(filepath.Join(b.data, "retrieval/scifact/scifact.zip"))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	f, err := z.Open("corpus_train.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("scifact: %w", err)
	}
	var all []document
	for _, row := range rows[1:] {
		all = append(all, document{row[0], row[1], row[2]})
	}
	return all, nil
}

// collect writes the files of a collection. Judgements, if there are any, come to name documents by number.
func (b *bench) collect(name string, all []document, queries, qrels string) (collection, error) {
	c := collection{name: name, docs: filepath.Join(b.dir, name+".docs"), queries: filepath.Join(b.dir, name+".queries"), documents: len(all)}
	if err := writeLines(c.docs, all); err != nil {
		return c, err
	}
	if err := b.copyQueries(queries, c.queries); err != nil || qrels == "" {
		return c, err
	}
	f, err := os.Open(filepath.Join(b.data, qrels))
	if err != nil {
		return c, err
	}
	defer f.Close()
	byID, err := search.ReadQrels(f, qrels)
	c.qrels = numbered(byID, all)
	return c, err
}

func writeLines(path string, all []document) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	for _, d := range all {
		out.WriteString(d.line())
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func (b *bench) copyQueries(from, to string) error {
	f, err := os.Open(filepath.Join(b.data, from))
	if err != nil {
		return err
	}
	defer f.Close()
	in := io.Reader(f)
	if filepath.Ext(from) == ".gz" {
		if in, err = gzip.NewReader(f); err != nil {
			return err
		}
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

func numbered(byID search.Qrels, all []document) search.Qrels {
	numbers := map[string]string{}
	for n, d := range all {
		numbers[d.ID] = fmt.Sprint(n)
	}
	qrels := search.Qrels{}
	for query, relevant := range byID {
		qrels[query] = map[string]int{}
		for id, level := range relevant {
			qrels[query][numbers[id]] = level
		}
	}
	return qrels
}
