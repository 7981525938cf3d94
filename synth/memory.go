package synth

import (
	"os"
	"runtime/debug"
)

// gcPercent lets the heap grow further between collections while a run is made: what is cached of a corpus lives long, and marking it again and again took a tenth of the
// processor time (bench-synth: 74 to 80 questions a second). GOGC says otherwise where it is set.
const gcPercent = 400

// relaxGC sets gcPercent and returns what sets the old value again.
func relaxGC() (restore func()) {
	if _, set := os.LookupEnv("GOGC"); set {
		return func() {}
	}
	old := debug.SetGCPercent(gcPercent)
	return func() { debug.SetGCPercent(old) }
}
