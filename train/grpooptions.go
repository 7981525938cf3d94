package train

import "fmt"

// GRPOOptions of learning by rewards. They are those of the folder's manifest. NewGRPOOptions has the paper's (arXiv 2509.00375).
type GRPOOptions struct {
	Iterations int `json:"iterations"`
	Questions  int `json:"questions"`  // an iteration
	Samples    int `json:"samples"`    // of each question
	MiniBatch  int `json:"mini_batch"` // samples a step of the optimizer
	Height     int `json:"height"`     // rows that the model reads at once
	Length     int `json:"length"`     // of a row in tokens; 0: that of an iteration's longest sample. Longer samples are left out.
	// InOrder takes the questions as they come; else each epoch has an order of its own.
	InOrder bool `json:"in_order"`
	// Dynamic asks on until there are Questions groups whose rewards differ, of at most Tries times as many (DAPO, arXiv 2503.14476).
	Dynamic bool `json:"dynamic"`
	Tries   int  `json:"tries"`

	Rate   float64 `json:"rate"`
	WarmUp float64 `json:"warm_up"` // share of the iterations
	Decay  float64 `json:"decay"`
	Clip   float64 `json:"clip"` // of the gradient's norm

	KL       float64 `json:"kl"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Entropy  float64 `json:"entropy"`
	Average  Average `json:"average"`
	Sequence bool    `json:"sequence"` // one ratio a sequence (GSPO)
	// Unscaled does not divide advantages by the group's deviation (Dr. GRPO, arXiv 2503.20783).
	Unscaled bool    `json:"unscaled"`
	Epsilon  float64 `json:"epsilon"` // beside the deviation
	// Temperature is that of the distribution whose log-probabilities are recorded: 1 where the model's own are.
	Temperature float64 `json:"temperature"`

	LoRA  LoRA   `json:"lora"`
	Half  bool   `json:"half"`
	Seed  uint64 `json:"seed"`
	Model string `json:"model"` // hash of what it begins with
	Data  string `json:"data"`  // hash of the questions
	Agent string `json:"agent"` // the agent's settings
}

// NewGRPOOptions are the paper's.
func NewGRPOOptions() GRPOOptions {
	return GRPOOptions{
		Iterations: 1005, Questions: 64, Samples: 5, MiniBatch: 64, Height: 1, Tries: 4,
		Rate: 1e-6, WarmUp: 0.42, Decay: 0.01, Clip: 1,
		KL: 0.001, Low: 0.2, High: 0.2, Entropy: 0.001, Average: OverTokens, Epsilon: 1e-6, Temperature: 1,
	}
}

// Check says what is wrong with the options.
func (o GRPOOptions) Check() error {
	for _, f := range []struct {
		name  string
		value int
		least int
	}{{"iterations", o.Iterations, 1}, {"questions", o.Questions, 1}, {"samples", o.Samples, 2}, {"mini-batch", o.MiniBatch, 1}, {"height", o.Height, 1}, {"length", o.Length, 0}, {"tries", o.Tries, 1}} {
		if f.value < f.least {
			return fmt.Errorf("train: %s: %d is less than %d", f.name, f.value, f.least)
		}
	}
	for _, f := range []struct {
		name  string
		value float64
	}{{"rate", o.Rate}, {"warm-up", o.WarmUp}, {"decay", o.Decay}, {"clip", o.Clip}, {"kl", o.KL}, {"low", o.Low}, {"high", o.High}, {"entropy", o.Entropy}, {"epsilon", o.Epsilon}} {
		if f.value < 0 || !finite(f.value) {
			return fmt.Errorf("train: %s: %v is not allowed", f.name, f.value)
		}
	}
	if o.Low >= 1 || o.WarmUp > 1 || !(o.Temperature > 0) {
		return fmt.Errorf("train: low %v, warm-up %v or temperature %v is out of range", o.Low, o.WarmUp, o.Temperature)
	}
	if o.Average == OverLength && o.Length == 0 {
		return fmt.Errorf("train: average %q needs a length to divide by", OverLength)
	}
	return o.Average.Check()
}

// EngineOptions are those that the options ask for.
func (o GRPOOptions) EngineOptions() EngineOptions {
	return EngineOptions{AdamW: AdamW{Decay: o.Decay}, Clip: o.Clip, LoRA: o.LoRA, Half: o.Half, Seed: o.Seed, Reference: true}
}

// objective is the loss that the options ask for, of batches with at most so many sequences in a row.
func (o GRPOOptions) objective(most int) PolicyGradient {
	p := PolicyGradient{Low: o.Low, High: o.High, KL: o.KL, Entropy: o.Entropy, Sequence: o.Sequence, Temperature: o.Temperature}
	if p.Sequence {
		for p.Most = 1; p.Most < most; {
			p.Most *= 2 // few sizes, so that few graphs are built
		}
	}
	return p
}
