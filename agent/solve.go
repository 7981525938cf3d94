package agent

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// How many candidates are looked at, how many of them are read, and how many of a thing's are handed on to the things that it is a clue to.
const (
	foreseen = 1500
	closely  = 40
	handedOn = 8
)

// scored is a candidate with the share of its clues that it bears out, 0..1.
type scored struct {
	page  infoseek.PageNum
	share float64
}

// mind intersects candidates over what searches found and pages tell: which pages link to or name each other (Pages.Related), and their text.
type mind struct {
	pages  infoseek.Pages
	things []thing
	clues  [][]clue // of each thing
	named  map[infoseek.PageNum]bool
	kinds  map[infoseek.PageNum]*kind
	read   map[infoseek.PageNum]*candidate
	whole  []Document // found for the question as a whole
	best   [][]scored // of each thing, once weighed
}

func newMind(ctx context.Context, pages infoseek.Pages, question string) (*mind, error) {
	m := &mind{pages: pages, things: splitQuestion(question), named: map[infoseek.PageNum]bool{}, kinds: map[infoseek.PageNum]*kind{}, read: map[infoseek.PageNum]*candidate{}}
	for _, t := range m.things {
		var clues []clue
		for _, c := range t.clauses {
			k, err := readClue(ctx, pages, c)
			if err != nil {
				return nil, err
			}
			if !strings.Contains(c.text, " or ") { // else the answer is likely one of the names
				for _, n := range k.names {
					m.named[n] = true
				}
			}
			clues = append(clues, k)
		}
		m.clues = append(m.clues, clues)
	}
	return m, nil
}

// weigh ranks the candidates of every thing, those of the asked one last.
func (m *mind) weigh(ctx context.Context) error {
	m.best = make([][]scored, len(m.things))
	return m.weighThing(ctx, 0, map[int]bool{})
}

// weighThing ranks the candidates of thing v after those of the things that it hangs on.
func (m *mind) weighThing(ctx context.Context, v int, seen map[int]bool) error {
	seen[v] = true
	var on []int
	for w := range m.things {
		if !seen[w] && (m.refers(v, w) || m.refers(w, v)) {
			if err := m.weighThing(ctx, w, seen); err != nil {
				return err
			}
			on = append(on, w)
		}
	}
	pool, err := m.pool(ctx, v, on)
	if err != nil {
		return err
	}
	m.best[v], err = m.rank(ctx, v, on, pool)
	return err
}

func (m *mind) refers(v, w int) bool {
	return slices.ContainsFunc(m.things[v].clauses, func(c clause) bool { return slices.Contains(c.refs, w) })
}

// pool gathers the pages that may be thing v, with how many clues bring each up.
func (m *mind) pool(ctx context.Context, v int, on []int) (map[infoseek.PageNum]float64, error) {
	pool := map[infoseek.PageNum]float64{}
	for _, k := range m.clues[v] {
		for _, name := range k.names {
			pool[name]++ // left out again unless it is one of several to choose from
			if err := m.addRelated(ctx, pool, name, 1); err != nil {
				return nil, err
			}
		}
		for i, d := range k.found {
			pool[d.Page] += 0.5 / float64(i+1)
		}
	}
	if v == 0 {
		for i, d := range m.whole {
			pool[d.Page] += 0.5 / float64(i+1)
		}
	}
	for _, w := range on {
		for _, s := range m.best[w][:min(handedOn, len(m.best[w]))] {
			if err := m.addRelated(ctx, pool, s.page, s.share); err != nil {
				return nil, err
			}
		}
	}
	return pool, nil
}

func (m *mind) addRelated(ctx context.Context, pool map[infoseek.PageNum]float64, n infoseek.PageNum, weight float64) error {
	related, err := m.pages.Related(ctx, n)
	for _, p := range related {
		pool[p] += weight
	}
	return err
}

