//go:build goexperiment.simd && amd64

package lm

import "simd/archsimd"

// simd says that the Go backend multiplies matrices with vector instructions.
const simd = true

// clearVectors ends the state that vector instructions leave.
func clearVectors() {
	if archsimd.X86.AVX() {
		archsimd.ClearAVXUpperBits()
	}
}
