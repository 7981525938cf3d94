package agents

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek/llm"
)

// TestRecipes: the configurations that docs/synthesis.md shows are read without error.
func TestRecipes(t *testing.T) {
	doc, err := os.ReadFile("../../docs/synthesis.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(doc), "```yaml\n")[1:]
	if len(blocks) < 3 {
		t.Fatalf("%d recipes", len(blocks))
	}
	for _, b := range blocks {
		recipe, _, _ := strings.Cut(b, "```")
		path := filepath.Join(t.TempDir(), "models.yaml")
		if err := os.WriteFile(path, []byte(recipe), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := llm.ReadConfig(path)
		if err != nil || c.Default.Model == "" {
			t.Errorf("%v in\n%s", err, recipe)
		}
	}
}

// TestReasonsAreTold: docs/synthesis.md names each reason for which a claim or a question is refused.
func TestReasonsAreTold(t *testing.T) {
	doc, err := os.ReadFile("../../docs/synthesis.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"proof.go", "hearing.go", "../claims/check.go"} {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, call := range []string{`p.fail("`, `problem("`, `doubt("`, `Problem{Reason: "`} {
			for _, s := range strings.Split(string(src), call)[1:] {
				reason, _, _ := strings.Cut(s, `"`)
				found++
				if !strings.Contains(string(doc), "| "+reason) && !strings.Contains(string(doc), ", "+reason+" |") {
					t.Errorf("%s: %q is not in docs/synthesis.md", file, reason)
				}
			}
		}
		if found == 0 {
			t.Errorf("%s: no reasons found", file)
		}
	}
}
