package runs

import (
	"testing"

	"infoseek"
	"infoseek/internal/jsonl"
)

// benchQuestions are those of the dataset package's tests, about 2.8 kB each.
func benchQuestions(b *testing.B) []infoseek.Question {
	b.Helper()
	var all []infoseek.Question
	for q, err := range jsonl.ReadFile[infoseek.Question]("../dataset/testdata/run/questions.jsonl", jsonl.Options{}) {
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, q)
	}
	return all
}

func BenchmarkAppend(b *testing.B) {
	questions := benchQuestions(b)
	r, err := Open(b.TempDir(), testOptions())
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for i := 0; b.Loop(); i++ {
		if err := r.Append("question", i, questions[i%len(questions)]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRecords(b *testing.B) {
	questions := benchQuestions(b)
	r, err := Open(b.TempDir(), testOptions())
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	const n = 2000
	for i := range n {
		if err := r.Append("question", i, questions[i%len(questions)]); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		read := 0
		for _, err := range r.Records() {
			if err != nil {
				b.Fatal(err)
			}
			read++
		}
		if read != n {
			b.Fatalf("%d records", read)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "records/s")
}
