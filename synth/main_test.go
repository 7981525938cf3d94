package synth

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childRun); dir != "" {
		os.Exit(child(dir))
	}
	if told := os.Getenv(childNode); told != "" {
		os.Exit(nodeMain(told))
	}
	if at := os.Getenv(childQueue); at != "" {
		os.Exit(workerMain(at))
	}
	code := m.Run()
	closeWorld()
	os.Exit(code)
}
