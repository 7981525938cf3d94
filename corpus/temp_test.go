package corpus

import (
	"os"
	"path/filepath"
	"testing"
)

// corpusLike makes a directory that may be replaced.
func corpusLike(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(path, "index"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{metaName, "index/terms"} {
		if err := os.WriteFile(filepath.Join(path, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReplacedIsGone: what a killed builder had moved aside, with a page that was to be forgotten maybe, goes with the next build; but not while nothing stands in its place.
func TestReplacedIsGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "c")
	old := dir + ".tmp-123" + replacedEnd
	corpusLike(t, old)
	for _, stands := range []bool{false, true} {
		if stands {
			corpusLike(t, dir)
		}
		tmp, err := makeTemp(dir)
		if err != nil {
			t.Fatal(err)
		}
		tmp.remove()
		if _, err := os.Stat(old); (err == nil) == stands {
			t.Errorf("something stands in its place: %v; the old one: %v", stands, err)
		}
	}
}

// TestReplacedStays: that the old directory could not be removed is told.
func TestReplacedStays(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("nothing is kept from this user, or by such means")
	}
	dir := filepath.Join(t.TempDir(), "c")
	corpusLike(t, dir)
	if err := os.Chmod(filepath.Join(dir, "index"), 0o500); err != nil {
		t.Fatal(err)
	}
	tmp, err := makeTemp(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { os.Chmod(filepath.Join(tmp.path+replacedEnd, "index"), 0o700) }()
	if err := tmp.become(dir, true); err == nil {
		t.Error("no error")
	}
}
