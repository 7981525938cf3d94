package dataset

import (
	"infoseek"
)

// sampleTally counts what a card of trajectories states, and what decides about columns.
type sampleTally struct {
	Trajectories int
	Turns        int
	Searches     int
	Native       int    // made over native tool calls
	Tools        string // of the first that had any: a run gives all its trajectories the same
	Answered     int
	Format       int // of right format
	Match        int // whose answer matches
	Decided      int // accepted or not
	Accepted     int
	ByQuestion   map[string]int
	ByEnding     map[infoseek.Ending]int
	ByAgent      map[string]int
}

// Questions that the trajectories answer.
func (t sampleTally) Questions() int { return len(t.ByQuestion) }

func (e samplesExport) count() (sampleTally, error) {
	e.Progress = nil // only what is written counts as done
	t := sampleTally{ByQuestion: map[string]int{}, ByEnding: map[infoseek.Ending]int{}, ByAgent: map[string]int{}}
	err := e.each(func(s infoseek.Sample) error {
		t.add(s)
		return nil
	})
	return t, err
}

func (t *sampleTally) add(s infoseek.Sample) {
	t.Trajectories++
	for _, part := range s.Trajectory.Segments {
		t.Turns += one(part.Kind == infoseek.SegmentTurn)
	}
	t.Searches += len(s.Trajectory.Searches)
	t.Native += one(isNative(s.Trajectory))
	if t.Tools == "" && len(s.Trajectory.Tools) > 0 {
		t.Tools = toolsColumn(s.Trajectory)
	}
	t.Answered += one(s.Trajectory.Ended == infoseek.EndAnswer)
	t.Format += one(s.Score.Format)
	t.Match += one(s.Score.Match)
	if s.Verdict != nil {
		t.Decided++
		t.Accepted += one(s.Verdict.Accepted)
	}
	t.ByQuestion[s.QuestionID]++
	t.ByEnding[s.Trajectory.Ended]++
	t.ByAgent[s.Trajectory.Agent]++
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
