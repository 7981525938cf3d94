package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/internal/prompt"
)

var supportPrompt = prompt.MustLoad(prompts, "prompts/support")

// Support asks of each claim whether the sentence it cites states it. A machine looks for the names, years and numbers of the claim, and counts its words; where there is a verifier it decides, and what the machine found
// stands beside. Words alone decide nothing: "Successor Edward VIII" states that somebody was succeeded by him, and has none of the words.
type Support struct {
	Verifier bool `json:"verifier"` // ask one
}

// supported is the evidence about one claim.
type supported struct {
	Child    int    `json:"child"`
	Claim    string `json:"claim"`
	Sentence string `json:"sentence"`
	// Named says that the sentence names the end that its page is not about, or states the year or number; Words is the share of the claim's other words that it has.
	Named    bool    `json:"named"`
	Words    float64 `json:"words"`
	Verifier *bool   `json:"verifier"` // null if not asked
	cited    cited
}

// borneOut is what the verifier answers.
type borneOut struct {
	Why    string `json:"why"`
	Stated []int  `json:"stated"`
}

// Name of the check.
func (Support) Name() string { return "claim-support" }

// Version of the check.
func (Support) Version() int { return 2 }

// Options of the check.
func (c Support) Options() any { return c }

// Needs of the check.
func (c Support) Needs() Needs {
	n := Needs{Pages: true, Tree: true, Cited: true}
	if c.Verifier {
		n.Role = Verifier
	}
	return n
}

// Check looks at every claim, and shows them to the verifier together.
func (c Support) Check(ctx context.Context, it *Item) (Finding, error) {
	claims := make([]supported, 0, len(it.Question.Tree.Edges))
	for _, e := range it.Question.Tree.Edges {
		s, err := machine(ctx, it, e)
		if err != nil {
			return Finding{}, err
		}
		claims = append(claims, s)
	}
	if c.Verifier {
		if err := ask(ctx, it, claims); err != nil {
			return Finding{}, err
		}
	}
	f := Finding{Evidence: claims}
	named, worded, good := 0, 0, 0
	for _, s := range claims {
		if s.Named {
			named++
		}
		if s.Words >= .5 {
			worded++
		}
		if s.stated() {
			good++
			continue
		}
		f.Against = append(f.Against, fmt.Sprintf("not stated: %s", s.Claim))
	}
	f.Measures = map[string]float64{"share": share(good, len(claims)), "named": share(named, len(claims)), "worded": share(worded, len(claims))}
	return f, nil
}

func (s supported) stated() bool {
	if s.Verifier != nil {
		return *s.Verifier
	}
	return s.Named
}

func machine(ctx context.Context, it *Item, e infoseek.Edge) (supported, error) {
	s := supported{Child: e.Child, Claim: e.Claim}
	var err error
	if s.cited, err = it.cite(ctx, e); err != nil {
		return s, err
	}
	s.Sentence = s.cited.sentence
	if s.Named, err = s.cited.named(ctx, it, e); err != nil {
		return s, err
	}
	s.Words = s.cited.told(e.Claim, ends(it.Question.Tree, e)...)
	return s, nil
}

// ask shows the verifier each claim with its sentence, the page's title and the sentence before.
func ask(ctx context.Context, it *Item, claims []supported) error {
	type shown struct {
		Number             int
		Claim, Title, Text string
	}
	list := make([]shown, len(claims))
	for i, s := range claims {
		list[i] = shown{i + 1, s.Claim, s.cited.title, strings.TrimSpace(s.cited.before + " " + s.Sentence)}
	}
	o := prompt.Options[borneOut]{Schema: numbersSchema("stated", len(claims)), MaxTokens: 500, Seed: it.modelSeed(0)}
	a, _, err := prompt.Ask(ctx, it.Model, supportPrompt, map[string]any{"Claims": list}, o)
	if err != nil {
		return err
	}
	for i := range claims {
		said := slices.Contains(a.Stated, i+1)
		claims[i].Verifier = &said
	}
	return nil
}
