package serve

import (
	"context"

	"infoseek"
	"infoseek/agent"
	"infoseek/reward"
)

// rewardRequest is the body of POST /v1/reward.
type rewardRequest struct {
	Rollouts []rolloutText `json:"rollouts"`
}

// rolloutText is a rollout that a trainer made: all that came after the prompt, as one text. Tools says by which protocol: "tags" (the default) or "native".
type rolloutText struct {
	Text  string   `json:"text"`
	Gold  []string `json:"gold"` // the answer and its aliases
	Tools string   `json:"tools"`
}

// rewardAnswer is its answer: scores[i] belongs to rollouts[i].
type rewardAnswer struct {
	V      int           `json:"v"`
	Scores []rewardScore `json:"scores"`
}

// rewardScore is 1 where format and answer are right, else 0 (arXiv 2509.00375, section 4.2).
type rewardScore struct {
	Reward  float64 `json:"reward"`
	Format  bool    `json:"format"`
	Match   bool    `json:"match"` // exact, by one of the gold answers
	F1      float64 `json:"f1"`
	Answer  string  `json:"answer"`
	Problem string  `json:"problem"` // with the format, "" for none
}

// score answers POST /v1/reward.
func (s *Server) score(_ context.Context, x *exchange) error {
	var q rewardRequest
	if err := x.decode(&q, true); err != nil {
		return err
	}
	if q.Rollouts == nil {
		return badRequest(`the body: "rollouts" is missing`)
	}
	a := rewardAnswer{V: infoseek.FormatVersion, Scores: make([]rewardScore, len(q.Rollouts))}
	for i, r := range q.Rollouts {
		var err error
		if a.Scores[i], err = scoreOf(r); err != nil {
			return badRequest("rollouts[%d]: %v", i, err)
		}
	}
	return x.encode(a)
}

func scoreOf(r rolloutText) (rewardScore, error) {
	var got rewardScore
	if len(r.Gold) == 0 {
		return got, badRequest(`"gold" is empty`)
	}
	switch r.Tools {
	case "", "tags":
		answer, err := reward.Format(r.Text)
		if got.Answer = answer; err != nil {
			got.Problem = err.Error()
		}
	case "native":
		got.Answer, got.Problem = agent.AnswerOf(r.Text)
	default:
		return got, badRequest(`"tools" is %q: give tags or native`, r.Tools)
	}
	if got.Format = got.Problem == ""; !got.Format {
		return got, nil
	}
	got.Match, got.F1 = reward.Exact(got.Answer, r.Gold), reward.F1(got.Answer, r.Gold)
	if got.Match {
		got.Reward = 1
	}
	return got, nil
}
