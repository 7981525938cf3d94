package eval

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"infoseek"
	"infoseek/text"

	"golang.org/x/sync/errgroup"
)

// Coverage says for how many questions the corpus holds a gold answer at all: what no search over it can exceed. Answers yes and no say nothing about a corpus and are left out.
type Coverage struct {
	Questions int `json:"questions"` // with an answer other than yes and no
	Covered   int `json:"covered"`   // of which one occurs, word for word, in a title or text
	Verdicts  int `json:"verdicts"`  // questions to be answered by yes or no
	Limit     int `json:"limit"`     // questions of the set that were looked at
}

// Share is the part that is covered, 0 of none.
func (c Coverage) Share() float64 {
	if c.Questions == 0 {
		return 0
	}
	return float64(c.Covered) / float64(c.Questions)
}

// cover looks for the gold answers of each set that was not looked at yet.
func (w *work) cover(ctx context.Context) error {
	if w.Pages == nil {
		return nil
	}
	k, err := w.known()
	if err != nil {
		return err
	}
	var missing []int
	for i, s := range w.Sets {
		if c, ok := k.coverage[i]; !ok || c.Limit != w.questions(s) {
			missing = append(missing, i)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if w.Stage != nil {
		w.Stage("looking for the gold answers in the corpus")
	}
	var asked [][]Question
	for _, i := range missing {
		asked = append(asked, w.Sets[i].Questions[:w.questions(w.Sets[i])])
	}
	found, err := cover(ctx, w.Pages, asked)
	if err != nil {
		return err
	}
	for n, i := range missing {
		if err := w.run.Append(coverageKind, i, found[n]); err != nil {
			return err
		}
	}
	return nil
}

// cover reads every page once, whatever the number of sets.
func cover(ctx context.Context, pages infoseek.Pages, sets [][]Question) ([]Coverage, error) {
	n := newNeedles()
	for i, questions := range sets {
		for q, question := range questions {
			for _, g := range question.Gold {
				n.add(text.NormWords(g), [2]int{i, q})
			}
		}
	}
	if err := n.search(ctx, pages); err != nil {
		return nil, err
	}
	all := make([]Coverage, len(sets))
	for i, questions := range sets {
		for q, question := range questions {
			all[i].Limit = len(questions)
			switch {
			case slices.ContainsFunc(question.Gold, isVerdict):
				all[i].Verdicts++
			case len(question.Gold) > 0:
				all[i].Questions++
				if n.found[[2]int{i, q}] {
					all[i].Covered++
				}
			}
		}
	}
	return all, nil
}

func isVerdict(gold string) bool {
	words := text.NormWords(gold)
	return len(words) == 1 && (words[0] == "yes" || words[0] == "no")
}

// needles are runs of words to be found in pages, by their first two words, written without a blank between: so a text's words lie in a wordList.
type needles struct {
	single, byPair map[string][]*needle

	mu    sync.Mutex
	found map[[2]int]bool // by set and question
}

type needle struct {
	words []string
	of    [][2]int // the questions it answers
	met   atomic.Bool
}

func newNeedles() *needles {
	return &needles{single: map[string][]*needle{}, byPair: map[string][]*needle{}, found: map[[2]int]bool{}}
}

func (n *needles) add(words []string, of [2]int) {
	if len(words) == 0 {
		return
	}
	in, key := n.single, words[0]
	if len(words) > 1 {
		in, key = n.byPair, words[0]+words[1]
	}
	i := slices.IndexFunc(in[key], func(k *needle) bool { return slices.Equal(k.words, words) })
	if i < 0 {
		in[key] = append(in[key], &needle{words: words, of: [][2]int{of}})
		return
	}
	in[key][i].of = append(in[key][i].of, of)
}

// search reads all pages on all processors.
func (n *needles) search(ctx context.Context, pages infoseek.Pages) error {
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			var words wordList
			for p := next.Add(1) - 1; p < int64(pages.Info().Pages); p = next.Add(1) - 1 {
				if err := ctx.Err(); err != nil {
					return err
				}
				page, err := pages.Page(ctx, infoseek.PageNum(p))
				if err != nil {
					return err
				}
				body, err := pages.Text(ctx, infoseek.PageNum(p), infoseek.Span{})
				if err != nil {
					return err
				}
				n.in(words.of(page.Title))
				n.in(words.of(body))
			}
			return nil
		})
	}
	return g.Wait()
}

// wordList holds the normal forms of a text's words in buffers that are used again.
type wordList struct {
	spans []infoseek.Span
	buf   []byte
	ends  []int
}

func (l *wordList) of(s string) *wordList {
	l.spans, l.buf, l.ends = text.Words(l.spans[:0], s), l.buf[:0], append(l.ends[:0], 0)
	for _, w := range l.spans {
		l.buf = text.AppendNorm(l.buf, s[w.Start:w.End])
		l.ends = append(l.ends, len(l.buf))
	}
	return l
}

func (l *wordList) len() int { return len(l.spans) }

// words are n words from word i on, without blanks between.
func (l *wordList) words(i, n int) []byte { return l.buf[l.ends[i]:l.ends[i+n]] }

// in notes which needles stand in a text.
func (n *needles) in(l *wordList) {
	for i := range l.len() {
		n.meet(n.single[string(l.words(i, 1))], l, i)
		if i+2 <= l.len() {
			n.meet(n.byPair[string(l.words(i, 2))], l, i)
		}
	}
}

func (n *needles) meet(list []*needle, l *wordList, i int) {
	for _, k := range list {
		if k.met.Load() || !k.at(l, i) {
			continue
		}
		k.met.Store(true)
		n.mu.Lock()
		for _, of := range k.of {
			n.found[of] = true
		}
		n.mu.Unlock()
	}
}

func (k *needle) at(l *wordList, i int) bool {
	if i+len(k.words) > l.len() {
		return false
	}
	for j, w := range k.words {
		if string(l.words(i+j, 1)) != w {
			return false
		}
	}
	return true
}
