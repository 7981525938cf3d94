package synth

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childRun); dir != "" {
		os.Exit(child(dir))
	}
	code := m.Run()
	closeWorld()
	os.Exit(code)
}
