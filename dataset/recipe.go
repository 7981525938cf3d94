package dataset

import (
	"embed"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"infoseek/runs"
)

// recipeFolder holds, in exports for verl and TRL, what a trainer needs beside the data: tools and reward that ask our server, and how to start.
const recipeFolder = "recipe"

//go:embed recipe
var recipes embed.FS

var (
	verlRecipe = []string{"infoseek_client.py", "verl_tools.py", "verl_reward.py", "verl_grpo.sh"}
	trlRecipe  = []string{"infoseek_client.py", "trl_sft.py", "trl_grpo.py"}
)

// isRecipe also takes what Python leaves beside its files.
func isRecipe(name string) bool {
	rest, ok := strings.CutPrefix(name+"/", recipeFolder+"/")
	return ok && (rest == "" || strings.HasPrefix(rest, "__pycache__/") || strings.HasSuffix(rest, ".py/") || strings.HasSuffix(rest, ".sh/"))
}

// writeRecipe puts the files named into dir.
func writeRecipe(dir string, names []string) ([]string, error) {
	if err := os.MkdirAll(filepath.Join(dir, recipeFolder), 0o755); err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := recipes.ReadFile(path.Join(recipeFolder, name))
		if err == nil {
			err = runs.WriteFile(filepath.Join(dir, recipeFolder, name), func(w io.Writer) error {
				_, err := w.Write(text)
				return err
			})
		}
		if err != nil {
			return nil, err
		}
	}
	return within(recipeFolder, names), nil
}
