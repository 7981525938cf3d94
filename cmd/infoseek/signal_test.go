package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestSignal interrupts the real program while it imports: it ends with 130 and leaves nothing half made.
func TestSignal(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no interrupts between processes on Windows")
	}
	dir := t.TempDir()
	src := filepath.Join(dir, "pages.jsonl")
	page := `{"id": "%", "title": "Heron %", "text": "` + strings.Repeat("The heron is a bird of rivers. ", 300) + `"}` + "\n"
	var pages bytes.Buffer
	for i := range 3000 {
		pages.WriteString(strings.ReplaceAll(page, "%", strings.Repeat("x", i%50)+string(rune('0'+i%10))))
	}
	if err := os.WriteFile(src, pages.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := program([]string{"corpus", "import", src, "-o", filepath.Join(dir, "c")})
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// the signal may come before the program listens to it, so it waits for the directory that the import writes to
	for begun := time.Now(); ; time.Sleep(time.Millisecond) {
		if entries, _ := os.ReadDir(dir); len(entries) > 1 || time.Since(begun) > time.Minute {
			break
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted || !strings.HasSuffix(stderr.String(), "infoseek: interrupted\n") {
		t.Errorf("ended with %v, stderr %q", err, &stderr)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
