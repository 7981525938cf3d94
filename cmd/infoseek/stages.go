package main

import (
	"infoseek/corpus"
	"infoseek/corpus/source"
)

// stages tells the progress of work that goes through phases, one after the other.
type stages struct {
	a       *app
	readers []*source.Reader
	phase   string
	now     *progress
}

func (a *app) newStages(readers []*source.Reader) *stages { return &stages{a: a, readers: readers} }

// set says how far the phase is; a phase not seen before begins.
func (s *stages) set(phase, unit string, done, total int64) {
	if phase != s.phase {
		s.end()
		s.phase, s.now = phase, s.a.newProgress(phase, unit, total)
	}
	s.now.set(done)
}

// corpus tells how far a corpus build is. While the sources are read nobody knows how many pages there are, but how many bytes.
func (s *stages) corpus(p corpus.Progress) {
	if p.Phase != "read" {
		s.set(phaseNames[p.Phase], "pages", int64(p.Done), int64(p.Total))
		return
	}
	var read, size int64
	for _, r := range s.readers {
		done, all := r.Progress()
		read, size = read+done, size+all
	}
	s.set("reading", "kB", read/1000, size/1000)
}

// phaseNames say what the corpus builder's phases do.
var phaseNames = map[string]string{"name": "collecting names", "scan": "finding names in the text", "index": "indexing"}

// end takes the last phase's bar away.
func (s *stages) end() {
	if s.now != nil {
		s.now.end()
	}
}
