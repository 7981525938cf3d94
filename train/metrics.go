package train

import (
	"path/filepath"

	"infoseek/internal/jsonl"
)

// readMetrics are the lines of a folder's metrics.jsonl.
func readMetrics[M any](dir string) ([]M, error) {
	var all []M
	for m, err := range jsonl.ReadFile[M](filepath.Join(dir, MetricsName), jsonl.Options{}) {
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}
