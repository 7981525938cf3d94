package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"infoseek/bench/table"
	"infoseek/contamination"
	"infoseek/dataset"
	"infoseek/internal/jsonl"
	"infoseek/internal/unpack"
)

// passage is a line of the retrieval set's passages.
type passage struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// plantings are ways to put a question into a passage.
var plantings = []struct {
	name string
	put  func(r *rand.Rand, passage, question string) string
}{
	{"word for word", func(_ *rand.Rand, p, q string) string { return p + " " + q + " " + p }},
	{"in capitals without marks", func(_ *rand.Rand, p, q string) string {
		return p + " " + strings.ToUpper(strings.Map(func(r rune) rune {
			if strings.ContainsRune("?,.'\"", r) {
				return -1
			}
			return r
		}, q))
	}},
	{"every eighth word changed", func(r *rand.Rand, p, q string) string {
		words := strings.Fields(q)
		for i := r.IntN(8); i < len(words); i += 8 {
			words[i] = "perhaps"
		}
		return p + " " + strings.Join(words, " ") + " " + p
	}},
}

// What is asked of the firewall, on questions other than those that its share was picked on.
const (
	mostWithheld = .01
	leastFound   = .99
)

// told is how many passages the firewall withholds for a question: as they are, and with the question put in.
type told struct {
	of, alarms int
	found      []int // by planting
	chance     *rand.Rand
}

func newTold() *told {
	return &told{found: make([]int, len(plantings)), chance: rand.New(rand.NewPCG(1, 1))}
}

func (t *told) add(passage, question string) {
	t.of++
	if contamination.Tells(passage, question) {
		t.alarms++
	}
	for i, way := range plantings {
		if contamination.Tells(way.put(t.chance, passage, question), question) {
			t.found[i]++
		}
	}
}

// rows are the figures, with goals or without.
func (t *told) rows(what string, asked bool) []table.Row {
	most, least := table.Bound{}, table.Bound{}
	if asked {
		most, least = table.AtMost(mostWithheld), table.AtLeast(leastFound)
	}
	rows := []table.Row{table.Figure(fmt.Sprintf("firewall, %s (%d): withheld", what, t.of), share(t.alarms, t.of), "", most)}
	for i, way := range plantings {
		rows = append(rows,
			table.Figure(fmt.Sprintf("firewall, %s, the question put in, %s: recall", what, way.name), share(t.found[i], t.of), "", least),
			table.Figure(fmt.Sprintf("firewall, %s, the question put in, %s: precision", what, way.name), float64(t.found[i])/float64(max(1, t.found[i]+t.alarms)), "", least))
	}
	return rows
}

// leaks measures the firewall at test time. Its share was picked on HotpotQA's questions and the passages that answer them (picked), so what it is worth is measured on other questions: MuSiQue's with the paragraphs that come with
// them, and NQ's and TriviaQA's with the passages of pages that are called as an answer is.
func leaks(data string) ([]table.Row, error) {
	var rows []table.Row
	for _, part := range []struct {
		what    string
		asked   bool
		measure func(data string, t *told) error
	}{
		{"MuSiQue's paragraphs", true, musique},
		{"NQ's and TriviaQA's answers' pages", true, answersPages},
		{"HotpotQA's passages, on which its share was picked", false, picked},
	} {
		t := newTold()
		err := part.measure(data, t)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			rows = append(rows, table.Skip("firewall, "+part.what, "", table.Bound{}, err.Error()))
		case err != nil:
			return nil, err
		case t.of == 0:
			return nil, fmt.Errorf("firewall, %s: no passage of a question", part.what)
		default:
			rows = append(rows, t.rows(part.what, part.asked)...)
		}
	}
	return rows, nil
}

// musique takes each question with its twenty paragraphs, those that answer it and those that a search brought up beside them.
func musique(data string, t *told) error {
	type record struct {
		Question   string `json:"question"`
		Paragraphs []struct {
			Title string `json:"title"`
			Text  string `json:"paragraph_text"`
		} `json:"paragraphs"`
	}
	for r, err := range lines[record](filepath.Join(data, "qa", "musique-contexts-100.jsonl.zst")) {
		if err != nil {
			return err
		}
		for _, p := range r.Paragraphs {
			t.add(p.Title+"\n"+p.Text, r.Question)
		}
	}
	return nil
}

// answersPages takes each passage whose page is called as an answer to a question is, with the first such question of each set.
func answersPages(data string, t *told) error {
	asked := map[string][]string{} // answer -> questions
	for _, set := range []string{"nq", "triviaqa"} {
		first := map[string]bool{}
		for q, err := range dataset.ReadBenchmark(filepath.Join(data, "qa", set+".jsonl.zst")) {
			if err != nil {
				return err
			}
			for _, a := range q.Answers {
				if a = strings.ToLower(a); !first[a] {
					first[a] = true
					asked[a] = append(asked[a], q.Question)
				}
			}
		}
	}
	for p, err := range lines[passage](filepath.Join(data, "retrieval", "passages.jsonl.zst")) {
		if err != nil {
			return err
		}
		for _, q := range asked[strings.ToLower(p.Title)] {
			t.add(p.Title+"\n"+p.Text, q)
		}
	}
	return nil
}

// picked takes HotpotQA's questions with the passages that answer them.
func picked(data string, t *told) error {
	folder := filepath.Join(data, "retrieval")
	questions, err := pairs(filepath.Join(folder, "queries.tsv"), "\t")
	if err != nil {
		return err
	}
	relevant, err := pairs(filepath.Join(folder, "qrels.txt"), " ")
	if err != nil {
		return err
	}
	wanted := map[string][]string{} // passage -> questions
	for _, p := range relevant {
		f := strings.Fields(p[1])
		wanted[f[1]] = append(wanted[f[1]], p[0])
	}
	text := map[string]string{}
	for _, q := range questions {
		text[q[0]] = q[1]
	}
	for p, err := range lines[passage](filepath.Join(folder, "passages.jsonl.zst")) {
		if err != nil {
			return err
		}
		for _, id := range wanted[p.ID] {
			if q, ok := text[id]; ok {
				t.add(p.Title+"\n"+p.Text, q)
			}
		}
	}
	return nil
}

// lines ranges over the records of a file, compressed or not.
func lines[T any](file string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		f, err := unpack.Open(file)
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		defer f.Close()
		jsonl.Read[T](f, file, jsonl.Options{})(yield)
	}
}

// pairs reads lines of two parts.
func pairs(file, by string) (all [][2]string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	for in.Scan() {
		if first, rest, ok := strings.Cut(in.Text(), by); ok {
			all = append(all, [2]string{first, rest})
		}
	}
	return all, in.Err()
}
