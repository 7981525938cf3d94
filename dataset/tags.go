package dataset

import (
	"fmt"
	"unicode/utf8"

	"infoseek"
)

// tagsRecord is a trajectory as one text in tags, as InfoSeek's training and its reward see it: Trajectory.Rollout.
type tagsRecord struct {
	V          int       `json:"v"`
	ID         string    `json:"id"`
	QuestionID string    `json:"question_id"`
	Question   string    `json:"question"`
	Gold       []string  `json:"gold"`
	Answer     string    `json:"answer"`
	Reward     float64   `json:"reward"`
	Prompt     []message `json:"prompt"`
	Text       string    `json:"text"`
	// Own are the spans of Text that the agent wrote, in order: all else is the environment's.
	Own []ownSpan `json:"own"`
}

// ownSpan is a turn's span of the text.
type ownSpan struct {
	Turn  int `json:"turn"`
	Start int `json:"start"` // bytes
	End   int `json:"end"`
	// CharStart and CharEnd are the same span in characters (Unicode code points), as Python counts.
	CharStart int `json:"char_start"`
	CharEnd   int `json:"char_end"`
	// Closed says that the server cut the turn's last tag off as the stop text: it is in the text, not among the ids.
	Closed bool `json:"closed,omitzero"`
	// IDs and LogProbs are the tokens of the turn as they were generated; absent where the server gave none.
	IDs      []int      `json:"ids,omitempty"`
	LogProbs []*float64 `json:"logprobs,omitempty"`
}

// newTagsRecord refuses a trajectory of native calls: its turns have no tags.
func newTagsRecord(s infoseek.Sample) (tagsRecord, error) {
	t := s.Trajectory
	if isNative(t) {
		return tagsRecord{}, fmt.Errorf("dataset: sample %q was made over native tool calls, which have no tags: export it as chat, verl, trl or hf", s.ID)
	}
	return tagsRecord{infoseek.FormatVersion, s.ID, s.QuestionID, t.Question, listed(s.Gold), t.Answer, s.Score.Reward, promptOf(t), t.Rollout(), ownSpans(t)}, nil
}

// ownSpans are the turns in Trajectory.Rollout.
func ownSpans(t infoseek.Trajectory) []ownSpan {
	own := []ownSpan{}
	text, spans := t.Rollout(), t.RolloutSpans()
	at, chars := 0, 0
	for i, s := range t.Segments {
		if s.Kind != infoseek.SegmentTurn {
			continue
		}
		o := ownSpan{Turn: s.Turn, Start: spans[i].Start, End: spans[i].End, Closed: s.Closed}
		o.CharStart = chars + utf8.RuneCountInString(text[at:o.Start])
		o.CharEnd = o.CharStart + utf8.RuneCountInString(s.Text)
		for _, token := range s.Tokens {
			o.IDs, o.LogProbs = append(o.IDs, token.ID), append(o.LogProbs, token.LogProb)
		}
		own = append(own, o)
		at, chars = o.End, o.CharEnd
	}
	return own
}
