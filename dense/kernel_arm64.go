package dense

import "golang.org/x/sys/cpu"

// kernels are those that this processor has, the best first.
func kernels() []kernel {
	if !cpu.ARM64.HasASIMDDP {
		return []kernel{generic}
	}
	return []kernel{{"neon-dotprod", oneNEON, wideNEON, maskGeneric, lanesGeneric}, generic}
}

func oneNEON(rows []byte, groups, blocks int, p panel, out []int32) {
	if groups == 0 || blocks == 0 {
		clear(out)
		return
	}
	// The lengths that the assembly reads and writes.
	rows, out = rows[:groups*groupBytes*blocks], out[:blocks*blockRows]
	query := p.numbers[:groups*groupSize]
	oneDot(&rows[0], groups, blocks, &query[0], &out[0])
}

func wideNEON(rows []byte, groups, blocks int, p panel, out []int32) {
	if groups == 0 || blocks == 0 {
		clear(out)
		return
	}
	rows, out = rows[:groups*groupBytes*blocks], out[:blocks*blockRows*panelWidth]
	queries := p.numbers[:groups*groupSize*panelWidth]
	wideDot(&rows[0], groups, blocks, &queries[0], &out[0])
}

//go:noescape
func oneDot(rows *byte, groups, blocks int, query *int8, out *int32)

//go:noescape
func wideDot(rows *byte, groups, blocks int, panel *int8, out *int32)
