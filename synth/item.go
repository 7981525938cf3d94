package synth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"infoseek"
	"infoseek/hcsp"
	"infoseek/text"
)

// checks is what every worker shares: the corpus, what was read of it, and the searcher for one-shot ranks.
type checks struct {
	pages    infoseek.Pages
	searcher infoseek.Searcher
	info     *pageCache
	offers   *memo[infoseek.PageNum, []Offer]
	browser  *Offers
	o        Options
	run      string
	version  string
	excluded map[string]bool // normalised titles and questions
}

// Browse is the embedded Browser: what claims.Reader finds on the page, and on the pages related to it.
func (b *checks) Browse(ctx context.Context, n infoseek.PageNum) ([]Offer, error) {
	return b.offers.do(n, func() ([]Offer, error) {
		f, err := b.browser.Embedded(ctx, n)
		if err != nil {
			return nil, err
		}
		return b.browser.Of(ctx, n, f)
	})
}

// outcome is what became of one root: questions, in the order they were found, or the reason why there is none.
type outcome struct {
	Questions []infoseek.Question `json:"questions,omitempty"`
	// Classes are the questions' answer nouns, for the cap on types.
	Nouns  []string `json:"nouns,omitempty"`
	Reason string   `json:"reason,omitempty"`
	Detail string   `json:"detail,omitempty"`
	// Counts are the crew's.
	Counts map[string]int `json:"counts,omitempty"`
	// Fault is set where a model's fault ended the work; then there are no questions.
	Fault error `json:"-"`
}

// reasons in the order of how far a try came; the farthest stands for the root.
var reasons = []string{"no noun", noClaims, invalidPlanner, invalidBrowser, invalidStep, givenUp, "iterations", "steps", "depth", "width", "names", "size", "not determined", notUnique, "too few hidden vertices", "too small",
	"not minimal", "grade", "selectivity", "leak", "excluded question", "exposed", "margin", "clause finds the answer", invalidWriter, "question finds the answer", "pair finds the answer"}

// reasons that more than one place gives
const (
	noClaims   = "no claims"
	givenUp    = "given up" // by a Planner for a reason of its own
	notUnique  = "not unique"
	notMinimal = "not minimal"

	invalidStep    = "invalid step" // the Planner's, told why and repeated
	invalidPlanner = "invalid planner answer"
	invalidBrowser = "invalid browser answer"
	invalidWriter  = "invalid writer answer"
)

// worker tries roots one after the other.
type worker struct {
	*checks
	solver solver
	crew   Crew    // of the root that is tried; what is nil is embedded
	led    *guided // the Planner of this root, if it is one that asks a Decider
	// read remembers what the crew's Browser found.
	read   map[infoseek.PageNum][]Offer
	recall *recall // of the root that is tried
	watch  Watch   // nil: nobody measures
}

// Browse reads the offers of a page, or remembers them.
func (w *worker) Browse(ctx context.Context, n infoseek.PageNum) ([]Offer, error) {
	defer w.enter(StageRead)()
	if w.crew.Browser == nil {
		return w.checks.Browse(ctx, n)
	}
	if offers, ok := w.read[n]; ok {
		return offers, nil
	}
	offers, err := w.crew.Browser.Browse(ctx, n)
	if err == nil {
		w.read[n] = offers
	}
	return offers, err
}

func (w *worker) writer() Writer {
	if w.crew.Writer != nil {
		return w.crew.Writer
	}
	return EmbeddedWriter{}
}

// item works on a root with a crew of its own. A model's fault ends this root's work alone.
func (w *worker) item(ctx context.Context, n infoseek.PageNum, crew Crew) (outcome, error) {
	w.crew, w.led, w.read = crew, nil, map[infoseek.PageNum][]Offer{}
	out, err := w.root(ctx, n)
	if f := modelFault(err); f != nil && ctx.Err() == nil {
		out, err = outcome{Fault: err}, nil
	}
	if out.Counts = crew.counts(); w.led != nil {
		out.Counts = addCounts(out.Counts, w.led.counts)
	}
	return out, err
}

// planner is the crew's Planner, or one of our own that goes by what the crew lacks.
func (w *worker) planner(g *growth, e *EmbeddedPlanner) Planner {
	switch {
	case w.crew.Planner != nil:
		return w.crew.Planner
	case w.crew.Decider == nil && w.crew.Browser == nil && w.o.Guide.Mode == "":
		return e
	}
	e.browser = sight{w}
	p := &guided{outlook: &outlook{EmbeddedPlanner: e}, decider: w.crew.Decider, source: w, rereads: w.crew.Browser != nil, counts: map[string]int{}}
	if p.decider == nil {
		p.decider = EmbeddedDecider{}
	}
	w.led = p
	return p
}

// followsScout reports whether a root of which the embedded agents make nothing is left alone: nothing else would be found with their offers and the same search.
func (w *worker) followsScout() bool {
	return w.o.Guide.Scouted || w.crew.Browser == nil && w.o.Guide.Choices != ChoicesSound
}

