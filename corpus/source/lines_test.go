package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"infoseek"
)

func TestLines(t *testing.T) {
	in := `{"id":7,"title":" A_b ","text":"One\r\ntwo\tthree  \n\n\n\n four\u0000\n","url":"https://x.y/A","links":["B","C d"],"categories":["E","E"," "],"more":{"x":[1]}}

{"_id":"x-1","title":"Ünï","text":""}`
	recs, errs := read(t, in, Options{})
	want := []Record{
		{ID: "7", Title: "A_b", URL: "https://x.y/A", Text: "One\ntwo three\n\n four", Links: []Link{{"B", infoseek.Span{Start: -1, End: -1}}, {"C d", infoseek.Span{Start: -1, End: -1}}}, Categories: []string{"E"}, Line: 1},
		{ID: "x-1", Title: "Ünï", Line: 3},
	}
	if diff := cmp.Diff(want, recs); diff != "" || errs != nil {
		t.Errorf("errors %v, -want +got:\n%s", errs, diff)
	}
}

func TestBrokenLines(t *testing.T) {
	in := strings.Join([]string{
		`{"id":1,"title":"A","text":"a"}`,
		`{"id":2,"title":"B","text":"b"`,
		`{"title":"C","text":"c"}`,
		`{"id":4,"text":"d"}`,
		`{"id":5,"title":"E"}`,
		`{"id":[6],"title":"F","text":"f"}`,
		`{"id":7,"title":"G","text":"` + strings.Repeat("g", 3000) + `"}`,
		`{"id":8,"title":"H","text":"h` + "\xff" + `"}`,
		`{"id":9,"title":"I","text":"\ud800 i"}`,
		`{"id":10,"title":"A","text":"again"}`,
		`[]`,
		strings.Repeat("x", 300<<10),
	}, "\n")
	recs, errs := read(t, in, Options{MaxText: 2000})
	if diff := cmp.Diff([]string{"A", "H", "I", "A"}, titles(recs)); diff != "" {
		t.Errorf("titles: -want +got:\n%s", diff)
	}
	if recs[1].Text != "h\uFFFD" || recs[2].Text != "\uFFFD i" {
		t.Errorf("texts %q, %q", recs[1].Text, recs[2].Text)
	}
	want := []string{"2 invalid JSON", "3 no id", "4 no title", "5 no text", "6 invalid JSON", "7 page over the limit", "8 invalid UTF-8!", "11 invalid JSON", "12 page over the limit"}
	if diff := cmp.Diff(want, problems(errs)); diff != "" {
		t.Errorf("problems: -want +got:\n%s", diff)
	}
}

func TestWikiExtractor(t *testing.T) {
	tests := []struct {
		name, text, want string
		links            []Link
	}{
		{"links", `A <a href="B%20c">b</a> and <a href="D#E">d</a>.`, "A b and d.", []Link{{"B c", infoseek.Span{Start: 2, End: 3}}, {"D", infoseek.Span{Start: 8, End: 9}}}},
		{"escaped", `1 &lt; 2 &lt;a href="B%20%26%20C"&gt;b &amp;amp; c&lt;/a&gt;`, "1 < 2 b &amp; c", []Link{{"B & C", infoseek.Span{Start: 6, End: 15}}}},
		{"blanks before", "x  \r\n\n\n\n<a href=\"B\">b</a>", "x\n\nb", []Link{{"B", infoseek.Span{Start: 3, End: 4}}}},
		{"outside", `<a href="https%3A//x.y">b</a>`, "b", nil},
		{"blank anchor", "x <a href=\"B\"> \t</a>y", "x   y", []Link{{"B", nowhere}}},
		{"empty anchor", `x <a href="B"></a>y`, "x y", nil},
		{"not closed", `<a href="B">b <a href="C">c</a> d</a>`, "b c d", []Link{{"B", infoseek.Span{Start: 0, End: 1}}, {"C", infoseek.Span{Start: 2, End: 3}}}},
		{"broken tag", `a <a href="b c`, "a b c", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, links := unlink(tt.text)
			if diff := cmp.Diff(tt.want, text); diff != "" {
				t.Errorf("text: -want +got:\n%s", diff)
			}
			if diff := cmp.Diff(tt.links, links); diff != "" {
				t.Errorf("links: -want +got:\n%s", diff)
			}
		})
	}
}

func FuzzLines(f *testing.F) {
	for _, s := range []string{`{"id":1,"title":"A","text":"a <a href=\"B\">b</a>","links":["C"],"categories":["D"]}`, `{"_id":"x","title":"A","text":"&lt;a href=\"B\"&gt;b&lt;/a&gt;"}`, "{}\n[]\n\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		for _, l := range []*lines{newLines(nil, 1000, false), newLines(nil, 1000, true)} {
			l.decode(raw{data: []byte(line), line: 1}, func(r Record, err error) { checkRecord(t, r, err) })
		}
	})
}

// checkRecord asserts what holds of every record, whatever was read.
func checkRecord(t *testing.T, r Record, err error) {
	t.Helper()
	if err != nil {
		return
	}
	if r.ID == "" || r.Title == "" || !utf8.ValidString(r.Text) || !utf8.ValidString(r.Title) || strings.ContainsAny(r.Title, "\n\t\x00") {
		t.Errorf("record %+v", r)
	}
	if strings.Contains(r.Text, "\n\n\n") || strings.Contains(r.Text, " \n") || strings.TrimRight(r.Text, " \n") != r.Text {
		t.Errorf("blanks in %q", r.Text)
	}
	for _, l := range r.Links {
		if l.Target == "" || l.Anchor.Start >= 0 && (l.Anchor.End > len(r.Text) || l.Anchor.Start >= l.Anchor.End) {
			t.Errorf("link %+v in %q", l, r.Text)
		}
	}
}

// FuzzClean compares the fast way out with the slow way.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"a\n\nb", " a\r\nb\t", "a\u00a0b\u2028c", "\n\n\na \n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		once := clean(s, nil)
		if again := clean(once, nil); again != once {
			t.Errorf("clean of %q is %q, and of that %q", s, once, again)
		}
		if isClean(s) && slow(s) != s {
			t.Errorf("%q passes for clean, but becomes %q", s, slow(s))
		}
	})
}

func slow(s string) string {
	mark := 0
	return cleanAll(s, []*int{&mark})
}

func TestProvenance(t *testing.T) {
	recs, errs := read(t, `{"id":"1","title":"A","text":"","timestamp":"2020-01-02T03:04:05Z","license":"CC0-1.0"}
{"id":"2","title":"B","text":"","licence":"MIT"}
{"id":"3","title":"C","text":""}`, Options{Licence: "CC-BY-SA-4.0"})
	want := []Record{
		{ID: "1", Title: "A", Timestamp: "2020-01-02T03:04:05Z", Licence: "CC0-1.0", Line: 1},
		{ID: "2", Title: "B", Licence: "MIT", Line: 2},
		{ID: "3", Title: "C", Licence: "CC-BY-SA-4.0", Line: 3},
	}
	if diff := cmp.Diff(want, recs); diff != "" || errs != nil {
		t.Errorf("%v -want +got:\n%s", errs, diff)
	}
}
