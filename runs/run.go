package runs

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"infoseek/internal/jsonl"

	"github.com/gofrs/flock"
)

// syncInterval is the longest that a record stays unsynced: what a power cut can take.
const syncInterval = time.Second

// Run is a run directory open for writing. All methods are safe for concurrent use.
type Run struct {
	dir  string
	fsys files
	lock *flock.Flock
	now  func() time.Time

	mu       sync.Mutex
	manifest jsonl.Kept[Manifest] // as on disk
	given    Manifest             // as Open was asked for
	journal  *journal
	calls    *Calls // nil until asked for
	closed   bool

	writing sync.Mutex // one output at a time

	stop chan struct{}
	idle sync.WaitGroup

	release func() error // of the outer run's lock
}

var plainWord = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// Open creates the run directory dir, or opens an existing one of the same options to go on with it: a record half written is cut off the journal. It takes the directory's lock; the error's cause is
// ErrLocked if another process has it, and an *OptionsError if the run was made with other options.
func Open(dir string, o Options) (*Run, error) { return open(dir, o, disk{}) }

func open(dir string, o Options, fsys files) (*Run, error) {
	if !plainWord.MatchString(o.Command) {
		return nil, fmt.Errorf("runs: command %q: want lower-case letters, digits and hyphens", o.Command)
	}
	given, err := o.manifest()
	if err != nil {
		return nil, err
	}
	if err := fsys.MkdirAll(dir); err != nil {
		return nil, fault("make "+dir, err)
	}
	l, err := lock(dir)
	if err != nil {
		return nil, err
	}
	r := &Run{dir: dir, fsys: fsys, lock: l, now: o.now, given: given, stop: make(chan struct{}), release: func() error { return nil }}
	if err := r.load(); err != nil {
		unlock(dir, l)
		return nil, err
	}
	r.idle.Go(r.syncRegularly)
	return r, nil
}

// load reads manifest and journal, or makes a new manifest.
func (r *Run) load() error {
	stored, err := readManifest(r.dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		stored = jsonl.Kept[Manifest]{Value: r.given}
		if err := r.create(stored); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		if diffs, err := differences(stored.Value, r.given); err != nil {
			return err
		} else if len(diffs) > 0 {
			return &OptionsError{Dir: r.dir, Diffs: diffs}
		}
	}
	r.manifest = stored
	r.journal, err = openJournal(r.fsys, filepath.Join(r.dir, journalName))
	return err
}

// create writes the first manifest, unless the directory is used for something else.
func (r *Run) create(m jsonl.Kept[Manifest]) error {
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		return fault("list "+r.dir, err)
	}
	for _, e := range entries {
		switch e.Name() {
		case lockName, pidName, manifestName + ".tmp":
		default:
			return fmt.Errorf("runs: %s is no run directory: it has %s and no %s. Give a new or empty directory", r.dir, e.Name(), manifestName)
		}
	}
	return writeManifest(r.fsys, r.dir, m)
}

// ID is the run's id, the same for every run of the same command, options, seed and corpus.
func (r *Run) ID() string { return r.given.Run }

// Manifest returns the manifest as it stands on disk.
func (r *Run) Manifest() Manifest {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.manifest.Value
}

// Finished says whether the run is done with the very limits given to Open, so that there is nothing to do.
func (r *Run) Finished() bool {
	m := r.Manifest()
	limits, err := canonical(m.Limits)
	return err == nil && m.State == Done && string(limits) == string(r.given.Limits)
}

// Append adds a record to the journal. It is handed to the system at the latest after 256 records or a second, and survives the process from then on. rec becomes one line of JSON.
func (r *Run) Append(kind string, item int, rec any) error {
	if kind == "" {
		return errors.New("runs: record without a kind")
	}
	data, err := jsonl.Marshal(rec)
	if err != nil {
		return fmt.Errorf("runs: %s of item %d: %w", kind, item, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errClosed
	}
	_, err = r.journal.append(kind, item, data)
	return err
}

var errClosed = errors.New("runs: the run is closed")

// Sync makes every record appended so far durable.
func (r *Run) Sync() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errClosed
	}
	return r.syncAll()
}

// syncAll needs mu.
func (r *Run) syncAll() error {
	err := r.journal.sync()
	if r.calls != nil {
		err = errors.Join(err, r.calls.sync())
	}
	return err
}

