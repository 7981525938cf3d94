package report

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"infoseek/internal/golden"
)

func TestShowGolden(t *testing.T) {
	for file, c := range map[string]struct {
		width int
		color bool
		bare  bool
	}{"show.txt": {72, false, false}, "show-color.txt": {100, true, false}, "show-bare.txt": {0, false, true}} {
		var b strings.Builder
		in := input()
		if c.bare {
			in.Pages = nil
		}
		if err := Show(context.Background(), &b, question(), in.Pages, c.width, c.color); err != nil {
			t.Fatal(err)
		}
		golden.Equal(t, "testdata/"+file, []byte(b.String()))
	}
}

func TestShowKeepsToTheWidth(t *testing.T) {
	for _, width := range []int{40, 60, 80, 120} {
		var b strings.Builder
		if err := Show(context.Background(), &b, question(), corpus(), width, false); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if n := utf8.RuneCountInString(line); n > width && !strings.ContainsAny(line, "│├└●") {
				t.Errorf("width %d: line of %d: %s", width, n, line)
			}
		}
	}
}

func TestShowTakesOutControlCharacters(t *testing.T) {
	q := question()
	evil := "\x1b[2J\x07\u009bx\u202etxt\r\b"
	q.ID, q.Question, q.Answer, q.Aliases = evil, evil, evil, []string{evil}
	q.Tree.Vertices[2].Entity, q.Tree.Edges[0].Claim, q.Tree.Edges[0].Evidence.Page = ref(evil), evil, evil
	for _, color := range []bool{false, true} {
		var b strings.Builder
		if err := Show(context.Background(), &b, q, nil, 80, color); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		for _, st := range []style{bold, faint, green, mark, "0"} {
			text = strings.ReplaceAll(text, "\x1b["+string(st)+"m", "")
		}
		if strings.ContainsAny(text, "\x1b\x07\u009b\u202e\r\b") {
			t.Errorf("color %v: control characters in %q", color, text)
		}
	}
}

func TestShowReportsFaults(t *testing.T) {
	if err := Show(context.Background(), &strings.Builder{}, question(), broken{corpus()}, 80, false); !errors.Is(err, errBroken) {
		t.Errorf("error = %v", err)
	}
	if err := Show(context.Background(), full{}, question(), nil, 80, false); !errors.Is(err, errFull) {
		t.Errorf("error of the writer = %v", err)
	}
}
