package runs

import (
	"path/filepath"
)

// OpenWithin opens or creates the run called name inside the run directory outer, for work about a run that is made already: it has a manifest and a journal of its own, while the outer run stays as it is. Until
// Close the outer run is locked too, so that nobody goes on with it meanwhile.
func OpenWithin(outer, name string, o Options) (*Run, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	if _, err := Read(outer); err != nil {
		return nil, err
	}
	held, err := lock(outer)
	if err != nil {
		return nil, err
	}
	r, err := Open(filepath.Join(outer, name), o)
	if err != nil {
		unlock(outer, held)
		return nil, err
	}
	r.release = func() error { return unlock(outer, held) }
	return r, nil
}
