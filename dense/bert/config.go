package bert

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// config is what the folder's files say of the model, as far as it is read.
type config struct {
	Type         string  `json:"model_type"`
	Hidden       int     `json:"hidden_size"`
	Layers       int     `json:"num_hidden_layers"`
	Heads        int     `json:"num_attention_heads"`
	Intermediate int     `json:"intermediate_size"`
	Positions    int     `json:"max_position_embeddings"`
	Vocabulary   int     `json:"vocab_size"`
	Activation   string  `json:"hidden_act"`
	Epsilon      float64 `json:"layer_norm_eps"`
	Position     string  `json:"position_embedding_type"`

	longest int  // tokens that are read of a text
	first   bool // the vector is the first token's, not the mean of all
}

// pooling is 1_Pooling/config.json.
type pooling struct {
	First bool `json:"pooling_mode_cls_token"`
	Mean  bool `json:"pooling_mode_mean_tokens"`
}

func readConfig(dir string) (c config, err error) {
	if err := readJSON(filepath.Join(dir, "config.json"), &c); err != nil {
		return c, err
	}
	var sentence struct {
		Longest int `json:"max_seq_length"`
	}
	if err := readJSON(filepath.Join(dir, "sentence_bert_config.json"), &sentence); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	pool := pooling{Mean: true}
	if err := readJSON(filepath.Join(dir, "1_Pooling", "config.json"), &pool); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	c.longest, c.first = c.Positions, pool.First
	if sentence.Longest > 0 {
		c.longest = min(c.longest, sentence.Longest)
	}
	return c, c.check(pool)
}

func (c config) check(p pooling) error {
	switch {
	case c.Type != "bert":
		return fmt.Errorf("not supported: model_type %q, only bert", c.Type)
	case c.Activation != "gelu":
		return fmt.Errorf("not supported: hidden_act %q, only gelu", c.Activation)
	case c.Position != "" && c.Position != "absolute":
		return fmt.Errorf("not supported: position_embedding_type %q", c.Position)
	case p.First == p.Mean:
		return errors.New("not supported: pooling that is neither the mean nor the first token")
	case c.Hidden <= 0 || c.Layers <= 0 || c.Heads <= 0 || c.Intermediate <= 0 || c.longest < 2 || c.Vocabulary <= 0 || c.Hidden%c.Heads != 0:
		return errors.New("config.json: sizes that make no model")
	case c.Hidden > 1<<14 || c.Layers > 1000 || c.Intermediate > 1<<17 || c.Positions > 1<<20 || c.Vocabulary > 1<<24:
		return errors.New("config.json: sizes that no such model has")
	}
	return nil
}

func readJSON(path string, v any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
