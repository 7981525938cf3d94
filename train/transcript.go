package train

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"infoseek"
	"infoseek/internal/tags"
)

// Language is how a model reads conversations: its chat template and its tokenizer.
type Language interface {
	// Render is the text of messages, up to where the assistant's next message begins.
	Render(messages []infoseek.Message) (string, error)
	// Encode gives the ids of a text in which the template's special tokens are written out.
	Encode(text string) []int
	Decode(ids []int) string
}

// ErrNative refuses a trajectory of native tool calls: what of its rendered text the model wrote is not recorded.
var ErrNative = errors.New("train: a trajectory over native tool calls: which of its tokens are the model's own is not known. Train on tags")

// Transcript is a trajectory as the model sees it, with the tokens that are its own: the turns, nothing that the template or the environment wrote. A turn has the ids that were recorded where they say its text in this language, else those of its text. The text is encoded piece by
// piece as it grew, so that the ids of a turn follow those that it followed when it was written. It ends before the first turn for which the agent left out what earlier turns had seen: that turn and the later ones are answers to another text than the one that stands before them.
func Transcript(l Language, id string, t *infoseek.Trajectory) (Example, error) {
	e := Example{ID: id}
	if len(t.Tools) > 0 {
		return e, ErrNative
	}
	var messages []infoseek.Message
	written := "" // the text that the tokens so far are of
	for k, s := range t.Segments {
		if s.Kind == infoseek.SegmentTurn && forgot(t, s.Turn) {
			e.Cut = turns(t.Segments[k:])
			break
		}
		if s.Kind != infoseek.SegmentTurn {
			messages = append(messages, infoseek.Message{Role: roleOf(s), Content: s.Text})
			continue
		}
		before, err := l.Render(messages)
		if err != nil {
			return e, fmt.Errorf("train: %s: %w", id, err)
		}
		rest, ok := strings.CutPrefix(before, written)
		if !ok {
			return e, fmt.Errorf("train: %s: the chat template writes turn %d otherwise once it is past: its tokens can't be told", id, s.Turn-1)
		}
		e.read(l.Encode(rest))
		e.wrote(l, s)
		written = before + s.Text
		messages = append(messages, infoseek.Message{Role: "assistant", Content: s.Text})
	}
	if e.OwnTokens() == 0 {
		return e, fmt.Errorf("train: %s: no turn of the model", id)
	}
	return e, nil
}

// forgot says whether a turn was written after something that earlier turns had seen was left out.
func forgot(t *infoseek.Trajectory, turn int) bool {
	return slices.ContainsFunc(t.Dropped, func(d infoseek.Dropped) bool { return d.Shown && d.Turn <= turn })
}

func turns(of []infoseek.Segment) (n int) {
	for _, s := range of {
		n += b2i(s.Kind == infoseek.SegmentTurn)
	}
	return n
}

func roleOf(s infoseek.Segment) string {
	if s.Kind == infoseek.SegmentSystem {
		return "system"
	}
	return "user"
}

// read adds tokens that somebody else wrote.
func (e *Example) read(ids []int) {
	for _, id := range ids {
		e.add(id, false, math.NaN())
	}
}

func (e *Example) add(id int, own bool, logProb float64) {
	e.Tokens, e.Own, e.LogProbs = append(e.Tokens, int32(id)), append(e.Own, own), append(e.LogProbs, logProb)
}

// wrote adds a turn.
func (e *Example) wrote(l Language, s infoseek.Segment) {
	rest := s.Text
	if ids, tail, ok := recorded(l, s); ok {
		for i, id := range ids {
			p := math.NaN()
			if s.Tokens[i].LogProb != nil {
				p = *s.Tokens[i].LogProb
			}
			e.add(id, true, p)
		}
		rest = tail
	}
	for _, id := range l.Encode(rest) {
		e.add(id, true, math.NaN())
	}
}

// recorded are the ids of a turn's tokens, and what of its text they leave out: the closing tag where the server cut it off, or the end of it where the last token goes on beyond the turn. It says false where there are none, or where they are of another language.
func recorded(l Language, s infoseek.Segment) (ids []int, rest string, ok bool) {
	for _, t := range s.Tokens {
		if t.ID < 0 {
			return nil, "", false
		}
		ids = append(ids, t.ID)
	}
	if len(ids) == 0 {
		return nil, "", false
	}
	said, text, n := shown(l.Decode(ids)), shown(s.Text), len(ids)
	if len(said) > len(text) && strings.HasPrefix(said, text) {
		n--
		said = shown(l.Decode(ids[:n]))
	}
	rest, ok = strings.CutPrefix(text, said)
	return ids[:n], rest, ok && (rest == "" || (s.Closed || n < len(ids)) && isTagEnd(rest))
}

// isTagEnd says whether a text is a closing tag or the end of one.
func isTagEnd(text string) bool { return strings.HasSuffix(text, ">") && len(text) <= tags.Longest }

// shown is a text with one sign for all bytes in a row that are no character: how many signs they were made into is a matter of who made the text of tokens.
func shown(text string) string {
	const broken = "\ufffd"
	text = strings.ToValidUTF8(text, broken)
	for strings.Contains(text, broken+broken) {
		text = strings.ReplaceAll(text, broken+broken, broken)
	}
	return text
}
