package agent

import (
	"strings"

	"infoseek/internal/tags"
)

// Rollout is a text of several turns with the observations between them, read.
type Rollout struct {
	Turns        []Turn
	Observations []string
	Answer       string // of the last turn
	Answered     bool
	Problems     []Problem // of the whole text
}

// ReadRollout reads what stands after the prompt of a trajectory. Notices are the messages that the environment gives after a turn that does nothing; one that is not named is read as the
// agent's own words.
func ReadRollout(text string, notices ...string) Rollout {
	var r Rollout
	at := 0
	for at < len(text) {
		turn := ReadTurn(text[at:noticeFrom(text, at, notices)])
		r.add(turn, text, at)
		at += len(turn.Text)
		if turn.Action == Answer {
			break
		}
		if turn.Action == Search {
			at = r.observe(text, at)
		} else {
			at = skipNotice(text, at, notices)
		}
	}
	if rest := strings.TrimLeft(text[at:], " \t\r\n"); rest != "" {
		r.complain(text, len(text)-len(rest), "text after the end")
	}
	if !r.Answered {
		r.complain(text, len(text), "no answer")
	}
	return r
}

func (r *Rollout) complain(text string, offset int, what string) {
	r.Problems = append(r.Problems, Problem{offset, tags.Line(text, offset), what})
}

func (r *Rollout) add(turn Turn, text string, at int) {
	r.Turns = append(r.Turns, turn)
	for _, p := range turn.Problems {
		r.complain(text, at+p.Offset, p.What)
	}
	if turn.Action == Answer {
		r.Answer, r.Answered = turn.Answer, true
	}
}

// observe reads the observation that should begin at at, and returns where it ends.
func (r *Rollout) observe(text string, at int) int {
	rest := text[at:]
	body, ok := strings.CutPrefix(strings.TrimLeft(rest, " \t\r\n"), tags.Opening(tags.Information))
	if !ok {
		r.complain(text, at, "no <information> after the search")
		return at
	}
	body, after, ok := strings.Cut(body, tags.Closing(tags.Information))
	if !ok {
		r.complain(text, at, "<information> is never closed")
	}
	r.Observations = append(r.Observations, body)
	return len(text) - len(after)
}

// noticeFrom finds where the next notice begins, the end of text if there is none.
func noticeFrom(text string, at int, notices []string) int {
	from := len(text)
	for _, notice := range notices {
		if i := strings.Index(text[at:from], notice); i >= 0 && notice != "" {
			from = at + i
		}
	}
	return from
}

func skipNotice(text string, at int, notices []string) int {
	rest := strings.TrimLeft(text[at:], " \t\r\n")
	for _, notice := range notices {
		if after, ok := strings.CutPrefix(rest, notice); ok && notice != "" {
			return len(text) - len(after)
		}
	}
	return at
}
