package dataset

import "infoseek"

// chatRecord is a trajectory as a line of chat JSON lines: "messages" and "tools" as the chat API and its fine-tuning take them, the rest says what the conversation is worth.
type chatRecord struct {
	V          int          `json:"v"`
	ID         string       `json:"id"`
	QuestionID string       `json:"question_id"`
	Question   string       `json:"question"`
	Gold       []string     `json:"gold"`
	Answer     string       `json:"answer"`
	Reward     float64      `json:"reward"`
	Messages   []message    `json:"messages"`
	Tools      []toolRecord `json:"tools,omitempty"`
}

func newChatRecord(s infoseek.Sample) chatRecord {
	t := s.Trajectory
	return chatRecord{infoseek.FormatVersion, s.ID, s.QuestionID, t.Question, listed(s.Gold), t.Answer, s.Score.Reward, messagesOf(t), each(t.Tools, newTool)}
}

// listed is never null.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
