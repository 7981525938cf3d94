package table

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGoals(t *testing.T) {
	for name, c := range map[string]struct {
		row  Row
		goal string
		met  string
	}{
		"enough":              {Figure("x", 120, "", AtLeast(100)), ">= 100", "yes"},
		"just enough":         {Figure("x", 100, "", AtLeast(100)), ">= 100", "yes"},
		"too few":             {Figure("x", 99.9, "", AtLeast(100)), ">= 100", "no"},
		"few enough":          {Figure("x", 3, "", AtMost(3)), "<= 3", "yes"},
		"too many":            {Figure("x", 4, "", AtMost(3)), "<= 3", "no"},
		"no goal":             {Figure("x", 4, "", Bound{}), "", ""},
		"ratio":               {Compared("x", 30, 20, "", RatioAtMost(2)), "ratio <= 2", "yes"},
		"ratio too high":      {Compared("x", 50, 20, "", RatioAtMost(2)), "ratio <= 2", "no"},
		"ratio to nothing":    {Compared("x", 50, 0, "", RatioAtMost(2)), "ratio <= 2", "no"},
		"ratio high enough":   {Compared("x", 50, 5, "", RatioAtLeast(10)), "ratio >= 10", "yes"},
		"ratio too low":       {Compared("x", 49, 5, "", RatioAtLeast(10)), "ratio >= 10", "no"},
		"ratio of one figure": {Figure("x", 1, "", RatioAtMost(2)), "ratio <= 2", "no"},
		"compared, own goal":  {Compared("x", 5, 20, "", AtLeast(4)), ">= 4", "yes"},
		"skipped":             {Skip("x", "", AtLeast(4), "no data"), ">= 4", ""},
	} {
		t.Run(name, func(t *testing.T) {
			goal, met := "", ""
			if c.row.Goal != nil {
				goal = *c.row.Goal
			}
			if c.row.Met != nil {
				met = map[bool]string{true: "yes", false: "no"}[*c.row.Met]
			}
			if goal != c.goal || met != c.met {
				t.Errorf("goal %q met %q, want %q %q", goal, met, c.goal, c.met)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	met, missed, skipped := Figure("a", 1, "", AtLeast(1)), Figure("b", 0, "", AtLeast(1)), Skip("c", "", Bound{}, "no data")
	free := Figure("d", 7, "", Bound{})
	for name, c := range map[string]struct {
		rows []Row
		want int
	}{
		"nothing":            {nil, AllMet},
		"met":                {[]Row{met, free}, AllMet},
		"missed":             {[]Row{met, missed}, Missed},
		"skipped":            {[]Row{met, skipped}, Skipped},
		"missed and skipped": {[]Row{skipped, missed, met}, Missed},
	} {
		t.Run(name, func(t *testing.T) {
			var tab Table
			tab.Add(c.rows...)
			if got := tab.Status(); got != c.want {
				t.Errorf("status %d, want %d", got, c.want)
			}
		})
	}
}

func TestPrint(t *testing.T) {
	var tab Table
	tab.Add(Figure("questions a second", 123.456, "/s", AtLeast(100)), Compared("time", 1.5, 2, "ms", RatioAtMost(0.5)), Skip("größe", "", Bound{}, "no data"))
	var b strings.Builder
	if err := tab.Print(&b); err != nil {
		t.Fatal(err)
	}
	want := `what                  ours  theirs  ratio  goal
questions a second  123 /s                 >= 100        met
time                1.5 ms    2 ms   0.75  ratio <= 0.5  MISSED
größe                                                    skipped: no data
1 met, 1 missed, 1 skipped
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestWriteFile(t *testing.T) {
	var tab Table
	tab.Add(Compared("time", 1.5, 2, "ms", RatioAtMost(1)), Skip("size", "MB", AtMost(3), "no data"))
	path := filepath.Join(t.TempDir(), "out", "x.json")
	if err := tab.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]any
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, r := range rows {
		for _, k := range []string{"what", "ours", "theirs", "unit", "ratio", "goal", "met", "skipped"} {
			if _, ok := r[k]; !ok {
				t.Errorf("row %v has no %q", r["what"], k)
			}
		}
	}
	if rows[0]["ratio"] != 0.75 || rows[0]["met"] != true || rows[0]["skipped"] != nil || rows[1]["skipped"] != "no data" || rows[1]["ours"] != nil || rows[1]["met"] != nil {
		t.Errorf("got %v", rows)
	}
}
