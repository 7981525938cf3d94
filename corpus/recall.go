package corpus

import "infoseek"

// Recall counts how many links naming alone finds again: of each link with a position whether a name of its target, one learnt from that page's own links apart, occurs on the
// page; of each without position whether any name does.
type Recall struct {
	Hidden      int `json:"hidden"` // links with a position, whose markup was hidden
	HiddenFound int `json:"hidden_found"`
	Bare        int `json:"bare"` // links without position
	BareFound   int `json:"bare_found"`
	// ByKind counts the links that names of one kind alone find.
	ByKind map[infoseek.NameKind]int `json:"by_kind"`
	// Missed shows a few links that naming does not find.
	Missed []string `json:"missed"`
}

// recallExamples bounds the links shown as missed.
const recallExamples = 20

// share is the recall; nil if there are no links.
func (r Recall) share() *float64 {
	all := r.Hidden + r.Bare
	if all == 0 {
		return nil
	}
	share := float64(r.HiddenFound+r.BareFound) / float64(all)
	return &share
}

// linkFound is what naming found of one link.
type linkFound struct {
	to    uint32
	bare  bool
	kinds uint32 // bits of the kinds of names that find the target; 0: missed
}

func (r *Recall) add(f linkFound) {
	found := 0
	if f.kinds != 0 {
		found = 1
	}
	if f.bare {
		r.Bare++
		r.BareFound += found
	} else {
		r.Hidden++
		r.HiddenFound += found
	}
	if r.ByKind == nil {
		r.ByKind = map[infoseek.NameKind]int{}
	}
	for i, k := range nameKinds {
		if f.kinds&(1<<i) != 0 {
			r.ByKind[k]++
		}
	}
}
