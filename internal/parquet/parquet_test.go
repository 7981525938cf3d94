package parquet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	library "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
)

type article struct {
	ID    string   `parquet:"id"`
	Tags  []string `parquet:"tags"`
	N     int64    `parquet:"n,delta"`
	Small int32    `parquet:"small"`
	Title *string  `parquet:"title,optional,dict"`
	Deep  struct {
		Text string `parquet:"text"`
	} `parquet:"deep"`
	Text  string  `parquet:"text,plain"`
	Maybe *int64  `parquet:"maybe,optional,dict"`
	Also  *string `parquet:"also,optional"`
	Score float64 `parquet:"score"`
}

var wanted = []string{"text", "id", "n", "small", "title", "maybe", "also", "none", "tags", "score"}

func articles(n int) []article {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]article, n)
	for i := range all {
		a := article{ID: strconv.Itoa(i), N: r.Int64() - r.Int64(), Small: int32(r.Uint32()), Text: strings.Repeat("wörd ", r.IntN(40)), Tags: make([]string, r.IntN(3))}
		if r.IntN(3) > 0 {
			title := fmt.Sprint("title ", r.IntN(30))
			a.Title = &title
		}
		if r.IntN(8) == 0 {
			a.Maybe, a.Also = new(int64(r.IntN(5))), new("a")
		}
		all[i] = a
	}
	return all
}

func (a article) row() []string {
	row := []string{a.Text, a.ID, strconv.FormatInt(a.N, 10), strconv.Itoa(int(a.Small)), "null", "null", "null", "null", "null", "null"}
	if a.Title != nil {
		row[4] = *a.Title
	}
	if a.Maybe != nil {
		row[5], row[6] = strconv.FormatInt(*a.Maybe, 10), *a.Also
	}
	return row
}

func written(t testing.TB, rows []article, perGroup int, opts ...library.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := library.NewGenericWriter[article](&b, opts...)
	for len(rows) > 0 {
		n := min(perGroup, len(rows))
		if _, err := w.Write(rows[:n]); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		rows = rows[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readAll reads all rows; of a group that breaks off those before.
func readAll(data []byte) (rows [][]string, err error) {
	f, err := Open(bytes.NewReader(data), int64(len(data)), wanted...)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	const enough = 100_000 // a few bytes can say that a row comes again and again
	for g := range f.Groups() {
		r, bad := f.Group(g)
		for bad == nil && len(rows) < enough {
			var values []Value
			if values, bad = r.Next(); bad == nil {
				rows = append(rows, texts(values))
			}
		}
		if bad != io.EOF {
			err = errors.Join(err, bad)
		}
	}
	return rows, err
}

func texts(values []Value) []string {
	all := make([]string, len(values))
	for i, v := range values {
		if all[i] = "null"; v.OK {
			all[i] = string(v.Text)
		}
	}
	return all
}

// TestReadsWhatTheLibraryWrites: every codec and both kinds of pages, many pages a column and several row groups.
func TestReadsWhatTheLibraryWrites(t *testing.T) {
	in := articles(3000)
	var want [][]string
	for _, a := range in {
		want = append(want, a.row())
	}
	for _, c := range []compress.Codec{&library.Uncompressed, &library.Snappy, &library.Gzip, &library.Zstd} {
		for version := 1; version <= 2; version++ {
			t.Run(fmt.Sprint(c, version), func(t *testing.T) {
				data := written(t, in, 1100, library.Compression(c), library.DataPageVersion(version), library.PageBufferSize(4000))
				got, err := readAll(data)
				if diff := cmp.Diff(want, got); err != nil || diff != "" {
					t.Errorf("%v, -want +got:\n%.2000s", err, diff)
				}
			})
		}
	}
}

func TestRefuses(t *testing.T) {
	whole := written(t, articles(50), 50, library.Compression(&library.Snappy))
	cut := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(cut[len(cut)-8:], 1<<31)
	sealed := append(bytes.Clone(whole[:len(whole)-4]), encrypted...)
	noFooter := append([]byte(magic), "\x00\x01\x00\x00\x00PAR1"...)
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"empty":            {nil, ErrMagic},
		"wrong magic":      {append([]byte("PAR2"), whole[4:]...), ErrMagic},
		"cut off":          {whole[:len(whole)-30], ErrMagic},
		"footer too long":  {cut, errFooter},
		"encrypted":        {sealed, ErrEncrypted},
		"footer of nought": {noFooter, errFooter},
		"many elements":    {footed("\x29\xfc\xff\xff\xff\xff\x0f"), errFooter}, // a schema of 2^32 elements
		"a long name":      {footed("\x29\x1c\x48\xff\xff\xff\xff\x07"), errFooter},
		"deep":             {footed(strings.Repeat("\x1c", 5000)), errDeep},
	} {
		if _, err := readAll(tt.data); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// footed is a file of nothing but a footer.
func footed(footer string) []byte {
	b := append([]byte(magic), footer...)
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(footer))), magic...)
}

func TestUnreadCodec(t *testing.T) {
	data := written(t, articles(50), 50, library.Compression(&library.Brotli))
	if _, err := readAll(data); err == nil || !strings.Contains(err.Error(), "use snappy, gzip, zstd or none") {
		t.Errorf("%v", err)
	}
}

// TestBrokenPages changes every byte of a file, one at a time: no change makes the reader panic, hang or ask for much memory.
func TestBrokenPages(t *testing.T) {
	data := written(t, articles(20), 10, library.Compression(&library.Snappy))
	for i := range data {
		for _, flip := range []byte{0xff, 0x80, 0x01} {
			broken := bytes.Clone(data)
			broken[i] ^= flip
			if spent := spentBy(func() { readAll(broken) }); spent > 256<<20 {
				t.Errorf("byte %d ^ %x: %d MB were asked for", i, flip, spent>>20)
			}
		}
	}
}

func spentBy(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func FuzzFile(f *testing.F) {
	for _, c := range []compress.Codec{&library.Uncompressed, &library.Snappy, &library.Gzip, &library.Zstd} {
		f.Add(written(f, articles(5), 3, library.Compression(c)))
	}
	f.Add(written(f, articles(5), 5, library.DataPageVersion(1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := readAll(data)
		if err == nil && len(data) < 12 {
			t.Errorf("%d rows of %d bytes", len(rows), len(data))
		}
		for _, row := range rows {
			if len(row) != len(wanted) {
				t.Fatalf("row %q", row)
			}
		}
	})
}
