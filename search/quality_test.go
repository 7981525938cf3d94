package search

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"testing"

	"infoseek"
	"infoseek/internal/golden"
)

// TestQuality keeps the ranking quality on BEIR SciFact in a golden file, so that a change of ranking shows in review.
func TestQuality(t *testing.T) {
	c := readSciFact(t)
	topics, qrels := sciFactTopics(t)
	var out bytes.Buffer
	for _, analysis := range []string{English, Neutral} {
		for _, words := range []int{DefaultPassageWords, 10000} {
			ix := build(t, c, Options{Analysis: analysis, PassageWords: words})
			e := evaluate(t, ix, Settings{}, c, topics, qrels)
			fmt.Fprintf(&out, "scifact %s, passages of %d words, k1 %g, b %g: recall@5 %.4f recall@100 %.4f nDCG@10 %.4f MRR %.4f, %d queries, %d unanswered, %d skipped\n",
				analysis, words, DefaultK1, DefaultB, e.Mean.Recall[5], e.Mean.Recall[100], e.Mean.NDCG10, e.Mean.MRR, len(e.Queries), e.Unanswered, e.Skipped)
		}
	}
	golden.Equal(t, "testdata/quality.txt", out.Bytes())
}

func evaluate(t testing.TB, ix *Index, set Settings, c texts, topics []Topic, qrels Qrels) Evaluation {
	t.Helper()
	run, err := ix.RunTopics(context.Background(), newSearcher(t, ix, set), c, topics, infoseek.UnitPage, 100)
	if err != nil {
		t.Fatal(err)
	}
	return Evaluate(run, qrels)
}

func readSciFact(t *testing.T) texts {
	z, err := zip.OpenReader(dataFile(t, "retrieval/scifact/scifact.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("corpus_train.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var c texts
	for _, row := range rows[1:] {
		c.pages = append(c.pages, textPage{row[0], row[1], row[2]})
	}
	return c
}

func sciFactTopics(t *testing.T) ([]Topic, Qrels) {
	f, err := os.Open(dataFile(t, "retrieval/scifact/topics.beir-v1.0.0-scifact.test.tsv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	topics, err := ReadQueries(z, "topics")
	if err != nil {
		t.Fatal(err)
	}
	return topics, readQrelsFile(t, "retrieval/scifact/qrels.beir-v1.0.0-scifact.test.txt")
}

func readQrelsFile(t testing.TB, path string) Qrels {
	t.Helper()
	f, err := os.Open(dataFile(t, path))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	qrels, err := ReadQrels(f, path)
	if err != nil {
		t.Fatal(err)
	}
	return qrels
}
