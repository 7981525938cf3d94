package dataset

import (
	"errors"
	"path/filepath"
	"strings"
)

// parquet makes a directory as Hugging Face datasets loads it: data/train-00000-of-0000N.parquet … and README.md.
func (e exporter) parquet() (Report, error) {
	if err := e.checkFolder(); err != nil {
		return Report{}, err
	}
	t, err := e.count()
	if err != nil {
		return Report{}, err
	}
	files, err := folder{e.Out, isCardFolder}.replace(func(dir string) ([]string, error) { return e.fill(dir, t) })
	return Report{Questions: t.Questions, From: e.path, Files: files}, err
}

func (o Options) checkFolder() error {
	if o.Out == "" {
		return errors.New("dataset: this export is a directory: say which")
	}
	return nil
}

// isCardFolder says whether an export of shards and a card makes a file or folder of that name.
func isCardFolder(name string) bool {
	file, within := strings.CutPrefix(name, dataFolder+"/")
	return name == dataFolder || name == cardName || within && isShard(file)
}

// fill writes the files of the export into dir and names them.
func (e exporter) fill(dir string, t tally) ([]string, error) {
	names, err := writeShards(filepath.Join(dir, dataFolder), e.shards(t.Questions, e.manifest), rowsOf(e.questions(), func(q Question) row { return newRow(q.Value) }))
	if err != nil {
		return nil, err
	}
	card, err := e.card(t)
	if err != nil {
		return nil, err
	}
	return append(within(dataFolder, names), cardName), writeCard(dir, card)
}
