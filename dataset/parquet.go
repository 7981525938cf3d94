package dataset

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"infoseek/runs"

	"github.com/parquet-go/parquet-go"
)

const (
	// ShardRows is the most questions in a Parquet file where no other number is given.
	ShardRows = 50_000
	// rowGroup is how many rows a writer gathers: what is in memory at once, and what a reader takes in at once.
	rowGroup   = 1_000
	cardName   = "README.md"
	dataFolder = "data"
)

// parquet makes a directory as Hugging Face datasets loads it: data/train-00000-of-0000N.parquet … and README.md.
func (e exporter) parquet() (Report, error) {
	if e.Out == "" {
		return Report{}, errors.New("dataset: a Parquet export is a directory: say which")
	}
	if err := replaceable(e.Out); err != nil {
		return Report{}, err
	}
	t, err := e.count()
	if err != nil {
		return Report{}, err
	}
	tmp := filepath.Clean(e.Out) + ".tmp"
	if err := os.RemoveAll(tmp); err != nil {
		return Report{}, err
	}
	names, err := e.fill(tmp, t)
	if err != nil {
		os.RemoveAll(tmp)
		return Report{}, err
	}
	if err := os.RemoveAll(e.Out); err != nil {
		return Report{}, err
	}
	report := Report{Questions: t.Questions}
	for _, name := range names {
		report.Files = append(report.Files, filepath.Join(e.Out, name))
	}
	return report, os.Rename(tmp, e.Out)
}

// replaceable refuses a directory that holds anything an export doesn't make.
func replaceable(dir string) error {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		name = filepath.ToSlash(name)
		if path == dir && !d.IsDir() || !ours(name) {
			return fmt.Errorf("dataset: %s is in the way: give a new directory, an empty one, or an export made before", path)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func ours(name string) bool {
	shard := strings.HasPrefix(name, dataFolder+"/train-") && strings.HasSuffix(name, ".parquet")
	return name == "." || name == dataFolder || name == cardName || shard
}

// fill writes the files of the export into dir and names them.
func (e exporter) fill(dir string, t tally) (names []string, err error) {
	if err := os.MkdirAll(filepath.Join(dir, dataFolder), 0o755); err != nil {
		return nil, err
	}
	per := e.ShardRows
	if per <= 0 {
		per = ShardRows
	}
	shards := max(1, (t.Questions+per-1)/per)
	next, stop := iter.Pull2(e.questions())
	defer stop()
	for i := range shards {
		name := fmt.Sprintf("%s/train-%05d-of-%05d.parquet", dataFolder, i, shards)
		names = append(names, name)
		err := runs.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), func(w io.Writer) error { return e.shard(w, next, per) })
		if err != nil {
			return nil, err
		}
	}
	card, err := e.card(t)
	if err != nil {
		return nil, err
	}
	err = runs.WriteFile(filepath.Join(dir, cardName), func(w io.Writer) error {
		_, err := w.Write(card)
		return err
	})
	return append(names, cardName), err
}

// shard writes at most n of the questions that next has left.
func (e exporter) shard(f io.Writer, next func() (Question, error, bool), n int) error {
	w := parquet.NewGenericWriter[row](f, parquet.Compression(&parquet.Zstd), parquet.CreatedBy("infoseek", e.manifest.Versions.Program, ""))
	var rows []row
	for i := 0; i < n; i++ {
		q, err, ok := next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		rows = append(rows, newRow(q.Value))
		if len(rows) == rowGroup {
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
func flush(w *parquet.GenericWriter[row], rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	if _, err := w.Write(rows); err != nil {
		return err
	}
	return w.Flush()
}
