package main

import (
	"path/filepath"
	"testing"
	"time"
)

// TestKilledEmbed: vectors whose making is killed at random moments come to the bytes of an uninterrupted build.
func TestKilledEmbed(t *testing.T) {
	s := newEmbeddingServer("", 20*time.Millisecond)
	t.Cleanup(s.Close)
	t.Chdir(t.TempDir())
	must(t, "sample", "-o", "pages.xml")
	const kills = 12
	killing{kills: kills, each: 4, seed: 5, files: []string{filepath.Join("corpus", vectorsDir, "vectors.idx")}, steps: func(t *testing.T, dir string) [][]string {
		corpus := filepath.Join(dir, "corpus")
		must(t, "corpus", "import", "pages.xml", "-o", corpus)
		return [][]string{{"search", "embed", "-c", corpus, "--endpoint", s.url(), "--batch", "8", "--in-flight", "2"}}
	}}.try(t)
}
