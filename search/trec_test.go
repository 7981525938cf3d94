package search

import (
	"bytes"
	"context"
	"math"
	"reflect"
	"strings"
	"testing"

	"infoseek"
)

func TestReadQueries(t *testing.T) {
	got, err := ReadQueries(strings.NewReader("\ufeffq1\tWho wrote it?\r\n\nq2\t a\tb \nq3\t"), "q.tsv")
	want := []Topic{{"q1", "Who wrote it?"}, {"q2", "a\tb"}, {"q3", ""}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestReadersNameTheLine(t *testing.T) {
	readQueries := func(s string) error { _, err := ReadQueries(strings.NewReader(s), "f"); return err }
	readRun := func(s string) error { _, err := ReadRun(strings.NewReader(s), "f"); return err }
	readQrels := func(s string) error { _, err := ReadQrels(strings.NewReader(s), "f"); return err }
	for _, c := range []struct {
		read        func(string) error
		input, want string
	}{
		{readQueries, "q1\ta\nq2 b", "search: f:2: no tab: write the query's id, a tab and its text"},
		{readQueries, "\n\ta", `search: f:2: query id "" is empty or has a blank in it`},
		{readQueries, "q 1\ta", `search: f:1: query id "q 1" is empty or has a blank in it`},
		{readQueries, "q1\ta\nq1\tb", `search: f:2: query id "q1" is also that of line 1`},
		{readRun, "q Q0 d 1 2.5 t\nq Q0 e 2 t", "search: f:2: 5 columns; a run has 6: query, Q0, document, rank, score, tag"},
		{readRun, "q Q0 d 1 high t", `search: f:1: score "high" is no number`},
		{readRun, "q Q0 d 1 NaN t", `search: f:1: score "NaN" is no number`},
		{readRun, "q Q0 d 1 2 t\nr Q0 d 1 2 t\nq Q0 d 2 1 t", `search: f:3: document "d" of query "q" is also in line 1`},
		{readQrels, "q 0 d 1\nq d 1", "search: f:2: 3 columns; judgements have 4 (query, iteration, document, relevance), or 3 below the header query-id, corpus-id, score"},
		{readQrels, "q 0 d yes", `search: f:1: relevance "yes" is no whole number`},
		{readQrels, "q 0 d 1\nq 0 d 0", `search: f:2: document "d" of query "q" is judged 1 and 0`},
	} {
		if err := c.read(c.input); err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.input, err, c.want)
		}
	}
}

