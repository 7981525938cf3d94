package dataset

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"infoseek/internal/unpack"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/parquet-go/parquet-go"
)

// Benchmark is a question of a benchmark, with what its file says beside question and answers.
type Benchmark struct {
	QA
	Source string // the set that the record says it is of, "" where it does not say
	// Evidence are the ids of the documents that answer it, where the file judges them (BrowseComp-Plus).
	Evidence []string
	// Tree is set where the record has a research tree: TreeProblem is what is wrong with its form, "" for nothing, and Unique what its certificate says, null where it has none.
	Tree        bool
	TreeProblem string
	Unique      *bool
}

// ReadBenchmark ranges over the questions of a benchmark's public file, compressed or not: JSON lines, one JSON list, TriviaQA's object with its list in "Data", a table with a heading (.csv, .tsv), or Parquet as Search-R1 and verl have
// it. A record without an id is called by its place, from 1. It stops at the first error, which names file and record.
func ReadBenchmark(path string) iter.Seq2[Benchmark, error] {
	return func(yield func(Benchmark, error) bool) {
		n := 0
		for rec, err := range benchmarkRecords(path) {
			n++
			var b Benchmark
			if err == nil {
				b, err = rec.benchmark()
			}
			if err == nil {
				err = checkQA(b.QA)
			}
			if err != nil {
				yield(b, fmt.Errorf("%s: record %d: %w", path, n, err))
				return
			}
			if b.ID == "" {
				b.ID = fmt.Sprint(n)
			}
			if !yield(b, nil) {
				return
			}
		}
	}
}

const parquetMagic = "PAR1"

func benchmarkRecords(path string) iter.Seq2[benchmarkRecord, error] {
	return func(yield func(benchmarkRecord, error) bool) {
		f, err := unpack.Open(path)
		if err != nil {
			yield(benchmarkRecord{}, err)
			return
		}
		defer f.Close()
		in := bufio.NewReader(f)
		if magic, _ := in.Peek(len(parquetMagic)); string(magic) == parquetMagic {
			parquetRecords(path)(yield)
			return
		}
		if comma := commaOf(path); comma != 0 {
			tableRecords(in, comma)(yield)
			return
		}
		jsonRecords(in)(yield)
	}
}

// commaOf is what parts the columns of a table, by its file's name; 0 for no table.
func commaOf(path string) rune {
	name := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(path), ".zst"), ".gz")
	switch {
	case strings.HasSuffix(name, ".csv"):
		return ','
	case strings.HasSuffix(name, ".tsv"):
		return '\t'
	}
	return 0
}

// jsonRecords reads one record after the other, or a list of them.
func jsonRecords(in io.Reader) iter.Seq2[benchmarkRecord, error] {
	return func(yield func(benchmarkRecord, error) bool) {
		d := jsontext.NewDecoder(in, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		list := d.PeekKind() == '['
		if list {
			d.ReadToken()
		}
		for !list || d.PeekKind() != ']' {
			var rec benchmarkRecord
			err := json.UnmarshalDecode(d, &rec)
			if err == io.EOF && !list {
				return
			}
			if err != nil {
				yield(rec, err)
				return
			}
			of := rec.Data
			if of == nil {
				of = []benchmarkRecord{rec}
			}
			for _, r := range of {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// tableRecords reads a table: its heading names the members of the records.
func tableRecords(in io.Reader, comma rune) iter.Seq2[benchmarkRecord, error] {
	return func(yield func(benchmarkRecord, error) bool) {
		t := csv.NewReader(in)
		t.Comma, t.LazyQuotes, t.FieldsPerRecord = comma, comma == '\t', -1
		heads, err := t.Read()
		for err == nil {
			var cells []string
			if cells, err = t.Read(); err != nil {
				break
			}
			row := map[string]string{}
			for i, c := range cells[:min(len(cells), len(heads))] {
				row[strings.ToLower(strings.TrimPrefix(heads[i], "\ufeff"))] = c
			}
			rec, bad := asRecord(row)
			if !yield(rec, bad) || bad != nil {
				return
			}
		}
		if err != io.EOF {
			yield(benchmarkRecord{}, err)
		}
	}
}

// parquetRecords reads rows by the names of their columns.
func parquetRecords(path string) iter.Seq2[benchmarkRecord, error] {
	return func(yield func(benchmarkRecord, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(benchmarkRecord{}, err)
			return
		}
		defer f.Close()
		rows, err := openRows(f)
		for err == nil {
			var row any
			if err = readRow(rows, &row); err != nil {
				break
			}
			rec, bad := asRecord(row)
			if !yield(rec, bad) || bad != nil {
				return
			}
		}
		if err != io.EOF {
			yield(benchmarkRecord{}, err)
		}
	}
}

// errParquet is told of a file that makes its reader panic.
var errParquet = errors.New("not to be read as Parquet")

func openRows(f *os.File) (r *parquet.GenericReader[any], err error) {
	defer guard(&err)
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(f, st.Size())
	if err != nil {
		return nil, err
	}
	return parquet.NewGenericReader[any](file, file.Schema()), nil
}

func readRow(r *parquet.GenericReader[any], row *any) (err error) {
	defer guard(&err)
	one := []any{nil}
	n, err := r.Read(one)
	switch {
	case n == 1:
		*row, err = one[0], nil
	case err == nil:
		err = io.EOF
	}
	return err
}

// guard makes an error of a panic: the library panics at some files that are broken on purpose.
func guard(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", errParquet, p)
	}
}

// asRecord reads a row by way of JSON, so that all layouts have one reader.
func asRecord(row any) (rec benchmarkRecord, err error) {
	var b bytes.Buffer
	if err = json.MarshalWrite(&b, row, jsontext.AllowInvalidUTF8(true)); err == nil {
		err = json.Unmarshal(b.Bytes(), &rec, jsontext.AllowInvalidUTF8(true))
	}
	return rec, err
}
