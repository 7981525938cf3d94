package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"infoseek"
)

// formatVersion is raised whenever a file's layout or meaning changes; a reader opens its own version only.
const formatVersion = 3

const metaName = "meta.json"

// fileMeta describes one file of a corpus directory.
type fileMeta struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Meta is what meta.json says of a corpus directory.
type Meta struct {
	V       int                 `json:"v"`
	Format  int                 `json:"format"`
	Sources []string            `json:"sources"`
	Info    infoseek.CorpusInfo `json:"info"`
	Report  Report              `json:"report"`
	Recall  Recall              `json:"recall"`
	Files   map[string]fileMeta `json:"files"`
}

// hash identifies the content: the checksums of the files that the solver and the search index are built from, in order of name.
func (m *Meta) hash() string {
	names := make([]string, 0, len(m.Files))
	for name := range m.Files {
		if !besideContent(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	h := sha256.New()
	fmt.Fprintf(h, "infoseek corpus %d\n", m.Format)
	for _, name := range names {
		fmt.Fprintf(h, "%s %s\n", name, m.Files[name].SHA256)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// besideContent tells of files that say where pages are from, or are of use to Forget alone.
func besideContent(name string) bool {
	return strings.HasPrefix(name, "origins") || name == "leads" || name == "links.bare"
}

func (m *Meta) write(dir string) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return writeSynced(filepath.Join(dir, metaName), append(b, '\n'))
}

func readMeta(dir string) (*Meta, error) {
	b, err := os.ReadFile(filepath.Join(dir, metaName))
	if err != nil {
		return nil, fmt.Errorf("corpus: %s is no corpus directory: %w", dir, err)
	}
	m := new(Meta)
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("corpus: %s: %w", filepath.Join(dir, metaName), err)
	}
	if m.Format != formatVersion {
		return nil, fmt.Errorf("corpus: %s has format %d, this program reads %d: import the sources again", dir, m.Format, formatVersion)
	}
	return m, nil
}

func writeSynced(path string, b []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
