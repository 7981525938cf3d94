package library

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"infoseek/synth"
)

// Made is what a run came to.
type Made struct {
	synth.Result
	Dir     string  `json:"-"`
	Seconds float64 `json:"seconds"` // of all sittings
}

// Run makes all questions that a corpus gives, or takes the finished run of the same corpus, options and code. One that was stopped goes on.
func (l Library) Run(ctx context.Context, s *Shelf, name string, o synth.Options) (Made, error) {
	code, err := CodeHash(".", "text", "hcsp", "runs", "synth")
	if err != nil {
		return Made{}, err
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s %+v %s", s.Info().Hash, o, code))
	m := Made{Dir: filepath.Join(l.Cache, fmt.Sprintf("%s-%x.run", name, key[:6]))}
	note := m.Dir + ".json"
	switch data, err := os.ReadFile(note); {
	case err == nil:
		if err := json.Unmarshal(data, &m); err != nil {
			return m, fmt.Errorf("library: %s: %w", note, err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return m, err
	}
	begin, logged := time.Now(), time.Now()
	res, err := synth.Run(ctx, synth.Job{
		Dir: m.Dir, Pages: s, Searcher: s.Searcher, Options: o, Limits: synth.Limits{N: math.MaxInt32}, Version: "bench",
		Progress: func(p synth.Progress) {
			if time.Since(logged) > 10*time.Second {
				logged = time.Now()
				l.Log.Info("making questions", "corpus", name, "questions", p.Questions, "roots", p.Roots, "of", p.AllRoots)
			}
		},
	})
	m.Result = res
	if !res.Nothing {
		m.Seconds += time.Since(begin).Seconds()
	}
	data, noting := json.Marshal(m)
	if noting == nil {
		noting = os.WriteFile(note, data, 0o644)
	}
	return m, errors.Join(err, noting)
}
