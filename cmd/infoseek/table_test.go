package main

import (
	"os"

	"github.com/go-json-experiment/json"
	"github.com/parquet-go/parquet-go"
	"github.com/rogpeppe/go-internal/testscript"
)

// table JSON FILE writes the rows of a JSON list of objects of texts as Parquet. Its columns are those of the first row.
func table(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 2)
	var rows []map[string]string
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &rows))
	columns := parquet.Group{}
	for name := range rows[0] {
		columns[name] = parquet.Optional(parquet.String())
	}
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	w := parquet.NewGenericWriter[map[string]string](f, parquet.NewSchema("table", columns), parquet.Compression(&parquet.Snappy))
	_, err = w.Write(rows)
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(f.Close())
}
