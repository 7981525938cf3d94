//go:build !windows

package runs

const syncsDirectories = true
