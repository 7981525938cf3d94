package dataset

import "infoseek"

// sampleRow is a sample as a row of a Parquet file: the columns of trajectories.jsonl, the trajectory's among them, and its conversation as messages.
type sampleRow struct {
	V          int64             `parquet:"v"`
	ID         string            `parquet:"id"`
	Run        string            `parquet:"run"`
	QuestionID string            `parquet:"question_id"`
	Sample     int64             `parquet:"sample"`
	Seed       uint64            `parquet:"seed"`
	Question   string            `parquet:"question"`
	Gold       []string          `parquet:"gold,list"`
	Agent      string            `parquet:"agent"`
	Answer     string            `parquet:"answer"`
	Ended      string            `parquet:"ended"`
	Turns      int64             `parquet:"turns"`
	Messages   []callMessage     `parquet:"messages,list"`
	Tools      string            `parquet:"tools,json"`
	Segments   []segmentRow      `parquet:"segments,list"`
	Searches   []searchRow       `parquet:"searches,list"`
	Evidence   []evidenceRow     `parquet:"evidence,list"`
	Problems   []problemRow      `parquet:"problems,list"`
	Faults     []faultRow        `parquet:"faults,list"`
	Dropped    []droppedRow      `parquet:"dropped,list"`
	Usage      usageRow          `parquet:"usage"`
	Dollars    float64           `parquet:"dollars"`
	Corpus     string            `parquet:"corpus"`
	Retriever  retrieverRow      `parquet:"retriever"`
	Score      scoreRow          `parquet:"score"`
	Signature  signatureRow      `parquet:"signature"`
	Verdict    *sampleVerdictRow `parquet:"verdict,optional"`
}

// segmentRow leaves the calls to the messages.
type segmentRow struct {
	Turn   int64      `parquet:"turn"`
	Kind   string     `parquet:"kind"`
	Origin string     `parquet:"origin"`
	Text   string     `parquet:"text"`
	Tokens []tokenRow `parquet:"tokens,optional,list"`
	Closed bool       `parquet:"closed"`
}

type tokenRow struct {
	ID      int64    `parquet:"id"`
	LogProb *float64 `parquet:"logprob,optional"`
	Origin  string   `parquet:"origin"`
}

type searchRow struct {
	Turn    int64    `parquet:"turn"`
	Query   string   `parquet:"query"`
	Hits    []hitRow `parquet:"hits,list"`
	Refined string   `parquet:"refined"`
}

type hitRow struct {
	Page  string  `parquet:"page"`
	Title string  `parquet:"title"`
	Score float64 `parquet:"score"`
	Start int64   `parquet:"start"`
	End   int64   `parquet:"end"`
}

type problemRow struct {
	Turn   int64  `parquet:"turn"`
	Offset int64  `parquet:"offset"`
	Line   int64  `parquet:"line"`
	What   string `parquet:"what"`
}

type faultRow struct {
	Turn     int64  `parquet:"turn"`
	Boundary string `parquet:"boundary"`
	Detail   string `parquet:"detail"`
}

type droppedRow struct {
	Turn   int64  `parquet:"turn"`
	What   string `parquet:"what"`
	Tokens int64  `parquet:"tokens"`
}

type usageRow struct {
	Prompt     int64 `parquet:"prompt"`
	Completion int64 `parquet:"completion"`
}

type scoreRow struct {
	Format  bool    `parquet:"format"`
	Problem string  `parquet:"problem"`
	Match   bool    `parquet:"match"`
	F1      float64 `parquet:"f1"`
	Reward  float64 `parquet:"reward"`
}

type signatureRow struct {
	Searches   int64  `parquet:"searches"`
	SeenSearch *int64 `parquet:"seen_search,optional"`
	SeenTurn   *int64 `parquet:"seen_turn,optional"`
}

type sampleVerdictRow struct {
	Accepted bool     `parquet:"accepted"`
	Reasons  []string `parquet:"reasons,list"`
}

func newSampleRow(s infoseek.Sample) sampleRow {
	t := s.Trajectory
	r := sampleRow{
		V: int64(s.V), ID: s.ID, Run: s.Run, QuestionID: s.QuestionID, Sample: int64(s.Number), Seed: s.Seed,
		Question: t.Question, Gold: s.Gold, Agent: t.Agent, Answer: t.Answer, Ended: string(t.Ended), Turns: int64(t.Turns),
		Messages: each(messagesOf(t), newCallMessage), Tools: toolsColumn(t), Segments: each(t.Segments, newSegmentRow),
		Searches: each(t.Searches, newSearchRow), Evidence: each(t.Evidence, newEvidenceRow),
		Usage: usageRow{int64(t.Usage.Prompt), int64(t.Usage.Completion)}, Dollars: t.Dollars, Corpus: t.Corpus, Retriever: newRetrieverRow(t.Retriever),
		Problems: each(t.Problems, func(p infoseek.TrajectoryProblem) problemRow {
			return problemRow{int64(p.Turn), int64(p.Offset), int64(p.Line), p.What}
		}),
		Faults: each(t.Faults, func(f infoseek.TrajectoryFault) faultRow {
			return faultRow{int64(f.Turn), string(f.Boundary), f.Detail}
		}),
		Dropped:   each(t.Dropped, func(d infoseek.Dropped) droppedRow { return droppedRow{int64(d.Turn), d.What, int64(d.Tokens)} }),
		Score:     scoreRow(s.Score),
		Signature: signatureRow{int64(s.Signature.Searches), rank(s.Signature.SeenSearch), rank(s.Signature.SeenTurn)},
	}
	if v := s.Verdict; v != nil {
		r.Verdict = &sampleVerdictRow{v.Accepted, v.Reasons}
	}
	return r
}

func newSegmentRow(s infoseek.Segment) segmentRow {
	r := segmentRow{Turn: int64(s.Turn), Kind: string(s.Kind), Origin: string(s.Origin), Text: s.Text, Closed: s.Closed}
	if s.Tokens != nil {
		r.Tokens = each(s.Tokens, newTokenRow)
	}
	return r
}

func newTokenRow(t infoseek.Token) tokenRow {
	return tokenRow{int64(t.ID), t.LogProb, string(t.Origin)}
}

func newSearchRow(s infoseek.TrajectorySearch) searchRow {
	return searchRow{int64(s.Turn), s.Query, each(s.Hits, newHitRow), s.Refined}
}

func newHitRow(h infoseek.TrajectoryHit) hitRow {
	return hitRow{h.Page, h.Title, h.Score, int64(h.Start), int64(h.End)}
}

func newEvidenceRow(v infoseek.Evidence) evidenceRow {
	return evidenceRow{v.Page, v.Revision, int64(v.Start), int64(v.End), v.SHA256}
}
