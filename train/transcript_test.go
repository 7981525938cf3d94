package train

import (
	"math"
	"strings"
	"testing"

	"infoseek"
)

// bytewise is a language whose tokens are bytes; 0 to 9 are those of the template.
type bytewise struct{}

var marks = map[string]string{"system": "\x01", "user": "\x02", "assistant": "\x03"}

func (bytewise) Render(messages []infoseek.Message) (string, error) {
	var b strings.Builder
	for _, m := range messages {
		b.WriteString(marks[m.Role] + m.Content + "\x09")
	}
	return b.String() + marks["assistant"], nil
}

func (bytewise) Encode(text string) []int {
	var ids []int
	for i := range len(text) {
		ids = append(ids, int(text[i]))
	}
	return ids
}

// Decode knows two tokens of several bytes beside the single ones, which Encode never makes.
func (bytewise) Decode(ids []int) string {
	var b strings.Builder
	for _, id := range ids {
		switch id {
		case 300:
			b.WriteString("cde")
		case 301:
			b.WriteString(">\n")
		default:
			b.WriteByte(byte(id))
		}
	}
	return b.String()
}

func number(x float64) *float64 { return &x }

func segment(turn int, kind infoseek.SegmentKind, text string) infoseek.Segment {
	return infoseek.Segment{Turn: turn, Kind: kind, Text: text}
}

// marked writes own tokens in brackets, recorded log-probabilities as a star after the token.
func marked(e Example) string {
	var b strings.Builder
	own := false
	for i, id := range e.Tokens {
		if e.Own[i] != own {
			own = e.Own[i]
			b.WriteString(map[bool]string{true: "[", false: "]"}[own])
		}
		b.WriteString(bytewise{}.Decode([]int{int(id)}))
		if !math.IsNaN(e.LogProbs[i]) {
			b.WriteString("*")
		}
	}
	return b.String()
}

func TestTranscript(t *testing.T) {
	prompts := []infoseek.Segment{segment(0, infoseek.SegmentSystem, "S"), segment(0, infoseek.SegmentQuestion, "Q")}
	recorded := segment(1, infoseek.SegmentTurn, "abcde</search>")
	recorded.Closed = true
	recorded.Tokens = []infoseek.Token{{ID: 'a', LogProb: number(-1)}, {ID: 'b', LogProb: number(-2)}, {ID: 300, LogProb: number(-3)}}
	open := recorded
	open.Closed = false
	beyond := recorded
	beyond.Text, beyond.Closed = "abcd</x>", false
	beyond.Tokens = nil
	for _, id := range append(bytewise{}.Encode("abcd</x"), 301) {
		beyond.Tokens = append(beyond.Tokens, infoseek.Token{ID: id, LogProb: number(-1)})
	}
	broken := recorded
	broken.Text, broken.Closed = "a\ufffd", false
	broken.Tokens = []infoseek.Token{{ID: 'a', LogProb: number(-1)}, {ID: 0xc3, LogProb: number(-1)}, {ID: 0xff, LogProb: number(-1)}}
	foreign := recorded
	foreign.Tokens = []infoseek.Token{{ID: 'x'}, {ID: 'y'}}
	unnamed := recorded
	unnamed.Tokens = []infoseek.Token{{ID: -1, LogProb: number(-1)}}
	found, answer := segment(1, infoseek.SegmentObservation, "found"), segment(2, infoseek.SegmentTurn, "end")
	for name, c := range map[string]struct {
		turn infoseek.Segment
		want string
	}{
		"recorded":           {recorded, "\x01S\x09\x02Q\x09\x03[a*b*cde*</search>]\x09\x02found\x09\x03[end"},
		"by text":            {segment(1, infoseek.SegmentTurn, "ab"), "\x01S\x09\x02Q\x09\x03[ab]\x09\x02found\x09\x03[end"},
		"beyond the turn":    {beyond, "\x01S\x09\x02Q\x09\x03[a*b*c*d*<*/*x*>]\x09\x02found\x09\x03[end"},
		"no characters":      {broken, "\x01S\x09\x02Q\x09\x03[a*\xc3*\xff*]\x09\x02found\x09\x03[end"},
		"of another":         {foreign, "\x01S\x09\x02Q\x09\x03[abcde</search>]\x09\x02found\x09\x03[end"},
		"without ids":        {unnamed, "\x01S\x09\x02Q\x09\x03[abcde</search>]\x09\x02found\x09\x03[end"},
		"more than recorded": {open, "\x01S\x09\x02Q\x09\x03[abcde</search>]\x09\x02found\x09\x03[end"},
	} {
		e, err := Transcript(bytewise{}, "x", &infoseek.Trajectory{Segments: append(append([]infoseek.Segment{}, prompts...), c.turn, found, answer)})
		if err != nil || marked(e) != c.want {
			t.Errorf("%s: %q, want %q, %v", name, marked(e), c.want, err)
		}
	}
}

