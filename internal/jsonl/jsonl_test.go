package jsonl

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type bird struct {
	Name  string `json:"name"`
	Eggs  int    `json:"eggs"`
	Nests []nest `json:"nests"`
	Ring  *nest  `json:"ring"`
}

type nest struct {
	Tree string `json:"tree"`
}

// names joins the birds' names, and returns the error that ended reading.
func names(in string, o Options) (string, error) {
	var got []string
	for b, err := range Read[bird](strings.NewReader(in), "birds.jsonl", o) {
		if err != nil {
			return strings.Join(got, " "), err
		}
		got = append(got, b.Name)
	}
	return strings.Join(got, " "), nil
}

func TestRead(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	for _, c := range []struct {
		name, in string
		options  Options
		want     string
		err      string // what the error begins with
	}{
		{"none", "", Options{}, "", ""},
		{"two", `{"name":"wren"}` + "\n" + `{"name":"owl","eggs":3}` + "\n", Options{}, "wren owl", ""},
		{"no newline at the end", `{"name":"wren"}` + "\n" + `{"name":"owl"}`, Options{}, "wren owl", ""},
		{"blank lines, carriage returns, byte order mark", "\xef\xbb\xbf" + `{"name":"wren"}` + "\r\n\r\n \t\n" + `{"name":"owl"}` + "\r\n", Options{}, "wren owl", ""},
		{"long line", `{"name":"` + long + `"}` + "\n", Options{}, long, ""},
		{"unknown member", `{"name":"wren","song":"loud"}`, Options{}, "wren", ""},
		{"unknown member, strict", `{"name":"wren"}` + "\n" + `{"name":"owl","song":"hoo"}` + "\n", Options{Strict: true}, "wren", "birds.jsonl:2: "},
		{"not JSON", `{"name":"wren"}` + "\n\n" + `{"name":` + "\n" + `{"name":"owl"}` + "\n", Options{}, "wren", "birds.jsonl:3: "},
		{"torn", `{"name":"wren"}` + "\n" + `{"name":"ow`, Options{}, "wren", "birds.jsonl:2: the last line is torn: "},
		{"wrong type", `{"name":5}` + "\n", Options{}, "", "birds.jsonl:1: "},
		{"not UTF-8", `{"name":"` + "\xff" + `"}` + "\n", Options{}, "", "birds.jsonl:1: "},
		{"over the limit", `{"name":"wren"}` + "\n" + `{"name":"` + long + `"}` + "\n", Options{MaxLine: 70_000}, "wren", "birds.jsonl:2: line too long: over 70000 bytes"},
		{"over a small limit", `{"name":"wren"}` + "\n", Options{MaxLine: 14}, "", "birds.jsonl:1: line too long: over 14 bytes"},
		{"at the limit", `{"name":"wren"}` + "\n", Options{MaxLine: 15}, "wren", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := names(c.in, c.options)
			if got != c.want {
				t.Errorf("got %.60q, want %.60q", got, c.want)
			}
			if (err == nil) != (c.err == "") || err != nil && !strings.HasPrefix(err.Error(), c.err) {
				t.Errorf("error %v, want %q", err, c.err)
			}
		})
	}
}

func TestReadStopsWhenToldTo(t *testing.T) {
	for b, err := range Read[bird](strings.NewReader(`{"name":"wren"}`+"\n{"), "birds.jsonl", Options{}) {
		if err != nil || b.Name != "wren" {
			t.Errorf("%v, %v", b, err)
		}
		break
	}
}

