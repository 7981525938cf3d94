package dataset

import (
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"infoseek/runs"

	"github.com/parquet-go/parquet-go"
)

const (
	// ShardRows is the most rows in a Parquet file where no other number is given.
	ShardRows = 50_000
	// rowGroup is how many rows a writer gathers: what is in memory at once, and what a reader takes in at once.
	rowGroup    = 1_000
	trainPrefix = "train-"
)

// shards says how rows are spread over Parquet files.
type shards struct {
	rows int // in all
	per  int // at most, in a file
	by   string
}

func (o Options) shards(rows int, m runs.Manifest) shards {
	s := shards{rows: rows, per: o.ShardRows, by: m.Versions.Program}
	if s.per <= 0 {
		s.per = ShardRows
	}
	return s
}

func isShard(file string) bool {
	return strings.HasPrefix(file, trainPrefix) && strings.HasSuffix(file, ".parquet")
}

// rowsOf maps records to rows.
func rowsOf[T, R any](records iter.Seq2[T, error], row func(T) R) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for r, err := range records {
			var out R
			if err == nil {
				out = row(r)
			}
			if !yield(out, err) || err != nil {
				return
			}
		}
	}
}

// writeShards writes rows into dir as train-00000-of-0000N.parquet …, one file at least, and names the files.
func writeShards[R any](dir string, s shards, rows iter.Seq2[R, error]) (names []string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	files := max(1, (s.rows+s.per-1)/s.per)
	next, stop := iter.Pull2(rows)
	defer stop()
	for i := range files {
		name := fmt.Sprintf("%s%05d-of-%05d.parquet", trainPrefix, i, files)
		names = append(names, name)
		err := runs.WriteFile(filepath.Join(dir, name), func(w io.Writer) error { return writeRows(w, next, s.per, s.by) })
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

// writeRows writes at most n of the rows that next has left, all of them if n is negative, as one Parquet file.
func writeRows[R any](f io.Writer, next func() (R, error, bool), n int, by string) error {
	w := parquet.NewGenericWriter[R](f, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("infoseek", by, ""))
	var rows []R
	for i := 0; i != n; i++ {
		row, err, ok := next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if rows = append(rows, row); len(rows) == rowGroup {
			if err := flush(w, rows); err != nil {
				return err
			}
			rows = rows[:0]
		}
	}
	if err := flush(w, rows); err != nil {
		return err
	}
	return w.Close()
}

// flush writes the rows as a row group.
func flush[R any](w *parquet.GenericWriter[R], rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	if _, err := w.Write(rows); err != nil {
		return err
	}
	return w.Flush()
}
