package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"infoseek"
	"infoseek/internal/jsonl"
)

// poolName is the file of all questions, in the first run: 'infoseek split' parts it.
const poolName = "pool.jsonl"

// first is the run of synth that has the pool.
func (p plan) first(s *stages) string { return s.in("synth-11") }

// questions makes the corpus, the questions and the split. The questions are of an easier kind than synth's defaults: two named entities at least, no floor under single clues or ranks, hidden vertices need not be determined.
func (p plan) questions(s *stages, data string) error {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return err
	}
	if err := s.command("import", "corpus", "import", data, "-o", s.in("corpus"), "--replace"); err != nil {
		return err
	}
	var runs []string
	for i := range p.Seeds {
		seed := strconv.Itoa(11 + i)
		name := "synth-" + seed
		if err := s.command(name, "synth", "-c", s.in("corpus"), "-o", s.in(name), "-n", strconv.Itoa(p.PerSeed), "--seed", seed, "--size", "3..7", "--hidden", "1", "--determined", "none", "--named", "4",
			"--rank-floor", "0", "--floor", "0", "--per-root", "12", "--per-entity", "3000", "--per-type", "1"); err != nil {
			return err
		}
		runs = append(runs, s.in(name))
	}
	pool := filepath.Join(p.first(s), poolName)
	if err := s.once("pool", fmt.Sprint(p.Seeds, p.Least), func() error { return gather(pool, runs, p.Least) }); err != nil {
		return err
	}
	return s.command("split", "split", p.first(s), "--questions", pool, "--test", strconv.Itoa(p.HeldOut))
}

// gather writes the different questions of runs that name at least so many entities.
func gather(to string, runs []string, least int) error {
	var pool []infoseek.Question
	seen := map[string]bool{}
	for _, run := range runs {
		for q, err := range jsonl.ReadFile[infoseek.Question](filepath.Join(run, "questions.jsonl"), jsonl.Options{}) {
			if err != nil {
				return err
			}
			if !seen[q.Question] && named(q) >= least {
				seen[q.Question] = true
				pool = append(pool, q)
			}
		}
	}
	return write(to, pool)
}

// named counts the entities that a question names.
func named(q infoseek.Question) (n int) {
	for _, v := range q.Tree.Vertices {
		if v.Kind == infoseek.EntityVertex && !v.Hidden {
			n++
		}
	}
	return n
}