// TestTranscriptEndsWhereTheAgentForgot: what was written by another context than the text before it is not learned.
func TestTranscriptEndsWhereTheAgentForgot(t *testing.T) {
	segments := []infoseek.Segment{
		segment(0, infoseek.SegmentQuestion, "Q"), segment(1, infoseek.SegmentTurn, "one"), segment(1, infoseek.SegmentObservation, "o"),
		segment(2, infoseek.SegmentTurn, "two"), segment(2, infoseek.SegmentObservation, "p"), segment(3, infoseek.SegmentTurn, "three"),
	}
	before := infoseek.Dropped{Turn: 1, What: "evidence for turn 1", Tokens: 3} // before any turn saw it
	for _, c := range []struct {
		dropped []infoseek.Dropped
		want    string
		cut     int
	}{
		{[]infoseek.Dropped{before}, "\x02Q\x09\x03[one]\x09\x02o\x09\x03[two]\x09\x02p\x09\x03[three", 0},
		{[]infoseek.Dropped{before, {Turn: 3, What: "observation of turn 1", Shown: true}}, "\x02Q\x09\x03[one]\x09\x02o\x09\x03[two", 1},
		{[]infoseek.Dropped{{Turn: 2, What: "turn 1", Shown: true}, {Turn: 3, What: "turn 2", Shown: true}}, "\x02Q\x09\x03[one", 2},
	} {
		e, err := Transcript(bytewise{}, "x", &infoseek.Trajectory{Segments: segments, Dropped: c.dropped})
		if err != nil || marked(e) != c.want || e.Cut != c.cut {
			t.Errorf("%+v: %q, %d cut, %v", c.dropped, marked(e), e.Cut, err)
		}
	}
}

// forgetful is a template that drops what earlier turns thought.
type forgetful struct{ bytewise }

func (f forgetful) Render(messages []infoseek.Message) (string, error) {
	for i := range messages[:len(messages)-1] {
		if messages[i].Role == "assistant" {
			messages[i].Content = ""
		}
	}
	return f.bytewise.Render(messages)
}

func TestTranscriptRefuses(t *testing.T) {
	turns := []infoseek.Segment{segment(0, infoseek.SegmentQuestion, "Q"), segment(1, infoseek.SegmentTurn, "one"), segment(1, infoseek.SegmentObservation, "o"), segment(2, infoseek.SegmentTurn, "two")}
	for name, c := range map[string]struct {
		language Language
		t        infoseek.Trajectory
		want     string
	}{
		"native calls": {bytewise{}, infoseek.Trajectory{Tools: []infoseek.Tool{{}}}, "native tool calls"},
		"no turn":      {bytewise{}, infoseek.Trajectory{Segments: turns[:1]}, "no turn"},
		"rewritten":    {forgetful{}, infoseek.Trajectory{Segments: turns}, "writes turn 1 otherwise"},
	} {
		if _, err := Transcript(c.language, "x", &c.t); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
