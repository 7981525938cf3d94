package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"infoseek"
	"infoseek/internal/memcorpus"
	"infoseek/runs"
)

// The texts of the made-up corpus.
const (
	triton  = "Triton is the largest moon of Neptune.\n\nWilliam Lassell discovered it in 1846. It goes round the planet backwards."
	lassell = "William Lassell was an English brewer and astronomer. He built his own telescopes."
)

func corpus() *memcorpus.Corpus {
	var b memcorpus.Builder
	b.Add(memcorpus.Page{ID: "1", Title: "William Lassell", Text: lassell, Revision: "11", URL: "https://example.org/wiki/William_Lassell"})
	b.Add(memcorpus.Page{ID: "2", Title: "Triton (moon)", Text: triton, Revision: "12", URL: "javascript:alert(1)"})
	b.Add(memcorpus.Page{ID: "3", Title: "Neptune", Text: "Neptune is a planet.", Revision: "13"})
	return b.Build()
}

func evidence(page, text, sentence string) infoseek.Evidence {
	start := strings.Index(text, sentence)
	if start < 0 {
		panic("no such sentence: " + sentence)
	}
	sum := sha256.Sum256([]byte(sentence))
	return infoseek.Evidence{Page: page, Revision: "12", Start: start, End: start + len(sentence), SHA256: hex.EncodeToString(sum[:])}
}

func ref[T any](v T) *T { return &v }

const asked = "Which brewer discovered, between 1840 and 1849, a moon of Neptune?"

func span(part string) (start, end int) {
	start = strings.Index(asked, part)
	return start, start + len(part)
}

func question() infoseek.Question {
	clause := func(part string, edges ...int) infoseek.Clause {
		start, end := span(part)
		return infoseek.Clause{Edges: edges, Start: start, End: end}
	}
	exposed := func(kind, text string, allowed bool) infoseek.Exposed {
		start, end := span(text)
		return infoseek.Exposed{Kind: kind, Text: text, Start: start, End: end, Allowed: allowed}
	}
	ranks := func(answer, hidden *int) infoseek.Ranks {
		return infoseek.Ranks{Answer: answer, Hidden: []infoseek.HiddenRank{{ID: 1, Rank: hidden}}}
	}
	return infoseek.Question{
		V: 1, ID: "q-1", Run: "synth-1", Question: asked, Answer: "William Lassell", Aliases: []string{"Lassell"},
		Tree: infoseek.Tree{
			Vertices: []infoseek.Vertex{
				{ID: 0, Kind: infoseek.EntityVertex, Entity: ref("William Lassell"), Page: ref("1"), Hidden: true},
				{ID: 1, Kind: infoseek.EntityVertex, Entity: ref("Triton (moon)"), Page: ref("2"), Hidden: true},
				{ID: 2, Kind: infoseek.EntityVertex, Entity: ref("Neptune"), Page: ref("3")},
				{ID: 3, Kind: infoseek.AttributeVertex, Attribute: &infoseek.Attribute{Kind: infoseek.AttrYear, Low: ref(1840.0), High: ref(1849.0)}},
				{ID: 4, Kind: infoseek.AttributeVertex, Attribute: &infoseek.Attribute{Kind: infoseek.AttrPhrase, Value: "brewer"}},
			},
			Edges: []infoseek.Edge{
				{Parent: 0, Child: 1, Kind: infoseek.EdgeRelated, Claim: "William Lassell discovered Triton", Evidence: evidence("2", triton, "William Lassell discovered it in 1846.")},
				{Parent: 1, Child: 2, Kind: infoseek.EdgeRelated, Claim: "Triton is the largest moon of Neptune", Evidence: evidence("2", triton, "Triton is the largest moon of Neptune.")},
				{Parent: 1, Child: 3, Kind: infoseek.EdgeAttribute, Claim: "Triton was discovered in the 1840s", Evidence: evidence("2", triton, "William Lassell discovered it in 1846.")},
				{Parent: 0, Child: 4, Kind: infoseek.EdgeAttribute, Claim: "William Lassell was a brewer", Evidence: evidence("1", lassell, "William Lassell was an English brewer and astronomer.")},
			},
		},
		Certificate: infoseek.Certificate{
			Unique: true, Minimal: true, Grade: infoseek.Lexical, Determined: infoseek.DeterminedJoint, Selectivity: 7,
			Vertices:     []infoseek.VertexCert{{ID: 0, Up: 1, Both: 1}, {ID: 1, Up: 3, Both: 1}, {ID: 2, Up: 1, Both: 1}},
			Edges:        []infoseek.EdgeCert{{Child: 1, Alone: 12, Without: 4}, {Child: 2, Alone: 30, Without: 2}, {Child: 3, Alone: 41, Without: 3}, {Child: 4, Alone: 7, Without: 5}},
			Cover:        infoseek.Cover{Pages: 2, Most: 3},
			Exposed:      []infoseek.Exposed{exposed("date", "1840", true), exposed("date", "1849", true), exposed("name", "Neptune", false)},
			Alternatives: []infoseek.Alternative{{Child: 1, Pages: []string{"Guinness", "Carlsberg"}}},
			OneShot:      infoseek.OneShot{Question: ranks(ref(3), ref(1)), Clause: ranks(ref(9), ref(2)), Pair: ref(ranks(nil, ref(4)))},
			NameRecall:   ref(0.984),
		},
		Clauses:   []infoseek.Clause{clause("brewer", 4), clause("discovered", 1), clause("between 1840 and 1849", 3), clause("a moon of Neptune", 2)},
		Corpus:    infoseek.CorpusRef{Hash: corpus().Info().Hash, Entities: 3},
		Retriever: infoseek.Retriever{Analysis: "english", K1: 0.9, B: 0.4, Unit: infoseek.UnitPage, Depth: 20},
		Version:   "0.1", Hops: 2, Seed: 5, Planner: "embedded",
	}
}

func input() Input {
	return Input{
		Title: "Three moons",
		Manifest: runs.Manifest{
			V: 1, Run: "synth-1", Command: "synth", Options: []byte(`{"size":{"min":5,"max":10},"exclude":[],"grade":"relational","root_class":""}`), OptionsHash: strings.Repeat("ab", 32),
			Limits: []byte(`{"n":50}`), Seed: 1, Corpus: infoseek.CorpusRef{Hash: corpus().Info().Hash, Entities: 3}, Versions: runs.Versions{Program: "0.1", Go: "go1.26"},
			State: runs.Done, Short: true, Advice: []string{"all 3 roots were tried"}, Updated: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		},
		Questions: []infoseek.Question{question()},
		Drops:     []infoseek.Drop{{Reason: "not unique"}, {Reason: "leak"}, {Reason: "not unique"}},
		Pages:     corpus(),
	}
}

func rendered(t *testing.T, in Input) string {
	t.Helper()
	var b strings.Builder
	if err := Render(context.Background(), &b, in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
