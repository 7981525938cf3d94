package synth

import (
	"fmt"
	"runtime"

	"infoseek"
)

// Options decide what is made. The zero value is the default for each field; Normalize fills them in. Where there can be none of something, -1 says so.
type Options struct {
	// Size of a tree in vertices, both included (default 5 and 10).
	MinSize int `json:"min_size"`
	MaxSize int `json:"max_size"`
	// Depth is the most edges from the root to a leaf (default 4), Width the most children of a vertex (default 5).
	Depth int `json:"depth"`
	Width int `json:"width"`
	// Hidden is the fewest hidden vertices, the root included (default 2).
	Hidden int `json:"hidden"`
	// Named is the most entities that the question may name; -1 is none (default 3).
	Named int `json:"named"`
	// Grade is the weakest allowed (default relational), Determined likewise (default joint).
	Grade      infoseek.Grade      `json:"grade"`
	Determined infoseek.Determined `json:"determined"`
	// Floor is the fewest entities that any one of the root's constraints may leave by itself; -1 is no floor (default 5).
	Floor int `json:"floor"`
	// RankFloor is how deep in the results of a clause as a query the answer's page must not be; -1 is no floor (default 5).
	RankFloor int `json:"rank_floor"`
	// Depth to which ranks are measured (default 20).
	RankDepth int `json:"rank_depth"`
	// Hard asks of the whole question and of pairs of clauses what RankFloor asks of clauses.
	Hard bool `json:"hard"`
	// Margin, if above 0, takes of a root's trees those with the fewest other answers to expect in a corpus twice as large (margin.go), and only if fewer than 1/Margin.
	Margin float64 `json:"margin"`
	// PerRoot is the most questions of one root (default 1); they share no clue of the root.
	PerRoot int `json:"per_root"`
	// PerEntity is the most questions that an entity may be a vertex of (default 25); PerType the largest share of questions whose answers have the same noun (default 0.33), counted from the 50th on.
	PerEntity int     `json:"per_entity"`
	PerType   float64 `json:"per_type"`
	// Tries is how often a tree is begun for one root (default 40).
	Tries int `json:"tries"`
	// RootClass and RootCategory restrict roots; Roots lists their titles or ids, Exclude titles never to be a vertex, and questions never to be made.
	RootClass    string   `json:"root_class"`
	RootCategory string   `json:"root_category"`
	Roots        []string `json:"roots"`
	Exclude      []string `json:"exclude"`
	// MinText is the fewest bytes of text of a root's page (default 200).
	MinText int    `json:"min_text"`
	Seed    uint64 `json:"seed"`
	// Refusals is how often in a row a Planner is told why its step cannot be taken; -1 is never (default 2). Then the tree is dropped.
	Refusals int `json:"refusals,omitzero"`
	// Engine is that of the Job's Searcher (infoseek.Retriever); the run sets it.
	Engine string `json:"engine,omitzero"`
	// Crew says who Job.Crew makes up, as far as it changes what is made, in a value that JSON can hold; nil if all agents are embedded.
	Crew any `json:"crew,omitempty"`
	// Guide leads a Planner that decides step by step.
	Guide Guide `json:"guide,omitzero"`
}

func (o Options) refusals() int {
	if o.Refusals == 0 {
		return 2
	}
	return max(o.Refusals, 0)
}

// Limits say how much is made and how; they do not change what is made.
type Limits struct {
	N       int `json:"n"` // questions wanted
	Workers int `json:"-"` // trees grown at once (default: processors)
	// Trees are grown at once where agents use models, which they mostly wait for (default 1024).
	Trees int `json:"-"`
	// Faults is after how many items in a row that ended in a fault of a model the run stops (default 20).
	Faults int `json:"-"`
}

// Normalize fills in defaults and refuses what cannot be meant.
func (o Options) Normalize() (Options, error) {
	def := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	def(&o.MinSize, 5)
	def(&o.MaxSize, 10)
	def(&o.Depth, 4)
	def(&o.Width, 5)
	def(&o.Hidden, 2)
	def(&o.Named, 3)
	def(&o.Floor, 5)
	def(&o.RankFloor, 5)
	def(&o.RankDepth, 20)
	def(&o.PerRoot, 1)
	def(&o.PerEntity, 25)
	def(&o.Tries, 40)
	def(&o.MinText, 200)
	if o.Grade == "" {
		o.Grade = infoseek.Relational
	}
	if o.Determined == "" {
		o.Determined = infoseek.DeterminedJoint
	}
	if o.PerType == 0 {
		o.PerType = 0.33
	}
	switch {
	case o.MinSize < 3 || o.MaxSize < o.MinSize:
		return o, fmt.Errorf("synth: size %d..%d: want at least 3 vertices, and the smaller number first", o.MinSize, o.MaxSize)
	case o.MaxSize > 20:
		return o, fmt.Errorf("synth: size up to %d: at most 20 vertices", o.MaxSize)
	case o.Hidden < 1 || o.Hidden > o.MaxSize/2:
		return o, fmt.Errorf("synth: %d hidden vertices do not fit in %d vertices", o.Hidden, o.MaxSize)
	case o.Depth < 1 || o.Width < 1:
		return o, fmt.Errorf("synth: depth and width must be at least 1")
	case o.Grade != infoseek.Relational && o.Grade != infoseek.Lexical:
		return o, fmt.Errorf("synth: grade %q: want relational or lexical", o.Grade)
	case o.Determined != infoseek.DeterminedNone && o.Determined != infoseek.DeterminedJoint && o.Determined != infoseek.DeterminedOwn:
		return o, fmt.Errorf("synth: determined %q: want none, joint or own", o.Determined)
	case o.RankDepth < 1:
		return o, fmt.Errorf("synth: rank depth %d: want at least 1", o.RankDepth)
	case o.RankFloor > o.RankDepth:
		return o, fmt.Errorf("synth: a rank floor of %d needs a rank depth of as much, not %d", o.RankFloor, o.RankDepth)
	case o.Named < -1 || o.Floor < -1 || o.RankFloor < -1 || o.Refusals < -1:
		return o, fmt.Errorf("synth: named %d, floor %d, rank floor %d, refusals %d: want -1 for none, or more", o.Named, o.Floor, o.RankFloor, o.Refusals)
	case o.PerRoot < 1 || o.PerEntity < 1 || o.Tries < 1:
		return o, fmt.Errorf("synth: per root %d, per entity %d, tries %d: want at least 1 of each", o.PerRoot, o.PerEntity, o.Tries)
	case !(o.Margin >= 0):
		return o, fmt.Errorf("synth: margin %g: want 0 for none, or more", o.Margin)
	case !(o.PerType >= 0 && o.PerType <= 1):
		return o, fmt.Errorf("synth: per-type %g: want a share, 0 to 1", o.PerType)
	case o.RootClass != "" && infoseek.ClassByName(o.RootClass) == 0:
		return o, fmt.Errorf("synth: root type %q: want one of %v", o.RootClass, infoseek.AllClasses.Names())
	}
	return o, o.Guide.check()
}

func (l Limits) normalize() Limits {
	if l.N <= 0 {
		l.N = 100
	}
	if l.Workers <= 0 {
		l.Workers = runtime.GOMAXPROCS(0)
	}
	if l.Trees <= 0 {
		l.Trees = 1024
	}
	if l.Faults <= 0 {
		l.Faults = 20
	}
	return l
}
