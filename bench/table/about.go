package table

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// About says when, where and of what a table was measured.
type About struct {
	Date       string `json:"date"`
	Commit     string `json:"commit"` // of the working directory; "-dirty" where files differed from it
	Command    string `json:"command"`
	System     string `json:"system"`
	Processor  string `json:"processor"`
	Processors int    `json:"processors"`
	Go         string `json:"go"`
	// Versions are those of the programs that were measured, by name.
	Versions map[string]string `json:"versions"`
}

// Here is the About of what this process measures now.
func Here(versions map[string]string) About {
	commit, err := exec.Command("git", "describe", "--always", "--dirty", "--abbrev=8").Output()
	if err != nil {
		commit = []byte("unknown")
	}
	return About{
		Date: time.Now().UTC().Format(time.DateOnly), Commit: strings.TrimSpace(string(commit)), Command: strings.Join(os.Args, " "),
		System: runtime.GOOS + "/" + runtime.GOARCH, Processor: processor(), Processors: runtime.NumCPU(), Go: runtime.Version(), Versions: versions,
	}
}

// processor is what Linux calls it, "unknown" elsewhere.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown"
	}
	said := map[string]string{}
	for line := range strings.Lines(string(info)) {
		if name, value, is := strings.Cut(line, ":"); is && said[strings.TrimSpace(name)] == "" {
			said[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	if said["model name"] == "" {
		return "unknown"
	}
	if said["model"] == "" {
		return said["model name"]
	}
	return fmt.Sprintf("%s (family %s, model %s)", said["model name"], said["cpu family"], said["model"])
}

// place is where a benchmark's table, or what is about it, lies below the working directory.
func place(name, suffix string) string { return filepath.Join("bench", "out", name+suffix) }

// PublishWith is Publish, with what the table is about beside it, in bench/out/NAME.about.json.
func (t *Table) PublishWith(name string, a About) error {
	data, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		return fmt.Errorf("table: %w", err)
	}
	if err := t.Publish(name); err != nil {
		return err
	}
	return os.WriteFile(place(name, ".about.json"), append(data, '\n'), 0o644)
}

// Published reads what PublishWith wrote.
func Published(name string) (rows []Row, a About, err error) {
	for _, file := range []struct {
		name string
		to   any
	}{{place(name, ".json"), &rows}, {place(name, ".about.json"), &a}} {
		data, err := os.ReadFile(file.name)
		if err != nil {
			return nil, a, fmt.Errorf("table: %w", err)
		}
		if err := json.Unmarshal(data, file.to); err != nil {
			return nil, a, fmt.Errorf("table: %s: %w", file.name, err)
		}
	}
	return rows, a, nil
}