// rank reads the likeliest of the pool and orders them by the share of clues that they bear out.
func (m *mind) rank(ctx context.Context, v int, on []int, pool map[infoseek.PageNum]float64) ([]scored, error) {
	likely, err := m.likely(ctx, v, pool)
	if err != nil {
		return nil, err
	}
	for i := range likely {
		if likely[i].share, err = m.bears(ctx, v, on, likely[i].page); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(likely, func(a, b scored) int { return cmp.Compare(b.share, a.share) })
	return likely, nil
}

// likely cuts the pool to the pages brought up most that are called as the thing is, none of them named in the question.
func (m *mind) likely(ctx context.Context, v int, pool map[infoseek.PageNum]float64) ([]scored, error) {
	all := make([]scored, 0, len(pool))
	for n, weight := range pool {
		if !m.named[n] {
			all = append(all, scored{n, weight})
		}
	}
	byWeight := func(a, b scored) int { return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.page, b.page)) }
	slices.SortFunc(all, byWeight)
	kept := all[:0]
	for _, s := range all[:min(len(all), foreseen)] {
		c, err := m.kind(ctx, s.page)
		if err != nil {
			return nil, err
		}
		if c.page.Entity && !slices.Contains(m.things[v].nouns, strings.ToLower(c.page.Title)) {
			kept = append(kept, scored{s.page, s.share + m.looks(v, c)})
		}
	}
	slices.SortFunc(kept, byWeight)
	return kept[:min(len(kept), closely)], nil
}

// looks is how far a page looks like thing v before it is read: by what it is called, and the categories it is in.
func (m *mind) looks(v int, k *kind) float64 {
	total := 2 * k.called(m.things[v].nouns)
	for _, c := range m.clues[v] {
		if len(c.quotes) > 0 {
			total += 2 * k.listed(c.quotes)
		}
	}
	return total
}

func (m *mind) kind(ctx context.Context, n infoseek.PageNum) (*kind, error) {
	if k := m.kinds[n]; k != nil {
		return k, nil
	}
	k, err := readKind(ctx, m.pages, n)
	if err == nil {
		m.kinds[n] = k
	}
	return k, err
}

func (m *mind) candidate(ctx context.Context, n infoseek.PageNum) (*candidate, error) {
	if c := m.read[n]; c != nil {
		return c, nil
	}
	k, err := m.kind(ctx, n)
	if err != nil {
		return nil, err
	}
	c, err := readCandidate(ctx, m.pages, k)
	if err == nil {
		m.read[n] = c
	}
	return c, err
}

// bears is the share of thing v's clues that page n bears out, what it is called counting as one.
func (m *mind) bears(ctx context.Context, v int, on []int, n infoseek.PageNum) (float64, error) {
	c, err := m.candidate(ctx, n)
	if err != nil {
		return 0, err
	}
	total, clues := c.called(m.things[v].nouns), 1.
	for _, k := range m.clues[v] {
		s, err := m.bearsClue(ctx, c, n, k)
		if err != nil {
			return 0, err
		}
		total, clues = total+s, clues+1
	}
	for _, w := range on {
		s, err := m.meets(ctx, n, w)
		if err != nil {
			return 0, err
		}
		total, clues = total+2*s, clues+2
	}
	return total / clues, nil
}

// bearsClue weighs one clue: half by the pages that it names being linked or named with n, half by the words of n's page or of theirs.
func (m *mind) bearsClue(ctx context.Context, c *candidate, n infoseek.PageNum, k clue) (float64, error) {
	told := c.supports(k)
	for i, d := range k.found {
		if d.Page == n {
			told = max(told, 0.5/float64(i+1))
		}
	}
	if len(k.names) == 0 {
		return told, nil
	}
	linked := 0.
	for _, name := range k.names {
		related, err := m.pages.Related(ctx, name)
		if err != nil {
			return 0, err
		}
		if _, ok := slices.BinarySearch(related, n); ok || name == n {
			linked++
		}
		if there, err := m.toldThere(ctx, name, c, k); err != nil {
			return 0, err
		} else if there > told {
			told = there
		}
	}
	return 0.6*linked/float64(len(k.names)) + 0.4*told, nil
}

// toldThere looks for the clue's words in the sentences of the named page that name the candidate.
func (m *mind) toldThere(ctx context.Context, name infoseek.PageNum, c *candidate, k clue) (float64, error) {
	there, err := m.candidate(ctx, name)
	if err != nil {
		return 0, err
	}
	title, best := text.Stems(bare(c.page.Title)), 0.
	for _, have := range there.stems {
		if len(title) > 0 && have[title[len(title)-1]] {
			best = max(best, shareOf(k.stems, have))
		}
	}
	return best, nil
}

// meets is the best share among thing w's candidates that are linked or named with n.
func (m *mind) meets(ctx context.Context, n infoseek.PageNum, w int) (float64, error) {
	related, err := m.pages.Related(ctx, n)
	if err != nil {
		return 0, err
	}
	for _, s := range m.best[w][:min(handedOn, len(m.best[w]))] {
		if _, ok := slices.BinarySearch(related, s.page); ok {
			return s.share, nil
		}
	}
	return 0, nil
}
