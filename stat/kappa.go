package stat

// Agreement counts how two ways to decide, each yes or no, fall on the same items. The zero value is ready.
type Agreement struct {
	Both    int `json:"both"`
	OnlyA   int `json:"only_a"`
	OnlyB   int `json:"only_b"`
	Neither int `json:"neither"`
}

// Add counts an item.
func (g *Agreement) Add(a, b bool) {
	switch {
	case a && b:
		g.Both++
	case a:
		g.OnlyA++
	case b:
		g.OnlyB++
	default:
		g.Neither++
	}
}

// N is the number of items.
func (g Agreement) N() int { return g.Both + g.OnlyA + g.OnlyB + g.Neither }

// Share is the share of items on which both agree, 0 of none.
func (g Agreement) Share() float64 {
	if g.N() == 0 {
		return 0
	}
	return float64(g.Both+g.Neither) / float64(g.N())
}

// Kappa is Cohen's: agreement beyond what the shares of yes alone would bring, 1 at best and 0 for chance (Cohen, Educational and Psychological Measurement 1960). Where both always say the same one thing it is 1, for they do agree.
func (g Agreement) Kappa() float64 {
	n := float64(g.N())
	if n == 0 {
		return 0
	}
	a, b := float64(g.Both+g.OnlyA)/n, float64(g.Both+g.OnlyB)/n
	chance := a*b + (1-a)*(1-b)
	if chance == 1 {
		return 1
	}
	return (g.Share() - chance) / (1 - chance)
}
