// Package checkout finds files of others in checkouts of their public repositories, which are not part of this one: the folder that INFOSEEK_CLIENTS names has them. A file is given only if it is, byte by byte, the one meant. It must not
// know what they are for.
package checkout

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
)

// Repository is a public one at a commit; Name is that of its folder.
type Repository struct{ Name, URL, Commit string }

// The repositories whose files are run.
var (
	SearchR1   = Repository{"Search-R1", "https://github.com/PeterGriffinJin/Search-R1", "a14dc3a4ffc6fe88c1e95038d9738e21ba3f7a06"}
	Infomatica = Repository{"Infomatica", "https://github.com/VectorSpaceLab/Infomatica", "863cd07a8cd173c6187a8789d6ea4704505aa3e0"}
	BrowseComp = Repository{"BrowseComp-Plus", "https://github.com/texttron/BrowseComp-Plus", "97c637cebfd93965b28f93199e27abfd1dcc5de6"}
)

// Folder is where checkouts are, "" if nobody said.
func Folder() string { return os.Getenv("INFOSEEK_CLIENTS") }

// File is a file of a repository at its commit.
type File struct {
	Repository
	Path   string // with slashes
	SHA256 string
}

// In is the file's path in a folder of checkouts. An error says what is missing.
func (f File) In(folder string) (string, error) {
	if folder == "" {
		return "", fmt.Errorf("needs INFOSEEK_CLIENTS, a folder with %s at %.12s", f.URL, f.Commit)
	}
	path := filepath.Join(folder, f.Name, filepath.FromSlash(f.Path))
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
		return "", fmt.Errorf("%s/%s is not the one at %.12s", f.Name, f.Path, f.Commit)
	}
	return path, nil
}
