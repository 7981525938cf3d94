package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"infoseek"
)

// indexFile returns the bytes of an index over small.
func indexFile(t testing.TB) []byte {
	dir := t.TempDir()
	if err := Build(context.Background(), small, dir, Options{PassageWords: 5}); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func openBytes(t testing.TB, dir string, file []byte) error {
	if err := os.WriteFile(filepath.Join(dir, fileName), file, 0o644); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(dir)
	if err == nil {
		ix.Close()
	}
	return err
}

func TestOpenRefusesFlippedBits(t *testing.T) {
	file := indexFile(t)
	var c columns
	if err := c.load(file); err != nil {
		t.Fatal(err)
	}
	for i := range file {
		for _, bit := range []byte{1, 0x80} {
			file[i] ^= bit
			if err := new(columns).load(file); err == nil {
				t.Fatalf("byte %d of %d changed: no error", i, len(file))
			}
			file[i] ^= bit
		}
	}
}

func TestOpenRefusesCutFiles(t *testing.T) {
	file, dir := indexFile(t), t.TempDir()
	if err := openBytes(t, dir, file); err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(file); n += 1 + n/50 {
		var damaged *DamageError
		if err := openBytes(t, dir, file[:n]); !errors.As(err, &damaged) {
			t.Fatalf("%d of %d bytes: %v", n, len(file), err)
		}
	}
	if err := openBytes(t, dir, append(file, 0)); err == nil {
		t.Fatal("one byte too many: no error")
	}
	if _, err := Open(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("no file: %v", err)
	}
}

// TestCutWhileOpen: a file that is cut under an open index gives a fault and no crash.
func TestCutWhileOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows lets nobody cut a mapped file")
	}
	dir := t.TempDir()
	if err := Build(t.Context(), small, dir, Options{PassageWords: 5}); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	s, err := ix.Searcher(Settings{})
	if err != nil {
		t.Fatal(err)
	}
	ask := []infoseek.Query{{Text: "herons at the shore", K: 5}}
	if hits, err := s.Search(t.Context(), ask); err != nil || len(hits[0]) == 0 {
		t.Fatal(hits, err)
	}
	if err := os.Truncate(filepath.Join(dir, fileName), 0); err != nil {
		t.Fatal(err)
	}
	var fault *infoseek.Fault
	if hits, err := s.Search(t.Context(), ask); !errors.As(err, &fault) || hits != nil {
		t.Errorf("%v, %v", hits, err)
	}
}

func TestOpenNamesOtherVersion(t *testing.T) {
	file := indexFile(t)
	for _, version := range []uint32{0, 1, layout.Version - 1, layout.Version + 1, 1 << 31} {
		binary.LittleEndian.PutUint32(file[8:], version)
		layout.Seal(file)
		err := openBytes(t, t.TempDir(), file)
		var damaged *DamageError
		if want := fmt.Sprintf("format version %d, this program reads %d", version, layout.Version); !errors.As(err, &damaged) || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("got %v, not %s", err, want)
		}
	}
}

// TestLayoutHasItsVersion fails where the layout changes under a version that has another: programs would read one as the other.
func TestLayoutHasItsVersion(t *testing.T) {
	dir := t.TempDir()
	var c texts
	for i := range 200 { // some terms in all passages, some in few
		c.pages = append(c.pages, textPage{fmt.Sprint(i), fmt.Sprint("page ", i/3), fmt.Sprint("all ", strings.Repeat("often ", i%7), i%90, i%5, "\n")})
	}
	if err := Build(context.Background(), c, dir, Options{Analysis: Neutral}); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	known := map[uint32]uint32{3: 0x5d4e136d}
	if sum := crc32.ChecksumIEEE(file); sum != known[layout.Version] {
		t.Errorf("an index of version %d has other bytes than before (%#08x): raise the version and note the sum here", layout.Version, sum)
	}
}

// FuzzVerify changes an index and makes its checksums right: what Open and Verify let through can be searched.
func FuzzVerify(f *testing.F) {
	file := indexFile(f)
	for at := layout.HeaderSize(); at < len(file); at += 7 {
		f.Add(at, uint64(1))
		f.Add(at, uint64(0xffffffff))
	}
	f.Fuzz(func(t *testing.T, at int, change uint64) {
		if at < layout.HeaderSize() || at+8 > len(file) {
			t.Skip()
		}
		changed := append([]byte{}, file...)
		binary.LittleEndian.PutUint64(changed[at:], binary.LittleEndian.Uint64(changed[at:])^change)
		layout.Seal(changed)
		ix := &Index{}
		if ix.load(changed) != nil || ix.check() != nil {
			return
		}
		s := newSearcher(t, ix, Settings{})
		for _, unit := range []infoseek.Unit{infoseek.UnitPassage, infoseek.UnitPage} {
			if hits := search(t, s, infoseek.Query{Text: "heron otter shore water fishes", K: 4, Unit: unit}); len(hits) > 4 {
				t.Errorf("%d hits", len(hits))
			}
		}
	})
}
