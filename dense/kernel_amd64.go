package dense

import "golang.org/x/sys/cpu"

// kernels are those that this processor has, the best first.
func kernels() []kernel {
	var all []kernel
	x := cpu.X86
	if !x.HasAVX2 {
		return []kernel{generic}
	}
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VNNI {
		k := amd64Kernel("avx512-vnni", one512, wide512)
		k.mask = func(masks []uint16, sums []int32, scales, offs []float32, b bounds) {
			if n := len(masks); n > 0 {
				// The lengths that the assembly reads.
				sums, scales, offs = sums[:n*blockRows], scales[:n*blockRows], offs[:n*blockRows]
				mask512(&masks[0], n, &sums[0], &scales[0], &offs[0], &b)
			}
		}
		all = append(all, k)
	}
	if x.HasAVXVNNI {
		all = append(all, amd64Kernel("avx-vnni", oneVNNI, wideVNNI))
	}
	return append(all, amd64Kernel("avx2", oneAVX2, wideAVX2), generic)
}

type amd64Multiply func(rows *byte, groups, blocks int, queries *int8, bias, out *int32)

func amd64Kernel(name string, one, wide amd64Multiply) kernel {
	checked := func(f amd64Multiply, width int) func([]byte, int, int, panel, []int32) {
		return func(rows []byte, groups, blocks int, p panel, out []int32) {
			if groups == 0 || blocks == 0 {
				clear(out)
				return
			}
			if blocks%quad != 0 {
				panic("dense: blocks are no multiple of a quad")
			}
			// The lengths that the assembly reads and writes.
			rows, out = rows[:groups*groupBytes*blocks], out[:blocks*blockRows*width]
			queries := p.numbers[:groups*groupSize*width]
			f(&rows[0], groups, blocks, &queries[0], &p.bias[0], &out[0])
		}
	}
	return kernel{name, checked(one, 1), checked(wide, panelWidth), maskGeneric, func(sum *[lanes]float32, x, y []float32) {
		if len(x) > 0 {
			y = y[:len(x)]
			lanesAVX2(sum, &x[0], &y[0], len(x)/lanes)
		}
	}}
}

//go:noescape
func one512(rows *byte, groups, blocks int, query *int8, bias, out *int32)

//go:noescape
func wide512(rows *byte, groups, blocks int, panel *int8, bias, out *int32)

//go:noescape
func oneVNNI(rows *byte, groups, blocks int, query *int8, bias, out *int32)

//go:noescape
func wideVNNI(rows *byte, groups, blocks int, panel *int8, bias, out *int32)

//go:noescape
func oneAVX2(rows *byte, groups, blocks int, query *int8, bias, out *int32)

//go:noescape
func wideAVX2(rows *byte, groups, blocks int, panel *int8, bias, out *int32)

//go:noescape
func lanesAVX2(sum *[lanes]float32, x, y *float32, steps int)

//go:noescape
func mask512(masks *uint16, blocks int, sums *int32, scales, offs *float32, b *bounds)
