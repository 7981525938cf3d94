package sections

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"infoseek"
)

var notes = Format{Magic: "birdnote", Version: 2, Count: 3, What: "book of notes", Remedy: ": write it again"}

// written is the path of a file of notes with sections of these lengths.
func written(t *testing.T, lengths ...int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notes.idx")
	w, err := Create(path, notes)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abandon()
	for i, n := range lengths {
		if err := w.Section(slices.Repeat([]byte{byte(i + 1)}, n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRoundTrip(t *testing.T) {
	f, err := Open(written(t, 0, 64, 65))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := notes.Split(f.Bytes())
	if err != nil || len(s[0]) != 0 || len(s[1]) != 64 || len(s[2]) != 65 || s[2][64] != 3 || len(f.Bytes())%Alignment != 0 {
		t.Errorf("%v, %v, %d bytes", s, err, len(f.Bytes()))
	}
}

// TestUnfinished: a file that lacks a section gets no name, and leaves nothing.
func TestUnfinished(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.idx")
	w, err := Create(path, notes)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Section([]byte("one")), w.Section(nil)); err != nil {
		t.Fatal(err)
	}
	if w.Finish() == nil {
		t.Error("two sections of three are a file")
	}
	w.Abandon()
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestSplitSays(t *testing.T) {
	whole, err := os.ReadFile(written(t, 10, 70, 5))
	if err != nil {
		t.Fatal(err)
	}
	changed := func(at int) []byte {
		c := slices.Clone(whole)
		c[at] ^= 1
		return c
	}
	for want, file := range map[string][]byte{
		"no book of notes": nil,
		"format version 3, this program reads 2: write it again": changed(8),
		"damaged header":     changed(20),
		"section 0 does not": changed(notes.HeaderSize()),
		"section 1 does not": changed(notes.HeaderSize() + 64 + 71), // in the zeros behind it
		"cut off in section": whole[:len(whole)-1],
		"64 bytes too long":  append(slices.Clone(whole), make([]byte, 64)...),
	} {
		if _, err := notes.Split(file); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, not %s", err, want)
		}
	}
}

func TestOpenMissing(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestGuard(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows lets nobody cut a mapped file")
	}
	path := written(t, 10, 70, 5)
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sum := func() (n int, err error) {
		defer Guard("notes", debug.SetPanicOnFault(true), &n, &err)
		for _, b := range f.Bytes() {
			n += int(b)
		}
		return n, nil
	}
	if n, err := sum(); n == 0 || err != nil {
		t.Fatal(n, err)
	}
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	var fault *infoseek.Fault
	if n, err := sum(); n != 0 || !errors.As(err, &fault) || !strings.Contains(err.Error(), "notes: the file was changed") {
		t.Errorf("%d, %v", n, err)
	}
}

// TestGuardLetsPanicsPass: what is a mistake of the program stays one.
func TestGuardLetsPanicsPass(t *testing.T) {
	defer func() {
		if recover() != "mistake" {
			t.Error("the panic is lost")
		}
	}()
	func() (n int, err error) {
		defer Guard("notes", debug.SetPanicOnFault(true), &n, &err)
		panic("mistake")
	}()
}
