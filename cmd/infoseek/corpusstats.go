package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"infoseek"
	"infoseek/corpus"

	"github.com/spf13/cobra"
)

func newCorpusStatsCmd(a *app) *cobra.Command {
	var dir string
	var asJSON bool
	c := &cobra.Command{
		Use:   "stats",
		Short: "Say what a corpus holds and how complete its relation is",
		Long: `Say what a corpus holds, what was broken in its sources, and how complete its relation is: of the links whose markup is
hidden, the share that naming alone finds again. Certificates rest on that relation, and carry the share.`,
		Example: "  infoseek corpus stats -c corpus\n  infoseek corpus stats -c corpus --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withCorpus(dir, func(c *corpus.Corpus) error {
				if asJSON {
					return a.printJSON(statsRecord{infoseek.FormatVersion, dir, c.Meta().Sources, c.Stats()})
				}
				return a.printStats(dir, c.Meta().Sources, c.Stats())
			})
		},
	}
	corpusFlag(c, &dir)
	jsonFlag(c, &asJSON)
	return c
}

// statsRecord is what 'corpus stats --json' prints.
type statsRecord struct {
	V       int      `json:"v"`
	Dir     string   `json:"dir"`
	Sources []string `json:"sources"`
	corpus.Stats
}

func (a *app) printStats(dir string, sources []string, s corpus.Stats) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d pages, %d of them entities\n", dir, s.Info.Pages, s.Info.Entities)
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-11s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("hash", "%s", s.Info.Hash)
	line("from", "%s", strings.Join(sources, ", "))
	if r := s.Info.NameRecall; r != nil {
		line("recall", "naming alone finds %.1f%% of the links again whose markup is hidden", 100**r)
	}
	d := s.Degree
	line("related", "median %d entities, mean %.1f, from %d to %d; half have %d to %d", d.Median, d.Mean, d.Min, d.Max, d.P25, d.P75)
	line("types", "%s; unknown %d", countsText(s.Classes), s.Unclassed)
	line("nouns", "%s", tallyText(s.Nouns))
	line("categories", "%s", tallyText(s.Categories))
	line("years", "%s", tallyText(s.Years))
	line("units", "%s", tallyText(s.Units))
	names := map[string]int{}
	for kind, n := range s.Names {
		names[string(kind)] = n
	}
	line("names", "%s; %d of more than one page", countsText(names), s.Ambiguous)
	writeReport(&b, s.Report)
	return a.printf("%s", b.String())
}

// tallyText shows the commonest values of a tally.
func tallyText(t corpus.Tally) string {
	shown := make([]string, 0, 8)
	for _, c := range t.Top[:min(8, len(t.Top))] {
		value := c.Value
		if value == "" {
			value = "(bare)"
		}
		shown = append(shown, fmt.Sprintf("%s %d", value, c.Count))
	}
	s := fmt.Sprintf("%d different", t.Different)
	if len(shown) > 0 {
		s += ": " + strings.Join(shown, ", ")
	}
	if t.Different > len(shown) {
		s += ", …"
	}
	return s
}

// countsText shows counts, the largest first.
func countsText(counts map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(counts), func(x, y string) int {
		if counts[x] != counts[y] {
			return counts[y] - counts[x]
		}
		return strings.Compare(x, y)
	})
	for i, k := range keys {
		keys[i] = fmt.Sprintf("%s %d", k, counts[k])
	}
	return strings.Join(keys, ", ")
}
