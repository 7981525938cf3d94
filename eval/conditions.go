package eval

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"infoseek"

	"github.com/go-json-experiment/json"
)

// Unknown is what a maker says of predictions made elsewhere where not even they know: it has to be said, it is never assumed.
const Unknown = "unknown"

// none is said where a thing has no part in what was measured.
const none = "none"

// Conditions are what a score was measured under. Check demands all of them.
type Conditions struct {
	Set    string `json:"set"`
	SHA256 string `json:"set_sha256"` // of the set's file
	Order  string `json:"order"`      // of the questions: a subset is the first N
	N      int    `json:"n"`          // questions that have an answer
	Asked  int    `json:"asked"`      // questions of the subset: N is smaller where answers ended in a fault
	Of     int    `json:"of"`         // questions in the set
	// Missing counts the answers that predictions made elsewhere don't have: they are wrong in every figure.
	Missing int `json:"missing,omitzero"`
	// Samples is how many answers each question has.
	Samples int    `json:"samples"`
	Agent   string `json:"agent"`
	Model   string `json:"model"`
	Refiner string `json:"refiner"`
	Prompt  string `json:"prompt"` // hash
	// Settings are those of the agent that are not its defaults: limits, firewall, protocol.
	Settings  string              `json:"settings"`
	Corpus    string              `json:"corpus"` // hash
	Searcher  string              `json:"searcher"`
	Retriever *infoseek.Retriever `json:"retriever"` // null where Searcher is stated by others
	Judge     string              `json:"judge"`
	// Coverage is null where nobody has the corpus, and Uncovered says why.
	Coverage  *Coverage `json:"coverage"`
	Uncovered string    `json:"uncovered,omitzero"`
}

// Check says which condition is not known: then there is no score to tell.
func (c Conditions) Check() error {
	var missing []string
	for _, f := range []struct{ name, value string }{
		{"set", c.Set}, {"hash of the set's file", c.SHA256}, {"subset", c.Order}, {"agent", c.Agent}, {"model", c.Model}, {"refiner", c.Refiner},
		{"prompt", c.Prompt}, {"settings", c.Settings}, {"corpus", c.Corpus}, {"retriever", c.Searcher}, {"judge", c.Judge},
	} {
		if f.value == "" {
			missing = append(missing, f.name)
		}
	}
	if c.Coverage == nil && c.Uncovered == "" {
		missing = append(missing, "share of answers in the corpus")
	}
	if c.N < 1 || c.Asked < 1 || c.Of < 1 || c.Samples < 1 {
		missing = append(missing, "size")
	}
	if len(missing) > 0 {
		return fmt.Errorf("eval: no score without its conditions: %s not known", strings.Join(missing, ", "))
	}
	return nil
}

// Subset says in words which questions were asked.
func (c Conditions) Subset() string {
	s := fmt.Sprintf("all %d", c.Of)
	if c.Asked < c.Of {
		s = fmt.Sprintf("%d of %d, %s", c.Asked, c.Of, c.Order)
	}
	if c.N < c.Asked {
		s += fmt.Sprintf("; %d of them without an answer, by faults", c.Asked-c.N)
	}
	if c.Missing > 0 {
		s += fmt.Sprintf("; %d predictions missing, counted as wrong", c.Missing)
	}
	return s
}

// Covered says in words for which share of the questions the corpus holds an answer.
func (c Conditions) Covered() string {
	if c.Coverage == nil {
		return c.Uncovered
	}
	s := fmt.Sprintf("%.1f%% of %d", 100*c.Coverage.Share(), c.Coverage.Questions)
	if c.Coverage.Verdicts > 0 {
		s += fmt.Sprintf(" (and %d to be answered by yes or no)", c.Coverage.Verdicts)
	}
	return s
}

// searcherText says in words what ranked.
func searcherText(r infoseek.Retriever) string {
	name := r.Engine
	if name == "" {
		name = "bm25"
	}
	s := fmt.Sprintf("%s k1 %g b %g depth %d", name, r.K1, r.B, r.Depth)
	if r.TitleWeight > 0 {
		s += fmt.Sprintf(" title weight %d", r.TitleWeight)
	}
	if r.Analysis != "" {
		s += " " + r.Analysis
	}
	return s
}

// defaults is said of an agent whose settings are.
const defaults = "default"

// settingsText says in words which settings of the agent are not its defaults, and by which protocol and tokenizer a model plays it.
func settingsText(o Options) (string, error) {
	set := map[string]any{}
	if len(o.Settings) > 0 {
		if err := json.Unmarshal(o.Settings, &set); err != nil {
			return "", fmt.Errorf("eval: settings: %w", err)
		}
	}
	var said []string
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if v := set[name]; v != nil && v != false && v != 0. && v != "" {
			said = append(said, fmt.Sprintf("%s %v", name, v))
		}
	}
	if o.Agent == Search && o.Tools != "" {
		said = append(said, "tools "+o.Tools)
	}
	if o.Tokenizer != "" {
		said = append(said, fmt.Sprintf("tokenizer %.12s", o.Tokenizer))
	}
	if len(said) == 0 {
		return defaults, nil
	}
	return strings.Join(said, ", "), nil
}

// Stated are the conditions that the maker of predictions has to state.
var Stated = []string{"model", "retriever", "corpus", "prompt"}

// conditions are those of a set in this run.
func (w *work) conditions(i int, k known) (Conditions, error) {
	s, o := w.Sets[i], w.Options
	c := Conditions{
		Set: s.Name, SHA256: s.SHA256, Order: s.Order, Asked: w.questions(s), Of: s.Of, Samples: w.Limits.Samples,
		Agent: o.Agent, Model: or(o.Model), Refiner: or(o.Refiner), Prompt: or(o.Prompt), Judge: w.judgeNames(),
	}
	var err error
	if c.Settings, err = settingsText(o); err != nil {
		return c, err
	}
	if w.Predictions != nil {
		c.Settings = Unknown
		c.Model, c.Searcher, c.Corpus, c.Prompt = o.Stated["model"], o.Stated["retriever"], o.Stated["corpus"], o.Stated["prompt"]
	} else if o.Agent == ClosedBook {
		c.Searcher = none
	} else {
		c.Retriever, c.Searcher = &o.Retriever, searcherText(o.Retriever)
	}
	if w.Pages != nil {
		c.Corpus = w.Pages.Info().Hash
	}
	if cov, ok := k.coverage[i]; ok {
		c.Coverage = &cov
	} else {
		c.Uncovered = "not looked for: the corpus is not here"
	}
	return c, nil
}

func or(s string) string {
	if s == "" {
		return none
	}
	return s
}