func TestReadChecks(t *testing.T) {
	eggs := func(b bird) error {
		if b.Eggs < 0 {
			return errors.New("fewer than no eggs")
		}
		return nil
	}
	read := 0
	for _, err := range Read(strings.NewReader("{\"eggs\":1}\n\n{\"eggs\":-1}\n{}\n"), "birds.jsonl", Options{}, eggs) {
		if read++; read == 2 && (err == nil || err.Error() != "birds.jsonl:3: fewer than no eggs") {
			t.Errorf("error %v", err)
		}
	}
	if read != 2 {
		t.Errorf("%d records", read)
	}
}

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "birds.jsonl")
	for _, err := range ReadFile[bird](path, Options{}) {
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("error %v", err)
		}
	}
	if err := os.WriteFile(path, []byte(`{"name":"wren"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	n := 0
	for b, err := range ReadFile[bird](path, Options{}) {
		if err != nil || b.Name != "wren" {
			t.Errorf("%v, %v", b, err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("%d records", n)
	}
}

// write returns the records as lines.
func write(t *testing.T, records ...any) string {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b)
	for _, r := range records {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWrite(t *testing.T) {
	got := write(t, bird{Name: "a <b> & \u2028 ü\n"}, map[string]int{"b": 1, "a": 2, "c": 3})
	want := `{"name":"a <b> & ` + "\u2028" + ` ü\n","eggs":0,"nests":[],"ring":null}` + "\n" + `{"a":2,"b":1,"c":3}` + "\n"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	w := NewWriter(&bytes.Buffer{})
	if err := w.Write(bird{Name: "\xff"}); err == nil {
		t.Error("text that is not UTF-8 was written")
	}
}

func TestKept(t *testing.T) {
	for _, c := range []struct {
		name, in string
		change   func(*bird)
		want     string
	}{
		{"unchanged stays as it was", `{"eggs":2,"song":[1,{"b":1}],"name":"wren"}`, func(*bird) {}, ""},
		{"unknown members", `{"song":"loud","name":"wren","eggs":2,"x":{"y":null}}`, func(b *bird) { b.Eggs = 3 },
			`{"name":"wren","eggs":3,"nests":[],"ring":null,"song":"loud","x":{"y":null}}`},
		{"deeper", `{"name":"wren","ring":{"tree":"oak","n":5},"nests":[{"tree":"elm","h":1.50}]}`, func(b *bird) { b.Name = "owl"; b.Nests[0].Tree = "yew" },
			`{"name":"owl","eggs":0,"nests":[{"tree":"yew","h":1.50}],"ring":{"tree":"oak","n":5}}`},
		{"array grown", `{"name":"wren","nests":[{"tree":"elm","h":1}],"z":1}`, func(b *bird) { b.Nests = append(b.Nests, nest{"fir"}) },
			`{"name":"wren","eggs":0,"nests":[{"tree":"elm"},{"tree":"fir"}],"ring":null,"z":1}`},
		{"set to null", `{"ring":{"tree":"oak","n":5},"z":1}`, func(b *bird) { b.Ring = nil },
			`{"name":"","eggs":0,"nests":[],"ring":null,"z":1}`},
		{"names that need quotes", `{"a\"b":1,"name":"x"}`, func(b *bird) { b.Eggs = 1 },
			`{"name":"x","eggs":1,"nests":[],"ring":null,"a\"b":1}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			for k, err := range Read[Kept[bird]](strings.NewReader(c.in), "birds.jsonl", Options{}) {
				if err != nil {
					t.Fatal(err)
				}
				c.change(&k.Value)
				want := c.want
				if want == "" {
					want = c.in
				}
				if got := write(t, k); got != want+"\n" {
					t.Errorf("got  %swant %s", got, want)
				}
			}
		})
	}
	if got, want := write(t, Kept[bird]{Value: bird{Name: "new"}}), write(t, bird{Name: "new"}); got != want {
		t.Errorf("a new record: %s, want %s", got, want)
	}
}

// Setting a field to any value changes that field alone.
func TestKeptChangesOnlyWhatIsSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		extra := rapid.MapOfN(rapid.StringMatching(`x[a-z]{1,3}`), rapid.Int(), 0, 4).Draw(t, "extra")
		record := map[string]any{"name": rapid.String().Draw(t, "name"), "eggs": rapid.Int().Draw(t, "eggs"), "nests": []any{}, "ring": nil}
		for k, v := range extra {
			record[k] = v
		}
		line, err := Marshal(record)
		if err != nil {
			t.Skip("not UTF-8")
		}
		var k Kept[bird]
		if err := k.UnmarshalJSON(line); err != nil {
			t.Fatal(err)
		}
		k.Value.Eggs = rapid.Int().Draw(t, "new eggs")
		record["eggs"] = k.Value.Eggs
		out, err := k.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := canonical(t, out), canonical(t, must(Marshal(record))); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// FuzzRead: reading ends, with records or an error that names a line; what was read can be written and read again to the same bytes.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"name":"wren"}` + "\n\n" + `{"name":"owl","x":[{}]}`))
	f.Add([]byte("{\n"))
	f.Add([]byte("null\n5\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for k, err := range Read[Kept[bird]](bytes.NewReader(data), "f", Options{MaxLine: 1000}) {
			if err != nil {
				var le *LineError
				if !errors.As(err, &le) || le.Line < 1 || le.Line > 1+bytes.Count(data, []byte("\n")) {
					t.Fatalf("error %v names no line of the file", err)
				}
				return
			}
			k.Value.Eggs++
			once := must(Marshal(k))
			var again Kept[bird]
			if err := again.UnmarshalJSON(once); err != nil {
				t.Fatalf("%s: %v", once, err)
			}
			again.Value.Eggs++
			again.Value.Eggs--
			if twice := must(Marshal(again)); !bytes.Equal(once, twice) {
				t.Fatalf("%s, then %s", once, twice)
			}
		}
	})
}