// embedded is the embedded Planner for the trees of g.
func (w *worker) embedded(g *growth) *EmbeddedPlanner {
	return &EmbeddedPlanner{barredLeaf: g.barredLeaf, pages: w.pages, solver: w.solver, browser: w, barred: g.barred, o: w.o, near: map[infoseek.PageNum][]*hiding{}, tried: map[string]bool{}}
}

// badKey is what is banned when the clause of n finds the answer: a named leaf as such only, hidden it may still serve.
func (n *node) badKey() offerKey {
	if n.named() {
		return n.offer.key().asNamed()
	}
	return n.offer.key()
}

// badIn is what is banned for the clauses that bad finds.
func badIn(root *node, t []infoseek.Clause, bad func(infoseek.Clause) bool) []offerKey {
	var keys []offerKey
	for _, c := range t {
		if bad(c) && len(c.Edges) > 0 {
			keys = append(keys, root.at(c.Edges[0]).badKey())
		}
	}
	return keys
}

// ban bars what the candidate, if there is one, has that is bad.
func (c *candidate) ban(banned map[offerKey]bool) {
	if c == nil {
		return
	}
	for _, k := range c.bad {
		banned[k] = true
	}
}

// candidate is a finished tree with its question.
type candidate struct {
	q        infoseek.Question
	key      string
	noun     string
	clues    []clue     // the root's
	expected float64    // margin.go
	bad      []offerKey // the offers whose clauses find the answer, or show what they must not
}

// finish certifies a grown tree, writes its question and measures it.
func (w *worker) finish(ctx context.Context, g *growth, variant uint64, planner string) (*candidate, string, string, error) {
	dr := &drafter{ctx: ctx, pages: w.pages, info: w.info}
	d, err := dr.draft(g.root, variant)
	if err != nil {
		return nil, "", "", err
	}
	leave := w.enter(StageCertify)
	cert, err := w.solver.Certify(ctx, d.Tree)
	leave()
	if err != nil {
		return nil, "", "", err
	}
	switch {
	case !cert.Unique:
		return nil, notUnique, "", nil
	case !cert.Minimal:
		return nil, notMinimal, "", nil
	case !atLeast(cert.Determined, w.o.Determined):
		return nil, "not determined", "", nil
	case cert.Grade == infoseek.Lexical && w.o.Grade != infoseek.Lexical:
		return nil, "grade", "", nil
	case cert.Selectivity < w.o.Floor:
		return nil, "selectivity", fmt.Sprintf("one clue leaves %d", cert.Selectivity), nil
	}
	c := &candidate{expected: expected(cert, w.pages.Info().Entities), noun: d.Nouns[0], key: treeKey(d.Tree)}
	if w.o.Margin > 0 && c.expected > 1/w.o.Margin {
		return nil, "margin", fmt.Sprintf("%.2g other answers expected in a corpus twice as large", c.expected), nil
	}
	if w.crew.Writer != nil {
		if reason, detail, err := w.rehearse(ctx, c, g, &d, cert, planner); reason != "" || err != nil {
			return c, reason, detail, err
		}
	}
	txt, err := w.writer().Write(ctx, d)
	if err != nil {
		return nil, "", "", err
	}
	reason, detail, err := w.word(ctx, c, g, &d, txt, cert, planner)
	if reason == "" && err == nil {
		reason, detail, err = w.oneShot(ctx, c, g, &d)
	}
	return c, reason, detail, err
}

// word makes c's question of the words, and says what they show that they must not.
func (w *worker) word(ctx context.Context, c *candidate, g *growth, d *Draft, txt Text, cert infoseek.Certificate, planner string) (reason, detail string, err error) {
	name, err := w.leak(ctx, d, txt.Question)
	if err != nil {
		return "", "", err
	}
	if name != "" {
		shown := normWords(name)
		c.bad = badIn(g.root, txt.Clauses, func(k infoseek.Clause) bool { return text.HasRun(normWords(txt.Question[k.Start:k.End]), shown) })
		return "leak", fmt.Sprintf("shows %q", name), nil
	}
	if w.excluded[normName(txt.Question)] {
		return "excluded question", "", nil
	}
	c.clues = c.clues[:0]
	for _, child := range g.root.children {
		c.clues = append(c.clues, child.offer.clue())
	}
	if err := w.record(ctx, c, d, txt, cert, planner); err != nil {
		return "", "", err
	}
	for _, e := range c.q.Certificate.Exposed {
		if !e.Allowed {
			c.bad = badIn(g.root, txt.Clauses, func(k infoseek.Clause) bool { return k.Start <= e.Start && e.End <= k.End })
			return "exposed", fmt.Sprintf("shows the %s %q", e.Kind, e.Text), nil
		}
	}
	return "", "", nil
}

func atLeast(have, want infoseek.Determined) bool {
	rank := map[infoseek.Determined]int{infoseek.DeterminedNone: 0, infoseek.DeterminedJoint: 1, infoseek.DeterminedOwn: 2}
	return rank[have] >= rank[want]
}

