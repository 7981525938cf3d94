package infoseek_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "infoseek"

// layers is the import direction (docs/architecture.md), lowest first: a package imports lower layers only, never a sibling.
var layers = [][]string{
	{"."},
	{"text", "token", "stat", "internal/jsonl", "internal/loopback", "internal/golden", "internal/prompt", "internal/safeweb", "internal/unpack", "internal/tags", "internal/article", "internal/parquet", "internal/warc", "internal/safetensors", "internal/sections"},
	{"hcsp", "crawl", "contamination", "corpus", "search", "opensearch", "dense", "fusion", "llm", "lm", "runs", "conform", "internal/memcorpus", "internal/view"},
	{"agent", "reward", "dataset", "tune", "split"},
	{"synth", "verify", "rollout", "train", "eval"},
	{"report", "pipeline"},
	{"serve"},
	{"cmd/infoseek"},
	{"bench"},
}

// inside are the packages that belong to the one above them in the tree of folders: they share its layer, and import one another freely.
var inside = []string{"corpus/source", "corpus/wikitext", "internal/unpack/bzip2", "internal/unpack/folder", "llm/fakeserver", "synth/claims", "synth/agents", "runs/queue", "verify/recount", "cmd/infoseek/sample", "bench/table", "bench/audit", "bench/faults", "bench/faults/plant", "bench/library", "bench/copies", "bench/synth", "bench/real", "bench/yield", "bench/stability", "bench/scale", "bench/oneshot", "bench/ask", "bench/contexts", "bench/llama", "bench/refine", "token/hf", "bench/calls", "bench/parity", "bench/train", "bench/learn", "bench/search", "bench/search/peers/bleve", "bench/retrieve", "bench/clients", "bench/checkout", "dense/bert", "bench/dense", "bench/import", "bench/clock", "lm/gguf", "lm/chat", "lm/server", "eval/chart", "bench/eval"}

// testOnly are imported by tests alone.
var testOnly = []string{"conform", "internal/memcorpus", "internal/golden"}

// adapters are behind the root's interfaces: only the program and its server say which is used. Tests of higher layers may use them.
var (
	adapters = []string{"corpus", "search", "opensearch", "dense", "llm", "lm"}
	wiring   = []string{"cmd/infoseek", "serve", "train", "bench"}
)

// blind lists what a package must not see even through others: the recount shares nothing with what it recounts; what breaks questions knows nothing of what should find that; an agent knows a question's text and its tools alone, not how questions are made.
var blind = map[string][]string{
	"agent":          {"hcsp", "synth", "verify", "dataset"},
	"bench/faults":   {"hcsp", "verify", "synth"},
	"verify/recount": {"hcsp", "contamination", "corpus", "search", "text", "internal/memcorpus"},
}

