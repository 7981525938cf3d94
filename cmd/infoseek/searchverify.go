package main

import (
	"errors"
	"fmt"
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
			differs, err := indexDiffers(dir, "")
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

// indexDiffers says what is wrong with the search index of a corpus directory and its vectors, if there are any, and whether it was made of a corpus, where a hash is given; an error is an index that cannot be looked at.
func indexDiffers(dir, corpus string) (differs []string, err error) {
	ix, err := search.Open(filepath.Join(dir, indexDir))
	var damaged *search.DamageError
	if err != nil && !errors.As(err, &damaged) {
		return nil, err
	}
	if err == nil {
		err = errors.Join(ix.Verify(), ofCorpus(ix, corpus))
		if closing := ix.Close(); closing != nil {
			return nil, closing
		}
	}
	for _, err := range []error{err, verifyVectors(dir)} {
		if err != nil {
			differs = append(differs, causes(err)...)
		}
	}
	return differs, nil
}

// ofCorpus demands that an index was made of a corpus; any if none is named.
func ofCorpus(ix *search.Index, corpus string) error {
	s, err := ix.Searcher(search.Settings{})
	if err != nil {
		return err
	}
	if indexed := s.Info().Corpus; corpus != "" && indexed != corpus {
		return fmt.Errorf("it was made of the corpus %.12s, this is %.12s", indexed, corpus)
	}
	return nil
}
