package dataset

import (
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"infoseek"
)

// MuSiQue is a record of MuSiQue (Trivedi et al. 2022): a question composed of simpler ones, each with its answer and the paragraph that states it.
type MuSiQue struct {
	ID         string      `json:"id"`
	Question   string      `json:"question"`
	Answer     string      `json:"answer"`
	Aliases    []string    `json:"answer_aliases"`
	Paragraphs []Paragraph `json:"paragraphs"`
	Steps      []Step      `json:"question_decomposition"`
}

// Paragraph is one of the paragraphs that come with a question.
type Paragraph struct {
	Number int    `json:"idx"`
	Title  string `json:"title"`
	Text   string `json:"paragraph_text"`
}

// Step is one of the simpler questions; "#1" in it stands for the answer of the first.
type Step struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
	// Support is the number of the paragraph that states the answer; null if none is known.
	Support *int `json:"paragraph_support_idx"`
}

// ReadMuSiQue ranges over a file of records, compressed or not. It stops at the first error, which names file and line.
func ReadMuSiQue(path string) iter.Seq2[MuSiQue, error] { return readPacked(path, checkMuSiQue) }

func checkMuSiQue(m MuSiQue) error {
	if m.Question == "" || m.Answer == "" {
		return errors.New("no question or no answer")
	}
	for i, s := range m.Steps {
		for _, r := range s.references() {
			if r < 0 || r >= i {
				return fmt.Errorf("step %d names #%d, which is not before it", i+1, r+1)
			}
		}
	}
	return nil
}

var reference = regexp.MustCompile(`#(\d{1,3})`)

// references lists the steps, from 0, whose answers the question builds on, each once.
func (s Step) references() []int {
	var all []int
	for _, m := range reference.FindAllStringSubmatch(s.Question, -1) {
		n, _ := strconv.Atoi(m[1]) // digits
		if !slices.Contains(all, n-1) {
			all = append(all, n-1)
		}
	}
	return all
}

// AsQuestion returns the record as a question. Its tree, which the decomposition gives, has neither page ids nor evidence; where there is none, why says so. Its id is the record's, or else name.
func (m MuSiQue) AsQuestion(name string) (q infoseek.Question, why error) {
	q = QA{m.ID, m.Question, append([]string{m.Answer}, m.Aliases...)}.AsQuestion(name)
	if q.Tree, why = m.tree(); why != nil {
		q.Tree = infoseek.Tree{}
	}
	q.Hops = q.Tree.Hops()
	return q, why
}

// tree puts the last step's answer at the root. Below the answer of a step hang the answers it builds on; a step that builds on none starts from what it names: the subject of the paragraph that states its
// answer or, where that is the answer itself, the part of "subject >> relation" before the arrow.
func (m MuSiQue) tree() (infoseek.Tree, error) {
	if len(m.Steps) == 0 {
		return infoseek.Tree{}, errors.New("no decomposition")
	}
	g := &decomposed{m: m, used: map[int]bool{}}
	if err := g.step(len(m.Steps)-1, -1, ""); err != nil {
		return infoseek.Tree{}, err
	}
	if len(g.used) < len(m.Steps) {
		return infoseek.Tree{}, errors.New("a step that nothing builds on")
	}
	return g.tree, nil
}

type decomposed struct {
	m    MuSiQue
	used map[int]bool
	tree infoseek.Tree
}

// step adds the answer of step n under parent, with claim between them, and what it builds on.
func (g *decomposed) step(n, parent int, claim string) error {
	if g.used[n] {
		return fmt.Errorf("two steps build on step %d: no tree", n+1)
	}
	g.used[n] = true
	s := g.m.Steps[n]
	id := g.vertex(s.Answer, parent, claim)
	g.tree.Vertices[id].Hidden = true
	said := g.filled(s)
	refs := s.references()
	for _, r := range refs {
		if err := g.step(r, id, said); err != nil {
			return err
		}
	}
	if len(refs) > 0 {
		return nil
	}
	named := g.subject(s)
	if named == "" {
		return fmt.Errorf("step %d starts from nothing named", n+1)
	}
	g.vertex(named, id, said)
	return nil
}

func (g *decomposed) vertex(title string, parent int, claim string) int {
	id := len(g.tree.Vertices)
	g.tree.Vertices = append(g.tree.Vertices, infoseek.Vertex{ID: id, Kind: infoseek.EntityVertex, Entity: &title})
	if parent >= 0 {
		g.tree.Edges = append(g.tree.Edges, infoseek.Edge{Parent: parent, Child: id, Kind: infoseek.EdgeRelated, Claim: claim})
	}
	return id
}

// filled is a step's question with the answers it builds on, and its own answer behind.
func (g *decomposed) filled(s Step) string {
	q := reference.ReplaceAllStringFunc(s.Question, func(r string) string {
		n, _ := strconv.Atoi(r[1:])
		return g.m.Steps[n-1].Answer
	})
	return strings.TrimSpace(q) + " " + s.Answer
}

func (g *decomposed) subject(s Step) string {
	if s.Support != nil {
		i := slices.IndexFunc(g.m.Paragraphs, func(p Paragraph) bool { return p.Number == *s.Support })
		if i >= 0 && !strings.EqualFold(g.m.Paragraphs[i].Title, s.Answer) {
			return g.m.Paragraphs[i].Title
		}
	}
	named, _, arrow := strings.Cut(s.Question, ">>")
	if !arrow {
		return ""
	}
	return strings.TrimSpace(named)
}
