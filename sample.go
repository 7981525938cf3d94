package infoseek

// Sample is one record of a run's trajectories.jsonl: one of the trajectories that were sampled for a question, with its score. accepted.jsonl has those that were accepted, as the same records with their Verdict.
type Sample struct {
	V          int    `json:"v"`
	ID         string `json:"id"` // question/number
	Run        string `json:"run"`
	QuestionID string `json:"question_id"`
	Number     int    `json:"sample"` // among the question's samples, from 0
	Seed       uint64 `json:"seed"`   // a function of the run's seed, the question's id and Number
	// Gold is the question's answer, then its aliases; empty where nobody knows them.
	Gold []string `json:"gold"`
	// Trajectory has no times: they would differ from run to run.
	Trajectory Trajectory     `json:"trajectory"`
	Score      SampleScore    `json:"score"`
	Signature  Signature      `json:"signature"`
	Verdict    *SampleVerdict `json:"verdict,omitempty"` // null until it was decided about
}

// SampleScore is what reward makes of a trajectory. Where the trajectory ended in a fault, it says nothing.
type SampleScore struct {
	Format  bool    `json:"format"`
	Problem string  `json:"problem"` // of the format, "" if it is right
	Match   bool    `json:"match"`   // the answer is one of Gold by exact match
	F1      float64 `json:"f1"`
	Reward  float64 `json:"reward"` // 1 if format and answer are right, else 0
}

// Signature is how a trajectory came to its answer (FORT, arXiv 2606.12087). Searches are counted by query.
type Signature struct {
	Searches int `json:"searches"`
	// SeenSearch and SeenTurn number, from 1, the search and the turn in whose documents a gold answer first shows; null if it never does.
	SeenSearch *int `json:"seen_search"`
	SeenTurn   *int `json:"seen_turn"`
}

// SampleVerdict says whether a sample was accepted, and if not, why: each rule that speaks against it by name, the gravest first.
type SampleVerdict struct {
	Accepted bool     `json:"accepted"`
	Reasons  []string `json:"reasons"`
}
