package infoseek

import "strings"

// SegmentKind says what a piece of a trajectory is.
type SegmentKind string

// The kinds of segments. A trajectory begins with its prompts; then turns alternate with observations or notices.
const (
	SegmentSystem      SegmentKind = "system" // the system message
	SegmentQuestion    SegmentKind = "question"
	SegmentTurn        SegmentKind = "turn"        // what the agent wrote
	SegmentObservation SegmentKind = "observation" // what its searches found
	SegmentNotice      SegmentKind = "notice"      // the message after a turn that fits no form
)

// Segment is a piece of a trajectory, all of one origin.
type Segment struct {
	Turn   int         `json:"turn"` // from 1; 0 for the prompts
	Kind   SegmentKind `json:"kind"`
	Origin Origin      `json:"origin"`
	Text   string      `json:"text"`
	// Tokens are those that the server gave for Text, and for Calls where it tells of them; null where it gave none, or where Text and Calls are not the whole of what was generated.
	Tokens []Token `json:"tokens"`
	// Closed is set where the last tag was the server's stop text, cut off by it and put back.
	Closed bool `json:"closed,omitempty"`
	// Calls are the tool calls of a turn that was made by native tool calls of the chat API; its Text is what was said beside them, often nothing. No turn in tags has any. A call that no later segment answers failed (it is among
	// Faults), was one too many (Dropped), or came in the last turn: the model was not shown it again.
	Calls []ToolCall `json:"calls,omitempty"`
	// CallID names the call of the turn before that an observation or notice answers; no call has two answers. Empty where the turn was written in tags.
	CallID string `json:"call_id,omitempty"`
}

// TrajectoryHit is a hit as a trajectory keeps it, by the source's page id.
type TrajectoryHit struct {
	Page  string  `json:"page"`
	Title string  `json:"title"`
	Score float64 `json:"score"`
	Start int     `json:"start"` // byte span of the page's stored plain text
	End   int     `json:"end"`
}

// TrajectorySearch is one query of a turn.
type TrajectorySearch struct {
	Turn    int             `json:"turn"`
	Query   string          `json:"query"`
	Hits    []TrajectoryHit `json:"hits"`
	Refined string          `json:"refined"` // as the Refiner gave it, before it was cut
	Seconds float64         `json:"seconds"` // search and Refiner
}

// TrajectoryVisit is a part of a page that the agent opened, or a place of it that it found.
type TrajectoryVisit struct {
	Turn    int     `json:"turn"`
	Tool    string  `json:"tool"`          // visit, find or web_visit
	Page    string  `json:"page"`          // the source's page id; "" on the web
	URL     string  `json:"url,omitempty"` // on the web, after redirects
	Title   string  `json:"title"`
	Start   int     `json:"start"` // byte span of the page's text
	End     int     `json:"end"`
	Seconds float64 `json:"seconds"`
}

// TrajectoryFault is a failure that the agent met. It stands in no message.
type TrajectoryFault struct {
	Turn     int      `json:"turn"`
	Boundary Boundary `json:"boundary"`
	Detail   string   `json:"detail"`
}

// TrajectoryProblem is something wrong with the form of a turn, at a byte offset of its text.
type TrajectoryProblem struct {
	Turn   int    `json:"turn"`
	Offset int    `json:"offset"`
	Line   int    `json:"line"`
	What   string `json:"what"`
}

// Dropped is what was left out so that the context holds, with its size in tokens.
type Dropped struct {
	Turn   int    `json:"turn"` // when it was left out
	What   string `json:"what"`
	Tokens int    `json:"tokens"`
	// Shown is set where an earlier turn had it before it: from Turn on, the model sees the segments before no more as they stand.
	Shown bool `json:"shown,omitempty"`
}

// Ending says why a trajectory ended.
type Ending string

// The endings.
const (
	EndAnswer Ending = "answer"
	EndTurns  Ending = "turns" // no turn left
	EndFault  Ending = "fault" // the last of Faults left nothing to go on with
)

// Trajectory is an agent's way from a question to its answer (arXiv 2509.00375, section 4).
type Trajectory struct {
	V        int                 `json:"v"`
	Question string              `json:"question"`
	Agent    string              `json:"agent"` // the model's name, or embedded
	Answer   string              `json:"answer"`
	Ended    Ending              `json:"ended"`
	Turns    int                 `json:"turns"`
	Segments []Segment           `json:"segments"`
	Searches []TrajectorySearch  `json:"searches"`
	Visits   []TrajectoryVisit   `json:"visits,omitempty"`
	Tools    []Tool              `json:"tools,omitempty"` // offered as native tool calls; none where the agent writes tags
	Evidence []Evidence          `json:"evidence"`        // passages found that name the answer, in the order in which they were found
	Problems []TrajectoryProblem `json:"problems"`
	Faults   []TrajectoryFault   `json:"faults"`
	Dropped  []Dropped           `json:"dropped"`
	Usage    Usage               `json:"usage"`   // of agent and Refiner
	Dollars  float64             `json:"dollars"` // what Usage cost, where prices are known
	Seconds  float64             `json:"seconds"`
	Corpus   string              `json:"corpus"` // CorpusInfo.Hash
	// Retriever is what found the hits; absent in records of earlier versions.
	Retriever Retriever `json:"retriever,omitzero"`
}

// between stands between two segments of a rollout's text.
const between = "\n\n"

// Rollout is the text that was written after the prompts, as format checks and rewards see it.
func (t *Trajectory) Rollout() string {
	var parts []string
	for _, s := range t.Segments {
		if s.Turn > 0 {
			parts = append(parts, s.Text)
		}
	}
	return strings.Join(parts, between)
}

// RolloutSpans are the bytes of Rollout that each segment has, in the order of Segments; zero for the prompts.
func (t *Trajectory) RolloutSpans() []Span {
	spans := make([]Span, len(t.Segments))
	at := 0
	for i, s := range t.Segments {
		if s.Turn > 0 {
			spans[i] = Span{at, at + len(s.Text)}
			at += len(s.Text) + len(between)
		}
	}
	return spans
}
