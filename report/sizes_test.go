package report

import (
	"errors"
	"iter"
	"strings"
	"testing"

	"infoseek"
	"infoseek/runs"
	"infoseek/verify"

	"github.com/google/go-cmp/cmp"
)

func each[T any](all ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func call(item, tokens int, dollars float64) runs.Call {
	return runs.Call{Item: item, Dollars: dollars, Response: infoseek.Response{Usage: infoseek.Usage{Prompt: tokens - 1, Completion: 1}}}
}

func TestSpending(t *testing.T) {
	root := func(item int, data string) runs.Record {
		return runs.Record{Item: item, Kind: "root", Data: []byte(data)}
	}
	records := each(root(0, `{"questions":[{"id":"a"},{"id":"b"}]}`), root(1, `{"questions":[]}`), root(2, `{"questions":[{"id":"c"}]}`))
	s, err := ReadSpending(records, each(call(0, 100, 1), call(0, 20, 1), call(1, 7, .5), call(-5, 3, .25), call(2, 9, 4)))
	if err != nil {
		t.Fatal(err)
	}
	want := Spending{Of: map[string]Spent{"a": {60, 1}, "b": {60, 1}, "c": {9, 4}}, Rest: Spent{10, .75}}
	if d := cmp.Diff(want, s); d != "" {
		t.Error(d)
	}
	broken := func(yield func(runs.Call, error) bool) { yield(runs.Call{}, errors.New("torn")) }
	if _, err := ReadSpending(records, broken); err == nil {
		t.Error("a broken journal gives no error")
	}
}

func TestSizes(t *testing.T) {
	of := func(id string, vertices int) infoseek.Question {
		return infoseek.Question{ID: id, Tree: infoseek.Tree{Vertices: make([]infoseek.Vertex, vertices)}}
	}
	in := Input{
		Questions: []infoseek.Question{of("a", 5), of("b", 7), of("c", 5), of("d", 5)},
		Verdicts: verify.Verdicts{
			"a": {"difficulty": {Outcome: verify.Pass, Usage: infoseek.Usage{Prompt: 90, Completion: 10}, Dollars: .5}, "clarity": {Outcome: verify.Fail, Usage: infoseek.Usage{Prompt: 100}, Dollars: .5}},
			"b": {"difficulty": {Outcome: verify.Fail}},
			"c": {"difficulty": {Outcome: verify.Fault}},
		},
		Spending: Spending{Of: map[string]Spent{"b": {1000, 2}}, Rest: Spent{800, 1}},
	}
	want := []sizeRow{
		{"5", "3", "75%", "100% of 1", "66", "$0.3333", "$1.0000"},
		{"7", "1", "25%", "0% of 1", "1,000", "$2.0000", "$2.0000"},
		{"all", "4", "100%", "50% of 2", "500", "$1.0000", "$4.0000"},
	}
	if d := cmp.Diff(want, sizes(in)); d != "" {
		t.Error(d)
	}
	if sizes(Input{}) != nil {
		t.Error("a table of no questions")
	}
	page := rendered(t, input())
	if !strings.Contains(page, `<th scope="row">5</th><td>1</td>`) {
		t.Error("the page has no table by number of vertices")
	}
}
