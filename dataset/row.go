package dataset

import "infoseek"

// row is a question as a row of a Parquet file: the columns and their names are those of questions.jsonl. Lists are lists, null is null.
type row struct {
	V           int64          `parquet:"v"`
	ID          string         `parquet:"id"`
	Run         string         `parquet:"run"`
	Question    string         `parquet:"question"`
	Answer      string         `parquet:"answer"`
	Aliases     []string       `parquet:"aliases,list"`
	Tree        treeRow        `parquet:"tree"`
	Certificate certificateRow `parquet:"certificate"`
	Clauses     []clauseRow    `parquet:"clauses,list"`
	Corpus      corpusRow      `parquet:"corpus"`
	Retriever   retrieverRow   `parquet:"retriever"`
	Version     string         `parquet:"version"`
	Hops        int64          `parquet:"hops"`
	Seed        uint64         `parquet:"seed"`
	Planner     string         `parquet:"planner"`
}

type treeRow struct {
	Vertices []vertexRow `parquet:"vertices,list"`
	Edges    []edgeRow   `parquet:"edges,list"`
}

type vertexRow struct {
	ID        int64         `parquet:"id"`
	Kind      string        `parquet:"kind"`
	Entity    *string       `parquet:"entity,optional"`
	Page      *string       `parquet:"page,optional"`
	Hidden    bool          `parquet:"hidden"`
	Attribute *attributeRow `parquet:"attribute,optional"`
}

type attributeRow struct {
	Type  string   `parquet:"type"`
	Value string   `parquet:"value"`
	Low   *float64 `parquet:"low,optional"`
	High  *float64 `parquet:"high,optional"`
	Unit  string   `parquet:"unit"`
}

type edgeRow struct {
	Parent   int64       `parquet:"parent"`
	Child    int64       `parquet:"child"`
	Kind     string      `parquet:"kind"`
	Claim    string      `parquet:"claim"`
	Evidence evidenceRow `parquet:"evidence"`
}

type evidenceRow struct {
	Page     string `parquet:"page"`
	Revision string `parquet:"revision"`
	Start    int64  `parquet:"start"`
	End      int64  `parquet:"end"`
	SHA256   string `parquet:"sha256"`
}

type certificateRow struct {
	Unique       bool             `parquet:"unique"`
	Minimal      bool             `parquet:"minimal"`
	Grade        string           `parquet:"grade"`
	Determined   string           `parquet:"determined"`
	Vertices     []countsRow      `parquet:"vertices,list"`
	Edges        []edgeCountsRow  `parquet:"edges,list"`
	Selectivity  int64            `parquet:"selectivity"`
	Cover        coverRow         `parquet:"cover"`
	Exposed      []exposedRow     `parquet:"exposed,list"`
	OneShot      oneShotRow       `parquet:"one_shot"`
	Alternatives []alternativeRow `parquet:"alternatives,list"`
	NameRecall   *float64         `parquet:"name_recall,optional"`
}

type countsRow struct {
	ID   int64 `parquet:"id"`
	Up   int64 `parquet:"up"`
	Both int64 `parquet:"both"`
}

type edgeCountsRow struct {
	Child   int64 `parquet:"child"`
	Alone   int64 `parquet:"alone"`
	Without int64 `parquet:"without"`
}

type coverRow struct {
	Pages int64 `parquet:"pages"`
	Most  int64 `parquet:"most"`
}

type exposedRow struct {
	Kind    string `parquet:"kind"`
	Text    string `parquet:"text"`
	Start   int64  `parquet:"start"`
	End     int64  `parquet:"end"`
	Allowed bool   `parquet:"allowed"`
}

type oneShotRow struct {
	Question ranksRow  `parquet:"question"`
	Clause   ranksRow  `parquet:"clause"`
	Pair     *ranksRow `parquet:"pair,optional"`
}

type ranksRow struct {
	Answer *int64      `parquet:"answer,optional"`
	Hidden []hiddenRow `parquet:"hidden,list"`
}

type hiddenRow struct {
	ID   int64  `parquet:"id"`
	Rank *int64 `parquet:"rank,optional"`
}

type alternativeRow struct {
	Child int64    `parquet:"child"`
	Pages []string `parquet:"pages,list"`
}

