package eval

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
)

// Browse has the figures of BrowseComp-Plus as its evaluate_run.py computes them, in per cent, over the questions that have an answer at all.
type Browse struct {
	Accuracy    float64            `json:"accuracy"` // by the judge; by exact match where there is none, as Basis says
	Basis       string             `json:"basis"`
	Recall      *float64           `json:"recall"` // of evidence documents, over the questions that have any judged
	Calls       map[string]float64 `json:"calls"`  // a question, by tool
	Calibration float64            `json:"calibration"`
	// Citations are of the answers that cite anything: how many do, and how precise and complete they are.
	Cited             float64       `json:"cited"`
	CitationPrecision float64       `json:"citation_precision"`
	CitationRecall    float64       `json:"citation_recall"`
	Questions         []BrowseScore `json:"questions"`
}

// BrowseScore is what one question came to.
type BrowseScore struct {
	ID      string   `json:"query_id"`
	Correct bool     `json:"correct"`
	Recall  *float64 `json:"recall"` // per cent
}

// browse computes the figures of a set's first samples.
func (w *work) browse(all []answered) *Browse {
	b := &Browse{Basis: "exact match", Calls: map[string]float64{}, Questions: []BrowseScore{}}
	if len(w.Judges) > 0 {
		b.Basis = "judge"
	}
	var t browseTally
	for _, a := range all {
		r := a.records[0]
		if r.Missing {
			continue
		}
		correct, confidence := r.Exact, confidenceIn(r.words())
		if len(w.Judges) > 0 {
			v, ok := by(a.verdicts[0], w.Judges[0].Info().Name, r)
			correct = v.Correct
			if ok {
				confidence = v.Confidence
			}
		}
		t.add(r, a.question.Evidence, correct, confidence)
	}
	t.into(b)
	return b
}

// browseTally adds up questions.
type browseTally struct {
	n, right, judged, cited int
	calls                   map[string]int
	recall                  float64
	precise, complete       float64
	confidence              []float64
	correct                 []bool
	questions               []BrowseScore
}

func (t *browseTally) add(r Record, evidence []string, correct bool, confidence float64) {
	score := BrowseScore{ID: r.ID, Correct: correct}
	t.n++
	if correct {
		t.right++
	}
	if t.calls == nil {
		t.calls = map[string]int{}
	}
	for tool, n := range r.Calls {
		t.calls[tool] += n
	}
	if len(evidence) > 0 {
		recall := float64(common(r.Retrieved, evidence)) / float64(len(evidence))
		t.recall += recall
		t.judged++
		percent := percent(recall)
		score.Recall = &percent
	}
	t.questions = append(t.questions, score)
	if !r.Completed || r.words() == "" {
		return
	}
	t.confidence, t.correct = append(t.confidence, confidence), append(t.correct, correct)
	if cited := Citations(r.words()); len(cited) > 0 {
		precision, recall := CitationMarks(cited, evidence)
		t.cited++
		t.precise += precision
		t.complete += recall
	}
}

func (t *browseTally) into(b *Browse) {
	n, cited := float64(max(t.n, 1)), float64(max(t.cited, 1))
	b.Accuracy, b.Calibration, b.Questions = percent(float64(t.right)/n), round2(Calibration(t.confidence, t.correct)), slices.Concat(b.Questions, t.questions)
	b.Cited, b.CitationPrecision, b.CitationRecall = percent(float64(t.cited)/n), percent(t.precise/cited), percent(t.complete/cited)
	for tool, of := range t.calls {
		b.Calls[tool] = float64(of) / n
	}
	if t.judged > 0 {
		recall := percent(t.recall / float64(t.judged))
		b.Recall = &recall
	}
}

// percent is a share in per cent, rounded as the leaderboard's entries are.
func percent(share float64) float64 { return round2(100 * share) }

func round2(v float64) float64 { return math.RoundToEven(v*100) / 100 }

// common counts what both lists have, each once.
func common(a, b []string) int {
	set := map[string]bool{}
	for _, s := range b {
		set[s] = true
	}
	n := 0
	for _, s := range a {
		if set[s] {
			n++
			delete(set, s)
		}
	}
	return n
}

// calibrationBin is how many answers share a bin.
const calibrationBin = 100

// Calibration is the calibration error in per cent: answers in the order of their confidence (0 to 100), in bins of 100, the root of the mean square of what confidence and correctness of a bin differ by. As in the original, of which this
// is a defect that scores are compared with, the last bin is left out: below 200 answers the error is 0.
func Calibration(confidence []float64, correct []bool) float64 {
	order := make([]int, len(confidence))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(confidence[a], confidence[b]) })
	sum := 0.
	for bin := range len(order)/calibrationBin - 1 {
		var sure, right float64
		for _, i := range order[bin*calibrationBin : (bin+1)*calibrationBin] {
			sure += confidence[i] / 100
			right += one(correct[i])
		}
		difference := (sure - right) / calibrationBin
		sum += calibrationBin / float64(len(order)) * difference * difference
	}
	return 100 * math.Sqrt(sum)
}

var (
	squareBrackets = regexp.MustCompile(`\[([^\[\]]*?)\]`)
	lensBrackets   = regexp.MustCompile(`【([^【】]*?)】`)
	digits         = regexp.MustCompile(`\p{Nd}+`)
	confidenceLine = regexp.MustCompile(`(?i)confidence\W{0,6}(\d+(?:\.\d+)?)\s*%?`)
)

// Citations are the numbers of documents that an answer cites in [brackets] or 【brackets】, each once, in order of appearance.
func Citations(answer string) []string {
	var all []string
	for _, brackets := range []*regexp.Regexp{squareBrackets, lensBrackets} {
		for _, inner := range brackets.FindAllStringSubmatch(answer, -1) {
			for _, id := range digits.FindAllString(inner[1], -1) {
				if !slices.Contains(all, id) {
					all = append(all, id)
				}
			}
		}
	}
	return all
}

// CitationMarks are the share of what is cited that is evidence, and the share of the evidence that is cited.
func CitationMarks(cited, evidence []string) (precision, recall float64) {
	both := float64(common(cited, evidence))
	if len(cited) > 0 {
		precision = both / float64(len(cited))
	}
	if len(evidence) > 0 && len(cited) > 0 {
		recall = both / float64(len(evidence))
	}
	return precision, recall
}

// confidenceIn is what an answer says of its own confidence, 100 where it says nothing.
func confidenceIn(answer string) float64 {
	said := confidenceLine.FindStringSubmatch(answer)
	if said == nil {
		return 100
	}
	v, err := strconv.ParseFloat(said[1], 64)
	if err != nil {
		return 100
	}
	return min(v, 100)
}

// Leaderboard is an entry as BrowseComp-Plus's leaderboard takes it (evaluation_summary.json).
type Leaderboard struct {
	LLM         string             `json:"LLM"`
	Accuracy    float64            `json:"Accuracy (%)"`
	Recall      *float64           `json:"Recall (%)"`
	Calls       map[string]float64 `json:"avg_tool_stats"`
	Calibration float64            `json:"Calibration Error (%)"`
	Retriever   string             `json:"Retriever"`
	Link        string             `json:"Link"`
	Date        string             `json:"Evaluation Date"`
	Questions   []BrowseScore      `json:"per_query_metrics"`
}

// leaderboard is the entry of a score.
func leaderboard(s Score, date string) Leaderboard {
	b := s.Browse
	return Leaderboard{s.Conditions.Model, b.Accuracy, b.Recall, b.Calls, b.Calibration, s.Conditions.Searcher, "", date, b.Questions}
}
