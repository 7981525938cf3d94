package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"infoseek/eval"
)

// setSuffixes are what the file of a set in --data may end in, the first that is there.
var setSuffixes = []string{".jsonl", ".jsonl.zst", ".parquet", ".json", ".json.zst", ".tsv", ".csv"}

// readSets reads the sets that --set names.
func (o *evalOptions) readSets() ([]eval.Set, error) {
	var all []eval.Set
	for _, given := range o.sets {
		name, path, said := strings.Cut(given, "=")
		if !said {
			var err error
			if path, err = o.inData(name); err != nil {
				return nil, err
			}
		}
		path, err := questionsFile(path)
		if err != nil {
			return nil, err
		}
		s, err := eval.ReadSet(name, path)
		if err != nil {
			return nil, err
		}
		s.File = filepath.Base(path)
		if s.SHA256, err = hashFile(path); err != nil {
			return nil, err
		}
		if o.draw {
			s.Draw(o.seed)
		}
		all = append(all, s)
	}
	return all, nil
}

// inData is the file of a set in --data.
func (o *evalOptions) inData(name string) (string, error) {
	if o.data == "" {
		return "", usagef("", "--set %s: say where the file is: --set %s=FILE, or --data for a folder of sets", name, name)
	}
	for _, suffix := range setSuffixes {
		path := filepath.Join(o.data, name+suffix)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	hint := ""
	if near := nearest(name, eval.Names); near != "" {
		hint = "did you mean " + near + "?"
	}
	return "", usagef(hint, "--set %s: %s has no file %s.jsonl, .parquet, .json, .tsv or .csv", name, o.data, name)
}

// hashTree is the sha256 of a file, or over the names and contents of a folder's files.
func hashTree(path string) (string, error) {
	if st, err := os.Stat(path); err != nil || !st.IsDir() {
		return hashFile(path)
	}
	files, err := filepath.Glob(filepath.Join(path, "*.json"))
	if err != nil {
		return "", err
	}
	slices.Sort(files)
	h := sha256.New()
	for _, file := range files {
		sum, err := hashFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%q %s\n", filepath.Base(file), sum)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
