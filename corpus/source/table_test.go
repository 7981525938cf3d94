package source

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// wikipediaRow has the columns of the data set wikipedia, of which any may be null.
type wikipediaRow struct {
	ID    *string `parquet:"id,optional"`
	URL   *string `parquet:"url,optional"`
	Title *string `parquet:"title,optional"`
	Text  *string `parquet:"text,optional"`
}

// finewebRow has the columns of fineweb.
type finewebRow struct {
	Text     string  `parquet:"text"`
	ID       string  `parquet:"id"`
	Dump     string  `parquet:"dump"`
	URL      string  `parquet:"url"`
	Date     string  `parquet:"date"`
	Language string  `parquet:"language,dict"`
	Score    float64 `parquet:"language_score"`
	Tokens   int64   `parquet:"token_count"`
}

func tableOf[T any](t testing.TB, rows ...T) string {
	t.Helper()
	var b bytes.Buffer
	if err := parquet.Write(&b, rows, parquet.Compression(&parquet.Snappy)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTable(t *testing.T) {
	in := tableOf(t,
		wikipediaRow{new("12"), new("https://en.example/wiki/Orum"), new("Lake  Orum"), new("Lake Orum is a lake.\r\n\r\n\r\nHistory\t\n\nIt is old.")},
		wikipediaRow{nil, nil, new("No id"), new("a")},
		wikipediaRow{new("14"), nil, nil, new("No title, and no address.")},
		wikipediaRow{new("15"), nil, new("No text"), nil},
		wikipediaRow{new("16"), nil, new("Empty"), new("")},
		wikipediaRow{new("17"), nil, new("Broken"), new("a\xffb")},
		wikipediaRow{new("18"), nil, new("Long"), new(strings.Repeat("a", 5000))},
	)
	recs, errs := read(t, in, Options{MaxText: 4000, Licence: "CC0-1.0"})
	want := []Record{
		{ID: "12", Title: "Lake Orum", URL: "https://en.example/wiki/Orum", Text: "Lake Orum is a lake.\n\nHistory\n\nIt is old.", Line: 1, Licence: "CC0-1.0"},
		{ID: "16", Title: "Empty", Line: 5, Licence: "CC0-1.0"},
		{ID: "17", Title: "Broken", Text: "a\uFFFDb", Line: 6, Licence: "CC0-1.0"},
	}
	if diff := cmp.Diff(want, recs); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	wrong := []string{"2 no id", "3 no title", "4 no text", "6 invalid UTF-8!", "7 page over the limit"}
	if diff := cmp.Diff(wrong, problems(errs)); diff != "" {
		t.Errorf("problems: -want +got:\n%s", diff)
	}
}

func TestTableWithoutTitles(t *testing.T) {
	row := func(id, url, text string) finewebRow {
		return finewebRow{Text: text, ID: "<urn:uuid:" + id + ">", URL: url, Date: "2013-05-18T05:46:00Z", Language: "en"}
	}
	recs, errs := read(t, tableOf(t,
		row("1", "https://www.example.org/lakes/orum/", "How deep is Lake Orum\nIt is deeper than it looks."),
		row("2", "https://www.example.org/lakes/orum%20old?x=1", "It is deeper than it looks.\nNobody has measured it."),
		row("3", "orum.txt", "One line"),
	), Options{})
	var got []string
	for _, r := range recs {
		got = append(got, r.ID, r.Title, r.Timestamp)
	}
	const date = "2013-05-18T05:46:00Z"
	want := []string{"<urn:uuid:1>", "How deep is Lake Orum", date, "<urn:uuid:2>", "example.org/lakes/orum old", date, "<urn:uuid:3>", "orum.txt", date}
	if diff := cmp.Diff(want, got); diff != "" || errs != nil {
		t.Errorf("%v -want +got:\n%s", errs, diff)
	}
}

func TestTableOfOtherColumns(t *testing.T) {
	type other struct {
		Text  string `parquet:"body"`
		ID    string `parquet:"id"`
		Title string `parquet:"title"`
	}
	path := filepath.Join(t.TempDir(), "other.parquet")
	if err := os.WriteFile(path, []byte(tableOf(t, other{"a", "b", "c"})), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(path, Options{})
	if err == nil || !strings.Contains(err.Error(), "other.parquet: no column text of texts or whole numbers: it has the columns body, id, title") {
		t.Errorf("%v", err)
	}
	if _, err := Open(path, Options{Format: FormatJSONL}); err != nil {
		t.Errorf("the format that is said doesn't go before the content: %v", err)
	}
}

// TestBrokenTable: of a row group that can't be read the rows are lost, and the next is read.
func TestBrokenTable(t *testing.T) {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[wikipediaRow](&b, parquet.Compression(&parquet.Zstd), parquet.WriteBufferSize(0))
	at := 0
	for i, title := range []string{"A", "B", "C"} {
		if i == 1 {
			at = b.Len()
		}
		row := wikipediaRow{new(title), nil, new(title), new("text")}
		if _, err := w.Write([]wikipediaRow{row, row}); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	broken := b.Bytes()
	for i := range 40 {
		broken[at+i] = 0xee
	}
	recs, errs := read(t, string(broken), Options{})
	if diff := cmp.Diff([]string{"A", "A", "C", "C"}, titles(recs)); diff != "" || len(errs) != 1 || !strings.Contains(errs[0].Error(), `record 3: rows that can't be read: 2 rows of row group 2: column "id"`) {
		t.Errorf("%v -want +got:\n%s", errs, diff)
	}
}

// TestTableBomb: one text that a few bytes repeat for millions of rows.
func TestTableBomb(t *testing.T) {
	type row struct {
		ID    string `parquet:"id,dict"`
		Title string `parquet:"title,dict"`
		Text  string `parquet:"text,dict"`
	}
	rows := make([]row, 20_000)
	for i := range rows {
		rows[i] = row{"1", "A", strings.Repeat("a", 10_000)}
	}
	recs, errs := 0, []error(nil)
	path := filepath.Join(t.TempDir(), "bomb")
	if err := os.WriteFile(path, []byte(tableOf(t, rows...)), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, err := range r.Records(t.Context()) {
		if recs++; err != nil {
			errs = append(errs, err)
		}
	}
	if len(errs) != 1 || !errors.Is(errs[0], errBomb) || recs > len(rows)/2 {
		t.Errorf("%d records, %d errors, first %v", recs, len(errs), errs[:min(len(errs), 1)])
	}
}

// FuzzTable reads what is hardly a table.
func FuzzTable(f *testing.F) {
	f.Add([]byte(tableOf(f, wikipediaRow{new("1"), nil, new("A"), new("a")}, wikipediaRow{nil, nil, nil, new("b")})))
	f.Add([]byte(tableOf(f, finewebRow{Text: "A\nb", ID: "1", URL: "https://example.org"})))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "in")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		in, err := openTable(path, 1000)
		if err != nil {
			return
		}
		defer in.Close()
		for range 10_000 {
			r, err := in.next()
			if err != nil {
				if err == io.EOF && in.rows != nil {
					t.Errorf("it ends within row group %d", in.group)
				}
				return
			}
			if r.err == nil {
				in.decode(r, func(rec Record, err error) { checkRecord(t, rec, err) })
			}
		}
	})
}
