package infoseek_test

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// TestDependenciesAreDecided: every module that the code imports is named, with its licence and reason, in the decision on dependencies.
func TestDependenciesAreDecided(t *testing.T) {
	const page = "docs/adr/0001-dependencies.md"
	decided, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	tree := os.DirFS(".")
	err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".go" {
			return err
		}
		imports, err := importsOf(tree, name)
		for _, i := range imports {
			if m := moduleOf(i); m != "" && !seen[m] {
				seen[m] = true
				if !strings.Contains(string(decided), m) {
					t.Errorf("%s imports %s, which %s does not name", name, m, page)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) < 10 {
		t.Errorf("only %d modules found", len(seen))
	}
}

// moduleOf guesses the module of an import path, "" for the standard library and our own.
func moduleOf(imported string) string {
	parts := strings.Split(imported, "/")
	if !strings.Contains(parts[0], ".") {
		return ""
	}
	return strings.Join(parts[:min(len(parts), modulePathElements(parts[0]))], "/")
}

func modulePathElements(host string) int {
	switch host {
	case "github.com", "golang.org", "honnef.co":
		return 3
	}
	return 2
}
