package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
)

// export writes, of each set with judgements, NAME.jsonl, NAME.tsv and NAME.qrels into a folder.
func (b *bench) export(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, set := range []struct {
		name, topics, qrels string
		read                func() ([]document, error)
	}{
		{"scifact", sciFactTopics, sciFactQrels, b.abstracts},
		{"retrieval", "retrieval/queries.tsv", "retrieval/qrels.txt", b.passages},
	} {
		all, err := set.read()
		if err != nil {
			return err
		}
		path := filepath.Join(dir, set.name)
		if err := writePages(path+".jsonl", all); err != nil {
			return err
		}
		if err := b.copyQueries(set.topics, path+".tsv"); err != nil {
			return err
		}
		if err := b.copyQueries(set.qrels, path+".qrels"); err != nil {
			return err
		}
	}
	return b.exportCISI(filepath.Join(dir, "cisi"))
}

func writePages(path string, all []document) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	out := json.NewEncoder(f)
	for _, d := range all {
		if err := out.Encode(d); err != nil {
			return err
		}
	}
	return f.Close()
}

func (b *bench) exportCISI(path string) error {
	read := func(name string) ([]byte, error) { return fs.ReadFile(os.DirFS(b.data), "retrieval/cisi/"+name) }
	pages, err := read("CISI.ALL")
	if err != nil {
		return err
	}
	if err := writePages(path+".jsonl", smart(string(pages))); err != nil {
		return err
	}
	topics, err := read("CISI.QRY")
	if err != nil {
		return err
	}
	lines := ""
	for _, d := range smart(string(topics)) {
		lines += d.ID + "\t" + oneLine(d.Title+" "+d.Text) + "\n"
	}
	if err := os.WriteFile(path+".tsv", []byte(lines), 0o644); err != nil {
		return err
	}
	judged, err := read("CISI.REL")
	if err != nil {
		return err
	}
	return os.WriteFile(path+".qrels", []byte(smartQrels(string(judged))), 0o644)
}
