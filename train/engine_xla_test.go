//go:build xla

package train

import (
	"testing"

	"infoseek/lm"
)

// TestXLASteps: two steps of two batches each on XLA leave the values, moments apart, that the Go backend leaves. Skipped where scripts/xla-plugin.sh cpu has not brought the plugin.
func TestXLASteps(t *testing.T) {
	b, err := lm.OpenBackend("xla")
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(b.Finalize)
	o := EngineOptions{AdamW: AdamW{Decay: 0.1}, Clip: 0.5}
	there, err := NewEngine(b, toy, toyParams(3), o)
	if err != nil {
		t.Fatal(err)
	}
	here := toyEngine(t, toyParams(3), o)
	examples := toyExamples(4, 3)
	for range 2 {
		for _, row := range oneEach(examples) {
			batch := NewBatch(examples, []Row{row}, 1, 16, even(examples))
			want, _, err := here.Add(Imitation{}, batch)
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := there.Add(Imitation{}, batch)
			if err != nil {
				t.Fatal(err)
			}
			if d := got - want; d > 1e-5 || d < -1e-5 {
				t.Errorf("loss %v, on the Go backend %v", got, want)
			}
		}
		for _, e := range []*Engine{here, there} {
			if _, err := e.Step(1e-2); err != nil {
				t.Fatal(err)
			}
		}
	}
	sameParams(t, there.Params, here.Params, 1e-4)
}