// record fills in the question but its id and one-shot ranks.
func (w *worker) record(ctx context.Context, c *candidate, d *Draft, txt Text, cert infoseek.Certificate, planner string) error {
	answer, aliases, err := w.answerNames(ctx, d.Pages[0])
	if err != nil {
		return err
	}
	info := w.pages.Info()
	settings := w.searcher.Info().Retriever
	settings.Unit, settings.Depth = infoseek.UnitPage, w.o.RankDepth
	c.q = infoseek.Question{
		V: infoseek.FormatVersion, Run: w.run, Question: txt.Question, Answer: answer, Aliases: aliases, Tree: d.Tree, Certificate: cert, Clauses: txt.Clauses,
		Corpus: infoseek.CorpusRef{Hash: info.Hash, Entities: info.Entities}, Retriever: settings, Version: w.version, Hops: d.Tree.Hops(), Seed: w.o.Seed, Planner: planner,
	}
	c.q.Certificate.Exposed = hcsp.Exposures(txt.Question, d.Tree, func(page string) []infoseek.Name {
		for id, v := range d.Tree.Vertices {
			if v.Page != nil && *v.Page == page {
				var names []infoseek.Name
				names, err = w.info.namesOf(ctx, d.Pages[id])
				return names
			}
		}
		return nil
	})
	return err
}

// oneShot measures what single queries find. Clauses first: most trees that fail do so there, and the same clauses come again in other tries.
func (w *worker) oneShot(ctx context.Context, c *candidate, g *growth, d *Draft) (string, string, error) {
	defer w.enter(StageSearch)()
	if reason, detail, err := w.clauses(ctx, c, g, d); reason != "" || err != nil {
		return reason, detail, err
	}
	shot, err := hcsp.ProbeOneShot(ctx, w.recall, w.pages, c.q, w.o.RankDepth, true)
	if err != nil {
		return "", "", err
	}
	c.q.Certificate.OneShot = shot
	if w.o.Hard && within(shot.Question.Answer, w.o.RankFloor) {
		return "question finds the answer", "", nil
	}
	if w.o.Hard && shot.Pair != nil && within(shot.Pair.Answer, w.o.RankFloor) {
		return "pair finds the answer", "", nil
	}
	return "", "", nil
}

// clauses holds each clause against the rank floor, and notes the offer behind one that finds the answer.
func (w *worker) clauses(ctx context.Context, c *candidate, g *growth, d *Draft) (string, string, error) {
	if w.o.RankFloor < 0 {
		return "", "", nil
	}
	finding, err := w.finding(ctx, c, d.Pages[0])
	if len(finding) == 0 || err != nil {
		return "", "", err
	}
	first := finding[0]
	c.bad = badIn(g.root, finding, func(infoseek.Clause) bool { return true })
	return "clause finds the answer", c.q.Question[first.Start:first.End], nil
}

// rehearse holds a tree in the embedded Writer's words against leaks and the rank floor, before another Writer is asked to find better words: what these give away, others for the same claims
// will hardly hide, and they are paid for.
func (w *worker) rehearse(ctx context.Context, c *candidate, g *growth, d *Draft, cert infoseek.Certificate, planner string) (string, string, error) {
	txt, err := EmbeddedWriter{}.Write(ctx, *d)
	if err != nil {
		return "", "", err
	}
	if reason, detail, err := w.word(ctx, c, g, d, txt, cert, planner); reason != "" || err != nil {
		return reason, detail, err
	}
	defer w.enter(StageSearch)()
	return w.clauses(ctx, c, g, d)
}

func within(rank *int, floor int) bool { return rank != nil && *rank <= floor }

// finding returns the clauses of c that as queries have the answer's page within the floor.
func (w *worker) finding(ctx context.Context, c *candidate, answer infoseek.PageNum) ([]infoseek.Clause, error) {
	queries := make([]infoseek.Query, len(c.q.Clauses))
	for i, k := range c.q.Clauses {
		// As deep as ranks are measured, so that this need not be asked again.
		queries[i] = infoseek.Query{Text: c.q.Question[k.Start:k.End], K: w.o.RankDepth, Unit: infoseek.UnitPage}
	}
	hits, err := w.recall.Search(ctx, queries)
	var out []infoseek.Clause
	for i := range hits {
		near := hits[i][:min(len(hits[i]), w.o.RankFloor)]
		if slices.ContainsFunc(near, func(h infoseek.Hit) bool { return h.Page == answer }) {
			out = append(out, c.q.Clauses[i])
		}
	}
	return out, err
}

// treeKey is the same for two trees over the same pages and attributes.
func treeKey(t infoseek.Tree) string {
	var parts []string
	for _, v := range t.Vertices {
		switch {
		case v.Page != nil:
			parts = append(parts, "p"+*v.Page)
		case v.Attribute != nil:
			parts = append(parts, "a"+v.Attribute.String())
		}
	}
	slices.Sort(parts[1:])
	return strings.Join(parts, "\x00")
}

func questionID(run, key string) string {
	sum := sha256.Sum256([]byte(run + "\x00" + key))
	return "q-" + hex.EncodeToString(sum[:6])
}