// TestLayers reads the sources itself: a test that asks the go command can pass from the test cache.
func TestLayers(t *testing.T) {
	problems, files, err := checkLayers(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if files < 15 {
		t.Fatalf("only %d source files found", files)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

// TestLayersCatches runs the check over trees that break one rule each.
func TestLayersCatches(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string // package file -> imports
		want  string
	}{
		"fine":               {map[string]string{"synth/a.go": "infoseek/hcsp infoseek/text", "hcsp/a.go": "infoseek", "text/a.go": "infoseek strings"}, ""},
		"upwards":            {map[string]string{"text/a.go": "infoseek/hcsp"}, "text/a.go: text (layer 1) imports hcsp (layer 2)"},
		"sibling":            {map[string]string{"hcsp/a.go": "infoseek/corpus"}, "hcsp/a.go: hcsp imports its sibling corpus"},
		"sibling in a test":  {map[string]string{"hcsp/a_test.go": "infoseek/search"}, "hcsp/a_test.go: hcsp imports its sibling search"},
		"own subpackage":     {map[string]string{"corpus/a.go": "infoseek/corpus/source", "corpus/source/a.go": "infoseek/corpus/wikitext"}, ""},
		"program imported":   {map[string]string{"synth/a.go": "infoseek/cmd/infoseek"}, "synth/a.go: synth (layer 4) imports cmd/infoseek (layer 7)"},
		"adapter":            {map[string]string{"synth/a.go": "infoseek/corpus"}, "synth/a.go: synth imports corpus, which only cmd/infoseek, serve, train, bench may"},
		"adapter in a test":  {map[string]string{"synth/a_test.go": "infoseek/corpus"}, ""},
		"test only":          {map[string]string{"synth/a.go": "infoseek/conform"}, "synth/a.go: synth imports conform, which is for tests"},
		"conform in a test":  {map[string]string{"corpus/a_test.go": "infoseek/conform"}, ""},
		"unknown":            {map[string]string{"utils/a.go": "strings"}, "utils/a.go: package utils is in no layer"},
		"unknown inside":     {map[string]string{"corpus/pdf/a.go": "strings"}, "corpus/pdf/a.go: package corpus/pdf is in no layer"},
		"test helper":        {map[string]string{"conform/a.go": "infoseek/internal/memcorpus infoseek/text"}, ""},
		"unknown imported":   {map[string]string{"synth/a.go": "infoseek/helpers"}, "synth/a.go: package helpers is in no layer"},
		"root":               {map[string]string{"a.go": "golang.org/x/text"}, "a.go: the root imports golang.org/x/text: standard library only"},
		"blind":              {map[string]string{"verify/recount/a.go": "infoseek/hcsp"}, "verify/recount must not see hcsp: verify/recount -> hcsp"},
		"agent sees a tree":  {map[string]string{"agent/a.go": "infoseek/hcsp"}, "agent must not see hcsp: agent -> hcsp"},
		"blind, through one": {map[string]string{"verify/recount/a.go": "infoseek/dataset", "dataset/a.go": "infoseek/hcsp"}, "verify/recount must not see hcsp: verify/recount -> dataset -> hcsp"},
	} {
		t.Run(name, func(t *testing.T) {
			tree := fstest.MapFS{}
			for file, imports := range c.files {
				src := "package p\n"
				for _, i := range strings.Fields(imports) {
					src += "import _ " + strconv.Quote(i) + "\n"
				}
				tree[file] = &fstest.MapFile{Data: []byte(src)}
			}
			problems, files, err := checkLayers(tree)
			if err != nil || files != len(c.files) {
				t.Fatalf("%d files, %v", files, err)
			}
			if got := strings.Join(problems, "\n"); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// checkLayers reads the imports of every source file of the tree, for all platforms, and lists what breaks the rules.
func checkLayers(tree fs.FS) (problems []string, files int, err error) {
	graph := map[string][]string{} // of production code
	err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); base == "testdata" || name != "." && strings.HasPrefix(base, ".") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		files++
		imports, err := importsOf(tree, name)
		if err != nil {
			return err
		}
		problems = append(problems, checkFile(name, imports)...)
		if pkg := path.Dir(name); !strings.HasSuffix(name, "_test.go") {
			graph[pkg] = append(graph[pkg], own(imports)...)
		}
		return nil
	})
	for pkg, hidden := range blind {
		for _, h := range hidden {
			if way := wayTo(graph, pkg, h, map[string]bool{}); way != nil {
				problems = append(problems, fmt.Sprintf("%s must not see %s: %s", pkg, h, strings.Join(way, " -> ")))
			}
		}
	}
	return problems, files, err
}

func importsOf(tree fs.FS, name string) ([]string, error) {
	src, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil, err
	}
	f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var imports []string
	for _, spec := range f.Imports {
		i, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		imports = append(imports, i)
	}
	return imports, nil
}

// own keeps the imports inside the module, as folders.
func own(imports []string) []string {
	var pkgs []string
	for _, i := range imports {
		if i == module {
			pkgs = append(pkgs, ".")
		} else if rest, ok := strings.CutPrefix(i, module+"/"); ok {
			pkgs = append(pkgs, rest)
		}
	}
	return pkgs
}

// checkFile applies the rules to one file.
func checkFile(name string, imports []string) (problems []string) {
	pkg, test := path.Dir(name), strings.HasSuffix(name, "_test.go")
	complain := func(format string, args ...any) {
		problems = append(problems, name+": "+fmt.Sprintf(format, args...))
	}
	unit, layer := place(pkg)
	if unit == "" {
		complain("package %s is in no layer", pkg)
		return problems
	}
	if pkg == "." && !test {
		for _, i := range imports {
			if first, _, _ := strings.Cut(i, "/"); strings.Contains(first, ".") {
				complain("the root imports %s: standard library only", i)
			}
		}
	}
	for _, imported := range own(imports) {
		other, below := place(imported)
		switch {
		case other == "":
			complain("package %s is in no layer", imported)
		case other == unit:
		case slices.Contains(testOnly, imported):
			if !test && !slices.Contains(testOnly, unit) {
				complain("%s imports %s, which is for tests", pkg, imported)
			}
		case below > layer:
			complain("%s (layer %d) imports %s (layer %d)", pkg, layer, imported, below)
		case below == layer:
			complain("%s imports its sibling %s", pkg, imported)
		case !test && slices.Contains(adapters, other) && !slices.Contains(wiring, unit):
			complain("%s imports %s, which only %s may", pkg, imported, strings.Join(wiring, ", "))
		}
	}
	return problems
}

// place finds the package of the table that pkg is or belongs to, and its layer; "" if there is none.
func place(pkg string) (unit string, layer int) {
	for layer, units := range layers {
		for _, unit := range units {
			if pkg == unit || slices.Contains(inside, pkg) && strings.HasPrefix(pkg, unit+"/") {
				return unit, layer
			}
		}
	}
	return "", 0
}

// wayTo finds how from comes to import to or something inside it, nil if it does not.
func wayTo(graph map[string][]string, from, to string, seen map[string]bool) []string {
	for _, next := range graph[from] {
		if next == to || strings.HasPrefix(next, to+"/") {
			return []string{from, next}
		}
		if seen[next] {
			continue
		}
		seen[next] = true
		if way := wayTo(graph, next, to, seen); way != nil {
			return append([]string{from}, way...)
		}
	}
	return nil
}
