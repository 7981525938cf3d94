package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"infoseek"
	"infoseek/dataset"
	"infoseek/verify"

	"github.com/spf13/cobra"
)

// checkOptions are the flags that say which checks are run and how; 'verify' and 'audit' share them.
type checkOptions struct {
	names       []string
	samples     int
	distractors int
	against     []string
	again       bool
	workers     int
	models      modelFlags
}

// checkRoles are the roles of models that checks ask.
var checkRoles = []string{verify.Solver, verify.Verifier, verify.Judge}

func (o *checkOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringSliceVar(&o.names, "checks", nil, "checks to run, by name (default: all for which what they need is given): "+strings.Join(verify.Names(), ", "))
	c.RegisterFlagCompletionFunc("checks", cobra.FixedCompletions(verify.Names(), cobra.ShellCompDirectiveNoFileComp))
	f.IntVar(&o.samples, "samples", 4, "difficulty: answers from memory for each question, k of pass@k")
	f.IntVar(&o.distractors, "distractors", 5, "verifiability: pages shown that are not the tree's")
	f.StringArrayVar(&o.against, "against", nil, "contamination: `file` of JSON lines {\"id\", \"question\", \"answers\"} that no question may repeat; may be given several times")
	f.BoolVar(&o.again, "again", false, "give the verdicts of these checks anew, even those that stand")
	f.IntVar(&o.workers, "workers", 0, "questions judged at once, 0: one for each processor, with models 32; it does not change the verdicts")
	o.models.add(c, checkRoles...)
}

func (o *checkOptions) check() error {
	if o.samples < 1 || o.distractors < 1 {
		return usagef("", "--samples and --distractors: give at least 1")
	}
	for _, n := range o.names {
		if !slices.Contains(verify.Names(), n) {
			hint := "they are " + strings.Join(verify.Names(), ", ")
			if near := nearest(n, verify.Names()); near != "" {
				hint = "did you mean " + near + "?"
			}
			return usagef(hint, "no check is called %q", n)
		}
	}
	if o.again && len(o.names) == 0 {
		return usagef("name them with --checks", "--again repeats checks")
	}
	return nil
}

// given is what checks may ask for.
type given struct {
	pages    infoseek.Pages
	searcher infoseek.Searcher
	models   map[string]infoseek.Model
	before   verify.Verdicts // of earlier calls
}

// lacks says what a check lacks, "" if nothing.
func (g given) lacks(needs verify.Needs, chosen []verify.Check) string {
	switch {
	case needs.Pages && g.pages == nil:
		return "the corpus (-c)"
	case needs.Search && g.searcher == nil:
		return "the corpus's search index (-c)"
	case needs.Role != "" && g.models[needs.Role] == nil:
		return "a model in the role " + needs.Role + " (--models)"
	case needs.After == "" || slices.ContainsFunc(chosen, func(c verify.Check) bool { return c.Name() == needs.After }):
		return ""
	}
	for _, of := range g.before {
		if _, ok := of[needs.After]; ok {
			return ""
		}
	}
	return "verdicts of " + needs.After
}

// checks chooses the checks to run: those asked for, which must have what they need, or all that have it.
func (a *app) checks(o checkOptions, questions []infoseek.Question, g given) ([]verify.Check, error) {
	var chosen []verify.Check
	for _, name := range verify.Names() {
		asked := slices.Contains(o.names, name)
		if len(o.names) > 0 && !asked {
			continue
		}
		if name == "contamination" && len(o.against) == 0 {
			if asked {
				return nil, usagef("", "check contamination needs the sets that no question may repeat (--against)")
			}
			a.log.Info("check left out", "check", name, "needs", "other sets (--against)")
			continue
		}
		c, err := newCheck(name, o, questions, g)
		if err != nil {
			return nil, err
		}
		switch lack := g.lacks(c.Needs(), chosen); {
		case lack == "":
			chosen = append(chosen, c)
		case asked:
			return nil, usagef("", "check %s needs %s", name, lack)
		default:
			a.log.Info("check left out", "check", name, "needs", lack)
		}
	}
	if len(chosen) == 0 {
		return nil, usagef("", "no check has what it needs")
	}
	return chosen, nil
}

func newCheck(name string, o checkOptions, questions []infoseek.Question, g given) (verify.Check, error) {
	switch name {
	case "certificate":
		return verify.Certificate{}, nil
	case "co-coverage":
		return verify.NewCoCoverage(), nil
	case "one-clue":
		return verify.NewOneClue(), nil
	case "constants":
		return verify.NewConstants(), nil
	case "duplicate":
		return verify.NewDuplicates(questions), nil
	case "contamination":
		return newContamination(o.against)
	case "claim-support":
		return verify.Support{Verifier: g.models[verify.Verifier] != nil}, nil
	case "clarity":
		return verify.NewClarity(), nil
	case "difficulty":
		return verify.NewDifficulty(o.samples), nil
	case "prior-knowledge":
		return verify.Prior{}, nil
	case "verifiability":
		return verify.NewVerifiability(o.distractors), nil
	case "alternatives":
		return verify.NewAlternatives(), nil
	case "necessity":
		return verify.NewNecessity(), nil
	}
	panic("no check called " + name)
}

// newContamination holds against the sets that no question may repeat; their hashes are part of its verdicts' basis.
func newContamination(files []string) (verify.Check, error) {
	known, hashes, err := readKnown(files)
	if err != nil {
		return nil, err
	}
	return verify.NewContamination(known, hashes), nil
}

// readKnown reads sets of questions, with the hash of each by name.
func readKnown(files []string) (known []verify.Leaked, hashes map[string]string, err error) {
	hashes = map[string]string{}
	for _, file := range files {
		set, _, _ := strings.Cut(filepath.Base(file), ".")
		if _, twice := hashes[set]; twice {
			return nil, nil, usagef("", "two sets are called %q, by their files' names: give one of the files another name", set)
		}
		if hashes[set], err = hashFile(file); err != nil {
			return nil, nil, err
		}
		n := 0
		for q, err := range dataset.ReadQA(file) {
			if err != nil {
				return nil, nil, err
			}
			n++
			known = append(known, verify.Leaked{Set: set, ID: q.AsQuestion(fmt.Sprintf("%s-%d", set, n)).ID, Question: q.Question, Answers: q.Answers})
		}
	}
	return known, hashes, nil
}

func hashFile(name string) (string, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}

// printTallies prints how many questions came to what, a check a line.
func (a *app) printTallies(all []verify.Tally) error {
	if err := a.printf("%-16s %7s %7s %7s %9s\n", "check", "pass", "fail", "fault", "none"); err != nil {
		return err
	}
	for _, t := range all {
		if err := a.printf("%-16s %7d %7d %7d %9d\n", t.Check, t.Pass, t.Fail, t.Fault, t.None); err != nil {
			return err
		}
	}
	return nil
}

// faults ends a command whose checks met faults: they are told on stdout.
func faults(all []verify.Tally) error {
	n := 0
	for _, t := range all {
		n += t.Fault
	}
	if n == 0 {
		return nil
	}
	return fmt.Errorf("%d %s, which say nothing about a question: the same command tries again", n, plural(n, "fault"))
}
