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
	release, err := Hold(outer)
	if err != nil {
		return nil, err
	}
	r, err := Open(filepath.Join(outer, name), o)
	if err != nil {
		release()
		return nil, err
	}
	r.release = release
	return r, nil
}

// Hold takes the lock of a run directory without opening the run, until release is called.
func Hold(dir string) (release func() error, err error) {
	if _, err := Read(dir); err != nil {
		return nil, err
	}
	held, err := lock(dir)
	if err != nil {
		return nil, err
	}
	return func() error { return unlock(dir, held) }, nil
}
