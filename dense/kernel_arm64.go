package dense

import "golang.org/x/sys/cpu"

// kernels are those that this processor has, the best first.
func kernels() []kernel {
	if !cpu.ARM64.HasASIMDDP {
		return []kernel{generic}
	}
	return []kernel{{"neon-dotprod", oneNEON, wideNEON, lanesGeneric}, generic}
}

func oneNEON(rows []byte, groups, blocks int, query []int8, out []int32) {
	if groups == 0 || blocks == 0 {
		clear(out)
		return
	}
	// The lengths that the assembly reads and writes.
	rows, query, out = rows[:groups*groupBytes*blocks], query[:groups*groupSize], out[:blocks*blockRows]
	oneDot(&rows[0], groups, blocks, &query[0], &out[0])
}

func wideNEON(rows []byte, groups, blocks int, panel []int8, out []int32) {
	if groups == 0 || blocks == 0 {
		clear(out)
		return
	}
	rows, panel, out = rows[:groups*groupBytes*blocks], panel[:groups*groupSize*panelWidth], out[:blocks*blockRows*panelWidth]
	wideDot(&rows[0], groups, blocks, &panel[0], &out[0])
}

//go:noescape
func oneDot(rows *byte, groups, blocks int, query *int8, out *int32)

//go:noescape
func wideDot(rows *byte, groups, blocks int, panel *int8, out *int32)