type clauseRow struct {
	Edges []int64 `parquet:"edges,list"`
	Start int64   `parquet:"start"`
	End   int64   `parquet:"end"`
}

type corpusRow struct {
	Hash     string `parquet:"hash"`
	Entities int64  `parquet:"entities"`
}

type retrieverRow struct {
	Engine   string  `parquet:"engine"`
	Analysis string  `parquet:"analysis"`
	K1       float64 `parquet:"k1"`
	B        float64 `parquet:"b"`
	Title    int64   `parquet:"title_weight"`
	Unit     string  `parquet:"unit"`
	Depth    int64   `parquet:"depth"`
}

func newRow(q infoseek.Question) row {
	return row{
		V: int64(q.V), ID: q.ID, Run: q.Run, Question: q.Question, Answer: q.Answer, Aliases: q.Aliases,
		Tree:        treeRow{each(q.Tree.Vertices, newVertexRow), each(q.Tree.Edges, newEdgeRow)},
		Certificate: newCertificateRow(q.Certificate),
		Clauses:     each(q.Clauses, newClauseRow),
		Corpus:      corpusRow{q.Corpus.Hash, int64(q.Corpus.Entities)},
		Retriever:   newRetrieverRow(q.Retriever),
		Version:     q.Version, Hops: int64(q.Hops), Seed: q.Seed, Planner: q.Planner,
	}
}

func newVertexRow(v infoseek.Vertex) vertexRow {
	r := vertexRow{ID: int64(v.ID), Kind: string(v.Kind), Entity: v.Entity, Page: v.Page, Hidden: v.Hidden}
	if a := v.Attribute; a != nil {
		r.Attribute = &attributeRow{string(a.Kind), a.Value, a.Low, a.High, a.Unit}
	}
	return r
}

func newEdgeRow(e infoseek.Edge) edgeRow {
	return edgeRow{int64(e.Parent), int64(e.Child), string(e.Kind), e.Claim, newEvidenceRow(e.Evidence)}
}

func newCertificateRow(c infoseek.Certificate) certificateRow {
	return certificateRow{
		Unique: c.Unique, Minimal: c.Minimal, Grade: string(c.Grade), Determined: string(c.Determined),
		Vertices: each(c.Vertices, func(v infoseek.VertexCert) countsRow { return countsRow{int64(v.ID), int64(v.Up), int64(v.Both)} }),
		Edges: each(c.Edges, func(e infoseek.EdgeCert) edgeCountsRow {
			return edgeCountsRow{int64(e.Child), int64(e.Alone), int64(e.Without)}
		}),
		Selectivity: int64(c.Selectivity),
		Cover:       coverRow{int64(c.Cover.Pages), int64(c.Cover.Most)},
		Exposed: each(c.Exposed, func(e infoseek.Exposed) exposedRow {
			return exposedRow{e.Kind, e.Text, int64(e.Start), int64(e.End), e.Allowed}
		}),
		OneShot:      newOneShotRow(c.OneShot),
		Alternatives: each(c.Alternatives, func(a infoseek.Alternative) alternativeRow { return alternativeRow{int64(a.Child), a.Pages} }),
		NameRecall:   c.NameRecall,
	}
}

func newOneShotRow(o infoseek.OneShot) oneShotRow {
	r := oneShotRow{Question: newRanksRow(o.Question), Clause: newRanksRow(o.Clause)}
	if o.Pair != nil {
		pair := newRanksRow(*o.Pair)
		r.Pair = &pair
	}
	return r
}

func newRanksRow(r infoseek.Ranks) ranksRow {
	return ranksRow{rank(r.Answer), each(r.Hidden, func(h infoseek.HiddenRank) hiddenRow { return hiddenRow{int64(h.ID), rank(h.Rank)} })}
}

func rank(r *int) *int64 {
	if r == nil {
		return nil
	}
	n := int64(*r)
	return &n
}

func newClauseRow(c infoseek.Clause) clauseRow {
	return clauseRow{each(c.Edges, func(e int) int64 { return int64(e) }), int64(c.Start), int64(c.End)}
}

func newRetrieverRow(r infoseek.Retriever) retrieverRow {
	return retrieverRow{r.Engine, r.Analysis, r.K1, r.B, int64(r.TitleWeight), string(r.Unit), int64(r.Depth)}
}

func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = f(a)
	}
	return out
}