func TestReadQrels(t *testing.T) {
	want := Qrels{"q1": {"a": 1, "b": 0}, "q2": {"c": 2}}
	for name, input := range map[string]string{
		"TREC": "q1 0 a 1\nq1\t0\tb 0\nq2 Q0 c 2\nq2 Q0 c 2\n",
		"BEIR": "query-id\tcorpus-id\tscore\r\nq1\ta\t1\r\nq1\tb\t0\r\nq2\tc\t2\r\n",
	} {
		if got, err := ReadQrels(strings.NewReader(input), name); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestRunRoundTrip(t *testing.T) {
	run := Run{{"q2", []Document{{"a", 2.5}, {"b#1", 1.0 / 3}}}, {"q1", []Document{{"c", 1e-9}}}}
	var file bytes.Buffer
	if err := WriteRun(&file, run, "tag"); err != nil {
		t.Fatal(err)
	}
	if want := "q2 Q0 a 1 2.5 tag\nq2 Q0 b#1 2 0.3333333333333333 tag\nq1 Q0 c 1 1e-09 tag\n"; file.String() != want {
		t.Errorf("%q", file.String())
	}
	if got, err := ReadRun(&file, "run"); err != nil || !reflect.DeepEqual(got, run) {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []Run{{{"q", []Document{{"John Gould", 1}}}}, {{"", []Document{{"a", 1}}}}} {
		if err := WriteRun(&file, bad, "tag"); err == nil {
			t.Errorf("%v is written", bad)
		}
	}
	if err := WriteRun(&file, run, "my tag"); err == nil {
		t.Error("a tag with a blank is written")
	}
}

func TestRunTopics(t *testing.T) {
	c := plain("Heron", "A heron wades. A heron fishes.", "Otter", "An otter swims.")
	ix := build(t, c, Options{PassageWords: 3})
	s := newSearcher(t, ix, Settings{})
	for unit, want := range map[infoseek.Unit]string{
		infoseek.UnitPassage: "1 Q0 p0#0 1|1 Q0 p0#1 2|2 Q0 p1 1",
		infoseek.UnitPage:    "1 Q0 p0 1|2 Q0 p1 1",
	} {
		run, err := ix.RunTopics(context.Background(), s, c, []Topic{{"1", "heron"}, {"2", "otter"}, {"3", "badger"}}, unit, 10)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := WriteRun(&file, run, "t"); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, line := range strings.Split(strings.TrimSpace(file.String()), "\n") {
			got = append(got, strings.Join(strings.Fields(line)[:4], " "))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: %q, not %q", unit, got, want)
		}
	}
}

// The expected values are those of pytrec_eval-terrier 0.5.11 on the same run and judgements: recall.5, ndcg_cut.10, recip_rank.
func TestEvaluateAsTrecEval(t *testing.T) {
	run, err := ReadRun(strings.NewReader(evaluatedRun), "run")
	if err != nil {
		t.Fatal(err)
	}
	qrels, err := ReadQrels(strings.NewReader(evaluatedQrels), "qrels")
	if err != nil {
		t.Fatal(err)
	}
	e := Evaluate(run, qrels)
	want := map[string][3]float64{
		"graded":     {0.5, 0.5252724710389359, 0.5},
		"late":       {0.5, 0.4415801103577823, 0.2},
		"nothing":    {0, 0, 0},
		"ties":       {1.0, 0.600184553744539, 0.5},
		"unanswered": {0, 0, 0},
	}
	if len(e.Queries) != len(want) || e.Unanswered != 1 || e.Skipped != 2 {
		t.Errorf("%d queries, %d unanswered, %d skipped", len(e.Queries), e.Unanswered, e.Skipped)
	}
	var mean [3]float64
	for _, q := range e.Queries {
		for i, got := range [3]float64{q.Recall[5], q.NDCG10, q.MRR} {
			if math.Abs(got-want[q.Query][i]) > 1e-12 {
				t.Errorf("%s: measure %d is %v, not %v", q.Query, i, got, want[q.Query][i])
			}
			mean[i] += got / float64(len(want))
		}
	}
	for i, got := range [3]float64{e.Mean.Recall[5], e.Mean.NDCG10, e.Mean.MRR} {
		if math.Abs(got-mean[i]) > 1e-12 {
			t.Errorf("mean %d is %v, not %v", i, got, mean[i])
		}
	}
}

// evaluatedRun has ranks that contradict the scores, ties (two of them in single precision only), and a query that is not judged.
const evaluatedRun = `graded Q0 d1 1 9.5 t
graded Q0 d2 2 9 t
graded Q0 d3 3 8 t
graded Q0 d4 4 7.25 t
graded Q0 d5 5 7 t
graded Q0 d6 6 3 t
graded Q0 d7 7 2.5 t
late Q0 d1 9 1 t
late Q0 d2 8 2 t
late Q0 d3 7 3 t
late Q0 d4 6 4 t
late Q0 d5 5 5 t
late Q0 d6 4 6 t
late Q0 d7 3 7 t
nothing Q0 d1 1 2 t
nothing Q0 d2 2 1 t
ties Q0 d1 1 5 t
ties Q0 d2 2 5 t
ties Q0 d3 3 4.00000001 t
ties Q0 d4 4 4 t
ties Q0 d10 5 4 t
ties Q0 d5 6 1 t
unjudged Q0 d1 1 1 t
`

const evaluatedQrels = `graded 0 d2 3
graded 0 d4 1
graded 0 d7 2
graded 0 d5 0
graded 0 d6 -1
graded 0 d99 2
late 0 d1 1
late 0 d3 1
nothing 0 d8 1
ties 0 d1 1
ties 0 d3 2
ties 0 d10 1
unanswered 0 d1 1
irrelevant 0 d1 0
`

// TestBrowseCompPlusQrels reads the judgements of BrowseComp-Plus as they are published.
func TestBrowseCompPlusQrels(t *testing.T) {
	for file, want := range map[string]int{"retrieval/browsecomp-plus/qrel_golds.txt": 2407, "retrieval/browsecomp-plus/qrel_evidence.txt": 5064} {
		qrels, judgements := readQrelsFile(t, file), 0
		for _, relevance := range qrels {
			judgements += len(relevance)
		}
		if len(qrels) != 830 || judgements != want {
			t.Errorf("%s: %d judgements of %d topics", file, judgements, len(qrels))
		}
	}
}

func FuzzReadQueries(f *testing.F) {
	f.Add("q1\twho\nq2\twhat")
	f.Fuzz(func(t *testing.T, s string) {
		topics, err := ReadQueries(strings.NewReader(s), "f")
		seen := map[string]bool{}
		for _, topic := range topics {
			if err != nil || topic.ID == "" || seen[topic.ID] || strings.ContainsAny(topic.ID, " \t\n") {
				t.Errorf("%q gives %q, %v", s, topics, err)
			}
			seen[topic.ID] = true
		}
	})
}

func FuzzReadQrels(f *testing.F) {
	f.Add("q 0 d 1")
	f.Add("query-id\tcorpus-id\tscore\nq\td\t1")
	f.Fuzz(func(t *testing.T, s string) {
		qrels, err := ReadQrels(strings.NewReader(s), "f")
		if err == nil && len(Evaluate(nil, qrels).Queries) > len(qrels) {
			t.Errorf("%q gives %v", s, qrels)
		}
	})
}

func FuzzReadRun(f *testing.F) {
	f.Add("q Q0 d 1 2.5 t\nq Q0 e 2 -1e3 t\n")
	f.Fuzz(func(t *testing.T, s string) {
		run, err := ReadRun(strings.NewReader(s), "run")
		if err != nil {
			return
		}
		for _, r := range run {
			if r.Query == "" || len(r.Documents) == 0 {
				t.Errorf("%q gives %+v", s, run)
			}
		}
		Evaluate(run, Qrels{"q": {"d": 1}})
	})
}
