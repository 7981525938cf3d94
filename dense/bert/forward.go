package bert

import "math"

// scratch is the memory of one text, used again by others.
type scratch struct {
	left, tile         []float32 // of multiply
	state, more        []float32 // rows of hidden numbers
	attention, context []float32 // queries, keys and values; what was attended to
	scores, wide       []float32
	keys, values       packed
}

// vector is the text's: the tokens go through the layers, the pooled result is made of length 1.
func (m *Model) vector(s *scratch, ids []int32) []float32 {
	n, hidden := len(ids), m.config.Hidden
	s.state, s.more = resized(s.state, n*hidden), resized(s.more, n*hidden)
	m.embed(s.state, ids)
	for i := range m.layers {
		m.layers[i].forward(m, s, n)
	}
	v := make([]float32, hidden)
	if m.config.first {
		copy(v, s.state)
	} else {
		for r := range n {
			add(v, s.state[r*hidden:])
		}
	}
	squares := 0.0
	for _, x := range v {
		squares += float64(x) * float64(x)
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / math.Sqrt(squares))
	}
	return v
}

// embed sets the state to the sums of what word, position and kind of text say.
func (m *Model) embed(state []float32, ids []int32) {
	h := m.config.Hidden
	for i, id := range ids {
		row := state[i*h:][:h]
		copy(row, m.words[int(id)*h:])
		add(row, m.positions[i*h:])
		if m.kinds != nil {
			add(row, m.kinds)
		}
	}
	m.first.apply(state, h, m.config.Epsilon)
}

func add(to, v []float32) {
	v = v[:len(to)]
	for i := range to {
		to[i] += v[i]
	}
}

// forward takes n tokens through the layer.
func (l *layer) forward(m *Model, s *scratch, n int) {
	k, h, eps := m.kernel, m.config.Hidden, m.config.Epsilon
	s.attention, s.context = resized(s.attention, n*3*h), resized(s.context, n*h)
	s.multiply(k, s.state, n, h, &l.attention.packed, l.attention.bias, s.attention, 3*h)
	for head := range m.config.Heads {
		s.attend(k, n, h, head, h/m.config.Heads)
	}
	s.multiply(k, s.context, n, h, &l.attended.packed, l.attended.bias, s.more, h)
	add(s.state, s.more)
	l.afterAttention.apply(s.state, h, eps)
	s.wide = resized(s.wide, n*m.config.Intermediate)
	s.multiply(k, s.state, n, h, &l.wide.packed, l.wide.bias, s.wide, m.config.Intermediate)
	k.gelu(s.wide)
	s.multiply(k, s.wide, n, m.config.Intermediate, &l.narrow.packed, l.narrow.bias, s.more, h)
	add(s.state, s.more)
	l.afterFeedForward.apply(s.state, h, eps)
}

// attend does one head, which has d of the h numbers of queries, keys and values.
func (s *scratch) attend(k *kernel, n, h, head, d int) {
	queries, keys, values := s.attention[head*d:], s.attention[h+head*d:], s.attention[2*h+head*d:]
	s.scores = resized(s.scores, n*n)
	s.keys.pack(k, d, n, 1, func(j int) []float32 { return keys[j*3*h:] })
	s.multiply(k, queries, n, 3*h, &s.keys, nil, s.scores, n)
	scale := float32(1 / math.Sqrt(float64(d)))
	for r := range n {
		softmax(k, s.scores[r*n:][:n], scale)
	}
	s.values.pack(k, n, d, 3*h, func(j int) []float32 { return values[j:] })
	s.multiply(k, s.scores, n, n, &s.values, nil, s.context[head*d:], h)
}

// softmax makes shares of scores, which are multiplied with scale before.
func softmax(k *kernel, scores []float32, scale float32) {
	most := scores[0]
	for _, v := range scores {
		most = max(most, v)
	}
	for i := range scores {
		scores[i] = (scores[i] - most) * scale
	}
	k.exponential(scores)
	sum := float32(0)
	for _, v := range scores {
		sum += v
	}
	for i := range scores {
		scores[i] /= sum
	}
}

// apply normalises each row of so many numbers.
func (p *normal) apply(v []float32, size int, epsilon float64) {
	for ; len(v) > 0; v = v[size:] {
		row := v[:size]
		sum := float32(0)
		for _, x := range row {
			sum += x
		}
		mean := sum / float32(size)
		squares := float32(0)
		for _, x := range row {
			squares += (x - mean) * (x - mean)
		}
		scale := float32(1 / math.Sqrt(float64(squares)/float64(size)+epsilon))
		weight, bias := p.weight[:size], p.bias[:size]
		for i, x := range row {
			row[i] = (x-mean)*scale*weight[i] + bias[i]
		}
	}
}
