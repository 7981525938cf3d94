//go:build !goexperiment.simd || !amd64

package lm

// simd says that the Go backend multiplies matrices with vector instructions.
const simd = false

func clearVectors() {}
