package dataset

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"infoseek"
	"infoseek/internal/tags"
	"infoseek/internal/unpack"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Maker says whose layout a file of rollouts has.
type Maker string

// The layouts that ReadRollouts knows.
const (
	// SearchR1: a list of {"id", "question", "golden_answers", "output": {"final_response", "pred", "metric_score": {"em", "acc"}}}; the text in the same tags as ours.
	SearchR1 Maker = "search-r1"
	// R1Searcher: lines of {"question", "answer", "pred_ans", "gen_text_store"}; the text begins within a thought, queries and documents have marks of their own.
	R1Searcher Maker = "r1-searcher"
	// Ours: lines of a run's trajectories.jsonl or accepted.jsonl, or of an export as tags.
	Ours Maker = "infoseek"
)

// Rollout is what an agent wrote after its prompt, with what its environment answered, as a file of some maker has it.
type Rollout struct {
	Number   int // of the record in its file, from 1
	Maker    Maker
	ID       string
	Question string
	Gold     []string
	// Text is in our tags; its lines are those of the maker's text. Native is set where the turns are tool calls: then Text has no tags to judge.
	Text   string
	Native bool
	// Notices are the environment's messages after turns that did nothing, as far as the file tells them.
	Notices []string
	// Answer is what the file says the answer is, null where it does not say; Exact and Contains are its own scores of it.
	Answer   *string
	Exact    *bool
	Contains *bool
}

// ReadRollouts ranges over the rollouts of a file, a list or one record after the other, compressed or not. It stops at the first error, which names file and record.
func ReadRollouts(path string) iter.Seq2[Rollout, error] {
	return func(yield func(Rollout, error) bool) {
		f, err := unpack.Open(path)
		if err != nil {
			yield(Rollout{}, err)
			return
		}
		defer f.Close()
		for r, err := range readRollouts(f) {
			if err != nil {
				err = fmt.Errorf("%s: %w", path, err)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func readRollouts(in io.Reader) iter.Seq2[Rollout, error] {
	return func(yield func(Rollout, error) bool) {
		d := jsontext.NewDecoder(bufio.NewReader(in), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		list := d.PeekKind() == '['
		if list {
			d.ReadToken()
		}
		for n := 1; !list || d.PeekKind() != ']'; n++ {
			var rec rolloutRecord
			err := json.UnmarshalDecode(d, &rec)
			if err == io.EOF && !list {
				return
			}
			var r Rollout
			if err == nil {
				r, err = rec.rollout()
			}
			if r.Number = n; err != nil {
				yield(r, fmt.Errorf("record %d: %w", n, err))
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// rolloutRecord has the members of all layouts.
type rolloutRecord struct {
	ID       jsontext.Value `json:"id"`
	Question string         `json:"question"`
	// Search-R1
	GoldenAnswers []string `json:"golden_answers"`
	Output        *struct {
		Response string `json:"final_response"`
		Pred     string `json:"pred"`
		Score    *struct {
			Exact    float64 `json:"em"`
			Contains float64 `json:"acc"`
		} `json:"metric_score"`
	} `json:"output"`
	// R1-Searcher; "answer" is ours too
	Answer    jsontext.Value `json:"answer"`
	PredAns   string         `json:"pred_ans"`
	Generated *string        `json:"gen_text_store"`
	// ours
	Gold       []string              `json:"gold"`
	Text       *string               `json:"text"`
	Trajectory *infoseek.Trajectory  `json:"trajectory"`
	Score      *infoseek.SampleScore `json:"score"`
}

func (r rolloutRecord) rollout() (Rollout, error) {
	out := Rollout{ID: idText(r.ID), Question: r.Question}
	switch {
	case r.Output != nil:
		return r.searchR1(out), nil
	case r.Generated != nil:
		return r.r1Searcher(out)
	case r.Trajectory != nil:
		return r.sample(out), nil
	case r.Text != nil:
		answer, err := oneOrMore(r.Answer)
		if err != nil {
			return out, err
		}
		out.Maker, out.Gold, out.Text = Ours, r.Gold, *r.Text
		if len(answer) == 1 {
			out.Answer = &answer[0]
		}
		return out, nil
	}
	return out, errors.New("no rollout: want Search-R1's final_response, R1-Searcher's gen_text_store, or our trajectory or text")
}

func (r rolloutRecord) searchR1(out Rollout) Rollout {
	out.Maker, out.Gold, out.Text, out.Answer = SearchR1, r.GoldenAnswers, r.Output.Response, &r.Output.Pred
	if i := strings.Index(out.Text, searchR1Notice); i >= 0 {
		notice, _, _ := strings.Cut(out.Text[i:], "\n")
		out.Notices = []string{notice}
	}
	if s := r.Output.Score; s != nil {
		exact, contains := s.Exact == 1, s.Contains == 1
		out.Exact, out.Contains = &exact, &contains
	}
	return out
}

// searchR1Notice begins the message that Search-R1's environment gives after a turn that did nothing, one line.
const searchR1Notice = "My previous action is invalid."

// r1SearcherTags puts R1-Searcher's marks into our tags. What its agent writes outside them is thought.
var r1SearcherTags = strings.NewReplacer(
	"<|begin_of_query|>", tags.Closing(tags.Think)+tags.Opening(tags.Search), "<|end_of_query|>", tags.Closing(tags.Search),
	"<|begin_of_documents|>", tags.Opening(tags.Information), "<|end_of_documents|>", tags.Closing(tags.Information)+tags.Opening(tags.Think))

func (r rolloutRecord) r1Searcher(out Rollout) (Rollout, error) {
	gold, err := oneOrMore(r.Answer)
	pred := strings.TrimSpace(r.PredAns)
	out.Maker, out.Gold, out.Answer = R1Searcher, gold, &pred
	out.Text = tags.Opening(tags.Think) + r1SearcherTags.Replace(*r.Generated)
	return out, err
}

func (r rolloutRecord) sample(out Rollout) Rollout {
	t := *r.Trajectory
	out.Maker, out.Question, out.Gold, out.Text, out.Native, out.Answer = Ours, t.Question, r.Gold, t.Rollout(), isNative(t), &t.Answer
	for _, part := range t.Segments {
		if part.Kind == infoseek.SegmentNotice {
			out.Notices = append(out.Notices, part.Text)
		}
	}
	if r.Score != nil {
		out.Exact = &r.Score.Match
	}
	return out
}
