package main

import (
	"fmt"

	"infoseek"
	"infoseek/corpus"

	"github.com/spf13/cobra"
)

func newCorpusVerifyCmd(a *app) *cobra.Command {
	var dir string
	var asJSON bool
	c := &cobra.Command{
		Use:   "verify",
		Short: "Compare every file of a corpus directory with its checksum",
		Long: `Compare every file of a corpus directory, the search index and vectors of passages included, with its checksum. Exit code 3 if one differs;
which ones is said on stdout.`,
		Example: "  infoseek corpus verify -c corpus",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			var differs []string
			err := a.withCorpus(dir, func(c *corpus.Corpus) error {
				if err := c.Verify(cmd.Context()); cmd.Context().Err() != nil {
					return cmd.Context().Err()
				} else if err != nil {
					differs = causes(err)
				}
				index, err := indexDiffers(dir, c.Info().Hash)
				differs = append(differs, index...)
				return err
			})
			if err != nil {
				return err
			}
			return a.printVerified(dir, differs, asJSON)
		},
	}
	corpusFlag(c, &dir)
	jsonFlag(c, &asJSON)
	return c
}

// causes takes joined errors apart.
func causes(err error) []string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []string{err.Error()}
	}
	var all []string
	for _, e := range joined.Unwrap() {
		all = append(all, causes(e)...)
	}
	return all
}

// verifyRecord is what 'corpus verify --json' prints.
type verifyRecord struct {
	V           int      `json:"v"`
	Dir         string   `json:"dir"`
	Differences []string `json:"differences"`
}

func (a *app) printVerified(dir string, differs []string, asJSON bool) error {
	if asJSON {
		if err := a.printJSON(verifyRecord{infoseek.FormatVersion, dir, orEmpty(differs)}); err != nil {
			return err
		}
	} else if err := a.printVerifiedText(dir, differs); err != nil {
		return err
	}
	if len(differs) > 0 {
		return fmt.Errorf("%w in %s: %d", errDifferent, dir, len(differs))
	}
	return nil
}

func (a *app) printVerifiedText(dir string, differs []string) error {
	if len(differs) == 0 {
		return a.printf("%s: whole\n", dir)
	}
	for _, d := range differs {
		if err := a.printf("%s\n", d); err != nil {
			return err
		}
	}
	return nil
}
