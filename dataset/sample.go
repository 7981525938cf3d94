package dataset

import (
	"fmt"
	"iter"

	"infoseek"
	"infoseek/internal/jsonl"
)

// ReadSamples ranges over a file of samples as a run has them. It stops at the first error, which names file and line.
func ReadSamples(path string) iter.Seq2[infoseek.Sample, error] {
	return jsonl.ReadFile(path, jsonl.Options{}, checkSample)
}

// checkSample demands what exports rest on: a known version, segments of known kinds, the prompts first, turns that count up, and calls that are answered by their ids.
func checkSample(s infoseek.Sample) error {
	complain := func(format string, args ...any) error {
		return fmt.Errorf("sample %q: %s", s.ID, fmt.Sprintf(format, args...))
	}
	if s.V != infoseek.FormatVersion {
		return complain("format version %d, this program reads %d", s.V, infoseek.FormatVersion)
	}
	turn := 0
	asked := map[string]bool{}
	for i, part := range s.Trajectory.Segments {
		prompt := part.Kind == infoseek.SegmentSystem || part.Kind == infoseek.SegmentQuestion
		switch part.Kind {
		case infoseek.SegmentSystem, infoseek.SegmentQuestion, infoseek.SegmentTurn, infoseek.SegmentObservation, infoseek.SegmentNotice:
		default:
			return complain("segment %d: kind %q", i, part.Kind)
		}
		switch {
		case prompt != (part.Turn == 0):
			return complain("segment %d: %s in turn %d", i, part.Kind, part.Turn)
		case part.Turn < turn:
			return complain("segment %d: turn %d after turn %d", i, part.Turn, turn)
		case part.CallID != "" && !asked[part.CallID]:
			return complain("segment %d answers a call %q that was not made", i, part.CallID)
		}
		turn = part.Turn
		for _, c := range part.Calls {
			asked[c.ID] = true
		}
	}
	return nil
}

// isNative says whether the trajectory was made over native tool calls.
func isNative(t infoseek.Trajectory) bool {
	for _, s := range t.Segments {
		if len(s.Calls) > 0 || s.CallID != "" {
			return true
		}
	}
	return false
}
