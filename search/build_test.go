package search

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
)

var small = plain(
	"Heron", "The heron wades along the shore. It fishes at dusk.",
	"Otter", "",
	"Shore", "A shore is where land and water meet. Herons and otters live there.\n\nSee also\n\nTide",
)

func TestEmptyCorpus(t *testing.T) {
	ix := build(t, texts{}, Options{})
	if err := ix.Verify(); err != nil {
		t.Error(err)
	}
	s := newSearcher(t, ix, Settings{})
	for _, unit := range []infoseek.Unit{infoseek.UnitPassage, infoseek.UnitPage} {
		if hits := search(t, s, infoseek.Query{Text: "heron", K: 5, Unit: unit}); len(hits) != 0 {
			t.Errorf("%v", hits)
		}
	}
}

func TestWordless(t *testing.T) {
	ix := build(t, plain("…", "", "?", "!"), Options{})
	if err := ix.Verify(); err != nil {
		t.Error(err)
	}
	if hits := search(t, newSearcher(t, ix, Settings{}), infoseek.Query{Text: "heron … ?", K: 5}); len(hits) != 0 {
		t.Errorf("%v", hits)
	}
}

func TestInfo(t *testing.T) {
	ix := build(t, small, Options{Analysis: Neutral, PassageWords: 8})
	s := newSearcher(t, ix, Settings{B: new(0.0)})
	want := infoseek.SearcherInfo{Corpus: "texts-3", Retriever: infoseek.Retriever{Analysis: Neutral, K1: DefaultK1, B: 0, TitleWeight: DefaultTitleWeight}, Passages: 5}
	if s.Info() != want {
		t.Errorf("%+v", s.Info())
	}
	if ix.Passages(0) != 2 || ix.Passages(1) != 1 || ix.Passages(2) != 2 || ix.Passage(0, 0) != (infoseek.Span{Start: 0, End: 32}) {
		t.Errorf("%d, %d, %d passages, the first at %v", ix.Passages(0), ix.Passages(1), ix.Passages(2), ix.Passage(0, 0))
	}
}

func TestOptionsRefused(t *testing.T) {
	for want, o := range map[string]Options{
		"search: analysis \"klingon\" is none of " + strings.Join(Analyses(), ", "): {Analysis: "klingon"},
		"search: passages of at most -1 words: give a positive number":              {PassageWords: -1},
		"search: k1 = -1: it must be 0 or more":                                     {K1: new(-1.0)},
		"search: a title that counts -1 times: give a number from 1 to 100":         {TitleWeight: -1},
		"search: b = 1.5: it must be from 0 to 1":                                   {B: new(1.5)},
	} {
		dir := filepath.Join(t.TempDir(), "index")
		if err := Build(context.Background(), small, dir, o); err == nil || err.Error() != want {
			t.Errorf("got %v, not %s", err, want)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s: the directory is made all the same", want)
		}
	}
	if _, err := build(t, small, Options{}).Searcher(Settings{B: new(-0.1)}); err == nil {
		t.Error("a negative b is taken")
	}
}

// failing pages fail at page 2.
type failing struct {
	texts
	err error
}

func (f failing) Text(ctx context.Context, n infoseek.PageNum, s infoseek.Span) (string, error) {
	if n == 2 {
		return "", f.err
	}
	return f.texts.Text(ctx, n, s)
}

// TestBuildFails says that a build that fails leaves the index that was there, and nothing else.
func TestBuildFails(t *testing.T) {
	dir := t.TempDir()
	if err := Build(context.Background(), small, dir, Options{}); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	gone := errors.New("disk gone")
	if err := Build(context.Background(), failing{small, gone}, dir, Options{}); !errors.Is(err, gone) || !strings.Contains(err.Error(), `"Shore"`) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err = Build(ctx, small, dir, Options{Progress: func(done, total int) {
		if done == 2 && total == 3 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	after, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the index changed: %v", err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
}

// TestBuildRepeats says that the same pages and options give the same bytes.
func TestBuildRepeats(t *testing.T) {
	var files [2][]byte
	for i := range files {
		dir := t.TempDir()
		if err := Build(context.Background(), small, dir, Options{}); err != nil {
			t.Fatal(err)
		}
		var err error
		if files[i], err = os.ReadFile(filepath.Join(dir, fileName)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two builds differ")
	}
}

// TestPartsDoNotShow says that an index built in many parts has the bytes of one built in one.
func TestPartsDoNotShow(t *testing.T) {
	var files [3][]byte
	for i, postings := range []int{0, 1, 20} {
		dir := t.TempDir()
		if err := Build(context.Background(), small, dir, Options{PassageWords: 5, partPostings: postings}); err != nil {
			t.Fatal(err)
		}
		var err error
		if files[i], err = os.ReadFile(filepath.Join(dir, fileName)); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Errorf("%v, %v", left, err)
		}
	}
	if !bytes.Equal(files[0], files[1]) || !bytes.Equal(files[0], files[2]) {
		t.Error("parts change the index")
	}
}
