package corpus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// Verify compares every file with its checksum, and the corpus's hash with theirs. The error names each file that differs.
func (c *Corpus) Verify(ctx context.Context) error {
	names := make([]string, 0, len(c.meta.Files))
	for name := range c.meta.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	var errs []error
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		sum, err := checksum(filepath.Join(c.m.dir, name))
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("corpus: %w", err))
		case sum != c.meta.Files[name].SHA256:
			errs = append(errs, fmt.Errorf("corpus: %s: checksum differs from %s: the file is damaged, import the sources again", filepath.Join(c.m.dir, name), metaName))
		}
	}
	if h := c.meta.hash(); h != c.meta.Info.Hash {
		errs = append(errs, fmt.Errorf("corpus: %s: hash %s, its files make %s", filepath.Join(c.m.dir, metaName), c.meta.Info.Hash, h))
	}
	return errors.Join(errs...)
}

func checksum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
