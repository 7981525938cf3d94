package bert

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// made is a small model with weights by chance, written as Hugging Face does and computed once more in double precision, as the formulas stand.
type made struct {
	config  map[string]any
	pooling map[string]any
	weights map[string][]float32
	shapes  map[string][]int
}

const (
	madeHidden, madeHeads, madeWide, madeLayers, madePositions = 12, 3, 20, 2, 16
	madeTokenizer                                              = `{
  "added_tokens": [{"id": 0, "content": "[PAD]"}, {"id": 1, "content": "[UNK]"}, {"id": 2, "content": "[CLS]"}, {"id": 3, "content": "[SEP]"}],
  "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
  "pre_tokenizer": {"type": "BertPreTokenizer"},
  "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 10,
    "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "river": 4, "bank": 5, "##s": 6, "the": 7, "e": 8, "##cole": 9, ".": 10, "東": 11, "un": 12, "##bank": 13}}
}`
)

func newMade(first bool) *made {
	m := &made{
		config: map[string]any{"model_type": "bert", "hidden_size": madeHidden, "num_hidden_layers": madeLayers, "num_attention_heads": madeHeads, "intermediate_size": madeWide,
			"max_position_embeddings": madePositions, "vocab_size": 14, "hidden_act": "gelu", "layer_norm_eps": 1e-12},
		pooling: map[string]any{"pooling_mode_cls_token": first, "pooling_mode_mean_tokens": !first},
		weights: map[string][]float32{}, shapes: map[string][]int{},
	}
	r := rand.New(rand.NewPCG(6, 6))
	add := func(name string, shape ...int) {
		n := 1
		for _, d := range shape {
			n *= d
		}
		m.weights[name], m.shapes[name] = randomFloats(r, n), shape
	}
	h := madeHidden
	add("embeddings.word_embeddings.weight", 14, h)
	add("embeddings.position_embeddings.weight", madePositions, h)
	add("embeddings.token_type_embeddings.weight", 2, h)
	norm := func(name string) { add(name+".weight", h); add(name+".bias", h) }
	dense := func(name string, out, in int) { add(name+".weight", out, in); add(name+".bias", out) }
	norm("embeddings.LayerNorm")
	for i := range madeLayers {
		at := fmt.Sprintf("encoder.layer.%d.", i)
		for _, part := range []string{"query", "key", "value"} {
			dense(at+"attention.self."+part, h, h)
		}
		dense(at+"attention.output.dense", h, h)
		norm(at + "attention.output.LayerNorm")
		dense(at+"intermediate.dense", madeWide, h)
		dense(at+"output.dense", h, madeWide)
		norm(at + "output.LayerNorm")
	}
	return m
}

// write writes the folder.
func (m *made) write(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	file := func(name string, content []byte) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	asJSON := func(v any) []byte {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	file("config.json", asJSON(m.config))
	file("1_Pooling/config.json", asJSON(m.pooling))
	file("tokenizer.json", []byte(madeTokenizer))
	file("model.safetensors", m.safetensors(t))
	return dir
}

func (m *made) safetensors(t testing.TB) []byte {
	header, body := map[string]any{"__metadata__": map[string]string{"format": "pt"}}, []byte(nil)
	for name, v := range m.weights {
		from := len(body)
		for _, x := range v {
			body = binary.LittleEndian.AppendUint32(body, math.Float32bits(x))
		}
		header["bert."+name] = map[string]any{"dtype": "F32", "shape": m.shapes[name], "data_offsets": []int{from, len(body)}}
	}
	b, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	return append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(b))), b...), body...)
}

func (m *made) dense(name string, x [][]float64) [][]float64 {
	shape, w, bias := m.shapes[name+".weight"], m.weights[name+".weight"], m.weights[name+".bias"]
	out := make([][]float64, len(x))
	for i := range x {
		out[i] = make([]float64, shape[0])
		for j := range out[i] {
			out[i][j] = float64(bias[j])
			for d := range shape[1] {
				out[i][j] += x[i][d] * float64(w[j*shape[1]+d])
			}
		}
	}
	return out
}

func (m *made) norm(name string, x [][]float64) {
	for _, row := range x {
		mean, variance := 0.0, 0.0
		for _, v := range row {
			mean += v / float64(len(row))
		}
		for _, v := range row {
			variance += (v - mean) * (v - mean) / float64(len(row))
		}
		for i := range row {
			row[i] = (row[i]-mean)/math.Sqrt(variance+1e-12)*float64(m.weights[name+".weight"][i]) + float64(m.weights[name+".bias"][i])
		}
	}
}

func plus(x, y [][]float64) [][]float64 {
	for i := range x {
		for j := range x[i] {
			x[i][j] += y[i][j]
		}
	}
	return x
}

// vector is what the formulas say.
func (m *made) vector(ids []int32) []float64 {
	x := make([][]float64, len(ids))
	for i, id := range ids {
		for d := range madeHidden {
			x[i] = append(x[i], float64(m.weights["embeddings.word_embeddings.weight"][int(id)*madeHidden+d])+
				float64(m.weights["embeddings.position_embeddings.weight"][i*madeHidden+d])+float64(m.weights["embeddings.token_type_embeddings.weight"][d]))
		}
	}
	m.norm("embeddings.LayerNorm", x)
	for l := range madeLayers {
		at := fmt.Sprintf("encoder.layer.%d.", l)
		x = plus(x, m.dense(at+"attention.output.dense", m.attend(at, x)))
		m.norm(at+"attention.output.LayerNorm", x)
		wide := m.dense(at+"intermediate.dense", x)
		for _, row := range wide {
			for i, v := range row {
				row[i] = v / 2 * (1 + math.Erf(v/math.Sqrt2))
			}
		}
		x = plus(x, m.dense(at+"output.dense", wide))
		m.norm(at+"output.LayerNorm", x)
	}
	v, length := make([]float64, madeHidden), 0.0
	if m.pooling["pooling_mode_cls_token"] == true {
		x = x[:1]
	}
	for _, row := range x {
		for i := range v {
			v[i] += row[i]
		}
	}
	for _, n := range v {
		length += n * n
	}
	for i := range v {
		v[i] /= math.Sqrt(length)
	}
	return v
}

func (m *made) attend(at string, x [][]float64) [][]float64 {
	q, k, v := m.dense(at+"attention.self.query", x), m.dense(at+"attention.self.key", x), m.dense(at+"attention.self.value", x)
	out := make([][]float64, len(x))
	const d = madeHidden / madeHeads
	for i := range x {
		out[i] = make([]float64, madeHidden)
		for head := range madeHeads {
			shares, sum := make([]float64, len(x)), 0.0
			for j := range x {
				for c := head * d; c < (head+1)*d; c++ {
					shares[j] += q[i][c] * k[j][c]
				}
				shares[j] = math.Exp(shares[j] / math.Sqrt(d))
				sum += shares[j]
			}
			for j := range x {
				for c := head * d; c < (head+1)*d; c++ {
					out[i][c] += shares[j] / sum * v[j][c]
				}
			}
		}
	}
	return out
}
