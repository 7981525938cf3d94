package table

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestPublished(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, _, err := Published("x"); err == nil || !strings.Contains(err.Error(), "x.json") {
		t.Errorf("a table that is not there: %v", err)
	}
	var tab Table
	tab.Add(Compared("speed", 30, 20, "/s", RatioAtLeast(1)), Skip("size", "MB", Bound{}, "no peer"))
	about := Here(map[string]string{"peer": "1.2"})
	if err := tab.PublishWith("x", about); err != nil {
		t.Fatal(err)
	}
	rows, a, err := Published("x")
	if err != nil || !reflect.DeepEqual(rows, tab.rows) || !reflect.DeepEqual(a, about) {
		t.Errorf("%+v, %+v, %v", rows, a, err)
	}
	if a.Processors < 1 || !strings.HasPrefix(a.Go, "go") || len(a.Date) != 10 || a.Processor == "" || a.Commit == "" {
		t.Errorf("%+v", a)
	}
	if err := os.WriteFile("bench/out/x.about.json", []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Published("x"); err == nil || !strings.Contains(err.Error(), "x.about.json") {
		t.Errorf("half a file: %v", err)
	}
}
