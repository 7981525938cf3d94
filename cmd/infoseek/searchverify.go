package main

import (
	"errors"
	"path/filepath"

	"infoseek/search"

	"github.com/spf13/cobra"
)

func newSearchVerifyCmd(a *app) *cobra.Command {
	var dir string
	var asJSON bool
	c := &cobra.Command{
		Use:   "verify",
		Short: "Read a search index whole and say whether every number in it is in order",
		Long: `Read the search index of a corpus directory whole: checksums, and that every number in it is in range and in order, so
that no search can fail or mislead; the vectors of 'search embed' too, if there are any. Exit code 3 if something is wrong; what, is said on stdout. 'corpus verify' does this
for the whole directory.`,
		Example: "  infoseek search verify -c corpus",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			ix, err := search.Open(filepath.Join(dir, indexDir))
			var damaged *search.DamageError
			if err != nil && !errors.As(err, &damaged) {
				return err
			}
			if err == nil {
				err = ix.Verify()
				if closing := ix.Close(); closing != nil {
					return closing
				}
			}
			var differs []string
			for _, err := range []error{err, verifyVectors(dir)} {
				if err != nil {
					differs = append(differs, err.Error())
				}
			}
			return a.printVerified(dir, differs, asJSON)
		},
	}
	corpusFlag(c, &dir)
	jsonFlag(c, &asJSON)
	return c
}