// Calls opens the run's journal of model calls; asked again it is the same.
func (r *Run) Calls() (*Calls, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, errClosed
	}
	if r.calls != nil {
		return r.calls, nil
	}
	c, err := openCalls(r.fsys, r.dir, r.ID(), r.now)
	if err == nil {
		r.calls = c
	}
	return c, err
}

// syncRegularly leaves errors to the next call: the journal keeps them.
func (r *Run) syncRegularly() {
	tick := time.NewTicker(syncInterval)
	defer tick.Stop()
	for {
		select {
		case <-r.stop:
			return
		case <-tick.C:
			r.Sync()
		}
	}
}

// flush makes what was appended readable for scan.
func (r *Run) flush() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errClosed
	}
	return r.journal.flush()
}

// Records ranges over the journal in the order of appending, which is that of the work being finished and differs from run to run. Records appended while it ranges may be missed. It stops at
// the first error.
func (r *Run) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if err := r.flush(); err != nil {
			yield(Record{}, err)
			return
		}
		records(filepath.Join(r.dir, journalName))(yield)
	}
}

// Kind ranges over the journal's records of a kind in the order of items, and within an item of appending. Only their places are held in memory. It stops at the first error.
func (r *Run) Kind(kind string) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		err := r.flush()
		var all found
		if err == nil {
			all, err = find(filepath.Join(r.dir, journalName), kind)
		}
		if err != nil {
			yield(Record{}, err)
			return
		}
		all.records()(yield)
	}
}

// Write replaces the output name (like "questions.jsonl") by the records, one a line: readers see all of the old file or all of the new one. A record that is an error ends the writing: Write
// returns it, and the old file stays.
func (r *Run) Write(name string, records iter.Seq[any]) error {
	return r.write(name, func(w *jsonl.Writer) error {
		n := 0
		for rec := range records {
			n++
			if err, ok := rec.(error); ok {
				return err
			}
			if err := w.Write(rec); err != nil {
				return fmt.Errorf("runs: %s: record %d: %w", name, n, err)
			}
		}
		return nil
	})
}

// WriteKind replaces the output name by the data of all journal records of a kind, in the order of items, and within an item of appending. Only their places are held in memory.
func (r *Run) WriteKind(name, kind string) error {
	if err := r.flush(); err != nil {
		return err
	}
	found, err := find(filepath.Join(r.dir, journalName), kind)
	if err != nil {
		return err
	}
	return r.write(name, func(w *jsonl.Writer) error { return found.copy(w) })
}

func (r *Run) write(name string, fill func(*jsonl.Writer) error) error {
	if err := checkName(name); err != nil {
		return err
	}
	r.writing.Lock()
	defer r.writing.Unlock()
	// An output must not outlive the records it was made from.
	if err := r.Sync(); err != nil {
		return err
	}
	return replace(r.fsys, filepath.Join(r.dir, name), func(f io.Writer) error {
		w := jsonl.NewWriter(f)
		if err := fill(w); err != nil {
			return err
		}
		return w.Flush()
	})
}

func checkName(name string) error {
	if name != filepath.Base(name) || strings.HasPrefix(name, ".") || name == manifestName || name == lockName || name == pidName || name == journalName || name == callsName || strings.HasSuffix(name, ".tmp") {
		return fmt.Errorf("runs: output %q: want a plain file name that the run itself doesn't use", name)
	}
	return nil
}

// SetState syncs the journal, then replaces the manifest: state and limits as given now, and what change (nil: nothing) sets, which is meant for Short, Advice, Counts and Error.
func (r *Run) SetState(s State, change func(*Manifest)) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errClosed
	}
	if err := r.syncAll(); err != nil {
		return err
	}
	m := r.manifest
	v := &m.Value
	v.Counts, v.Advice = maps.Clone(v.Counts), slices.Clone(v.Advice)
	v.State, v.Limits, v.CorpusDir, v.Updated, v.Versions = s, r.given.Limits, r.given.CorpusDir, r.now(), r.given.Versions
	if r.calls != nil {
		v.Roles = r.calls.Totals().Roles()
	}
	if change != nil {
		change(v)
	}
	if err := writeManifest(r.fsys, r.dir, m); err != nil {
		return err
	}
	r.manifest = m
	return nil
}

// Close syncs the journal and gives the lock back. The state stays as it was last set. Closing twice does nothing.
func (r *Run) Close() error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	err := r.journal.close()
	if r.calls != nil {
		err = errors.Join(err, r.calls.close())
	}
	r.mu.Unlock()
	close(r.stop)
	r.idle.Wait()
	return errors.Join(err, unlock(r.dir, r.lock), r.release())
}
