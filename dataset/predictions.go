package dataset

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"infoseek/internal/unpack"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Prediction is an answer that was made elsewhere.
type Prediction struct {
	ID       string // of the question, "" where the record has its text alone
	Set      string // "" where the record does not say
	Question string
	Answer   string
	Sample   int
	// The rest is told by BrowseComp-Plus's runs alone. Completed is false where the agent did not come to an end; Model is what the run says it is.
	Completed bool
	Retrieved []string
	Calls     map[string]int
	Model     string
}

// ReadPredictions ranges over predictions: a folder of BrowseComp-Plus's run files; a file of records {"id", "answer"} (or "prediction", "pred", "predicted_answer"; Search-R1's and R1-Searcher's rollouts too), one after the other or in a
// list; or one object from ids to answers, as SQuAD's, TriviaQA's and HotpotQA's scripts take them. It stops at the first error, which names the file.
func ReadPredictions(path string) iter.Seq2[Prediction, error] {
	return func(yield func(Prediction, error) bool) {
		read := predictionsFile
		if st, err := os.Stat(path); err == nil && st.IsDir() {
			read = predictionsFolder
		}
		for p, err := range read(path) {
			if err == nil && p.ID == "" && p.Question == "" {
				err = fmt.Errorf("%s: a prediction without an id or question", path)
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// predictionsFolder reads run files in the order of their names.
func predictionsFolder(dir string) iter.Seq2[Prediction, error] {
	return func(yield func(Prediction, error) bool) {
		files, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err == nil && len(files) == 0 {
			err = fmt.Errorf("%s has no run files (*.json)", dir)
		}
		if err != nil {
			yield(Prediction{}, err)
			return
		}
		slices.Sort(files)
		for _, file := range files {
			p, err := readRunFile(file)
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// runFile is one question of a BrowseComp-Plus run.
type runFile struct {
	QueryID   jsontext.Value   `json:"query_id"`
	Status    string           `json:"status"`
	Retrieved []jsontext.Value `json:"retrieved_docids"`
	Calls     map[string]int   `json:"tool_call_counts"`
	Metadata  struct {
		Model string `json:"model"`
	} `json:"metadata"`
	Result []struct {
		Type   string         `json:"type"`
		Output jsontext.Value `json:"output"`
	} `json:"result"`
}

func readRunFile(file string) (Prediction, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return Prediction{}, err
	}
	var r runFile
	if err := json.Unmarshal(data, &r, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)); err != nil {
		return Prediction{}, fmt.Errorf("%s: %w", file, err)
	}
	if len(r.QueryID) == 0 {
		return Prediction{}, fmt.Errorf("%s: no query_id: not a run file", file)
	}
	p := Prediction{ID: idText(r.QueryID), Calls: r.Calls, Completed: r.Status == "completed", Model: r.Metadata.Model}
	for _, id := range r.Retrieved {
		if id := idText(id); !slices.Contains(p.Retrieved, id) {
			p.Retrieved = append(p.Retrieved, id)
		}
	}
	if n := len(r.Result); n > 0 && r.Result[n-1].Type == "output_text" {
		p.Answer = idText(r.Result[n-1].Output)
	}
	return p, nil
}

// predictionRecord has the members of all layouts.
type predictionRecord struct {
	ID         jsontext.Value `json:"id"`
	UnderID    jsontext.Value `json:"_id"`
	QuestionID jsontext.Value `json:"question_id"`
	QueryID    jsontext.Value `json:"query_id"`
	Set        string         `json:"set"`
	Sample     int            `json:"sample"`
	Question   string         `json:"question"`
	Answer     jsontext.Value `json:"answer"`
	Prediction *string        `json:"prediction"`
	Pred       *string        `json:"pred"`
	Predicted  *string        `json:"predicted_answer"`
	PredAns    *string        `json:"pred_ans"` // R1-Searcher, whose "answer" is the gold one
	Output     *struct {
		Pred *string `json:"pred"`
	} `json:"output"` // Search-R1
}

func (r predictionRecord) prediction() (Prediction, error) {
	p := Prediction{Set: r.Set, Sample: r.Sample, Question: r.Question, Completed: true}
	for _, id := range []jsontext.Value{r.ID, r.UnderID, r.QuestionID, r.QueryID} {
		if p.ID == "" && len(id) > 0 && id.Kind() != 'n' {
			p.ID = idText(id)
		}
	}
	said := []*string{r.PredAns, r.Prediction, r.Pred, r.Predicted}
	if r.Output != nil {
		said = append(said, r.Output.Pred)
	}
	for _, s := range said {
		if s != nil {
			p.Answer = strings.TrimSpace(*s)
			return p, nil
		}
	}
	if len(r.Answer) == 0 {
		return p, errors.New(`no "answer", "prediction" or "pred"`)
	}
	texts, err := answersIn(r.Answer)
	if err == nil && len(texts) > 1 {
		err = fmt.Errorf("%d answers in one prediction: give one a record", len(texts))
	}
	if len(texts) == 1 {
		p.Answer = texts[0]
	}
	return p, err
}

func predictionsFile(path string) iter.Seq2[Prediction, error] {
	return func(yield func(Prediction, error) bool) {
		f, err := unpack.Open(path)
		if err != nil {
			yield(Prediction{}, err)
			return
		}
		defer f.Close()
		n := 0
		for p, err := range predictionsIn(f) {
			if n++; err != nil {
				err = fmt.Errorf("%s: record %d: %w", path, n, err)
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

func predictionsIn(in io.Reader) iter.Seq2[Prediction, error] {
	return func(yield func(Prediction, error) bool) {
		d := jsontext.NewDecoder(in, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		list := d.PeekKind() == '['
		if list {
			d.ReadToken()
		}
		for !list || d.PeekKind() != ']' {
			v, err := d.ReadValue()
			if err == io.EOF && !list {
				return
			}
			var all []Prediction
			if err == nil {
				all, err = predictionsOf(v.Clone())
			}
			if err != nil {
				yield(Prediction{}, err)
				return
			}
			for _, p := range all {
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

// predictionsOf reads one record, or an object from ids to answers.
func predictionsOf(v jsontext.Value) ([]Prediction, error) {
	if byID := answersByID(v); byID != nil {
		return byID, nil
	}
	var r predictionRecord
	if err := json.Unmarshal(v, &r, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)); err != nil {
		return nil, err
	}
	p, err := r.prediction()
	return []Prediction{p}, err
}

// predictionMembers are those by which an object is known to be a record.
var predictionMembers = []string{"id", "_id", "question_id", "query_id", "question", "answer", "prediction", "pred", "predicted_answer", "pred_ans"}

// answersByID reads {"id": "answer", …}, alone or as HotpotQA's member "answer"; nil if it is neither.
func answersByID(v jsontext.Value) []Prediction {
	lax := []json.Options{jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)}
	var hotpot struct {
		Answer map[string]string `json:"answer"`
	}
	texts := map[string]string{}
	if json.Unmarshal(v, &hotpot, lax...) == nil && len(hotpot.Answer) > 0 {
		texts = hotpot.Answer
	} else if json.Unmarshal(v, &texts, lax...) != nil || slices.ContainsFunc(predictionMembers, func(name string) bool { _, is := texts[name]; return is }) {
		return nil
	}
	var all []Prediction
	for id, answer := range texts {
		all = append(all, Prediction{ID: id, Answer: answer, Completed: true})
	}
	slices.SortFunc(all, func(a, b Prediction) int { return strings.Compare(a.ID, b.ID) })
	return all
}
