package llm

import (
	"math"

	"infoseek"
)

// Amount is what calls cost. Money is in whole nanodollars, rounded up call by call, so that sums are exact and never too low.
type Amount struct {
	Nanodollars int64 `json:"nanodollars"`
	Tokens      int64 `json:"tokens"`
}

// amountOf prices a usage.
func amountOf(p infoseek.Price, u infoseek.Usage) Amount {
	return Amount{int64(math.Ceil(p.In*float64(u.Prompt)*1e3)) + int64(math.Ceil(p.Out*float64(u.Completion)*1e3)), int64(u.Prompt) + int64(u.Completion)}
}

// Dollars is the money as a number for people.
func (a Amount) Dollars() float64 { return float64(a.Nanodollars) / 1e9 }

func (a Amount) plus(b Amount) Amount {
	return Amount{a.Nanodollars + b.Nanodollars, a.Tokens + b.Tokens}
}

func (a Amount) minus(b Amount) Amount {
	return Amount{a.Nanodollars - b.Nanodollars, a.Tokens - b.Tokens}
}

// floored is a with nothing below 0.
func (a Amount) floored() Amount { return Amount{max(a.Nanodollars, 0), max(a.Tokens, 0)} }

func (a Amount) times(n int64) Amount { return Amount{a.Nanodollars * n, a.Tokens * n} }

func (a Amount) over(n int64) Amount { return Amount{a.Nanodollars / n, a.Tokens / n} }

// least takes the smaller of money and of tokens, most the larger.
func (a Amount) least(b Amount) Amount {
	return Amount{min(a.Nanodollars, b.Nanodollars), min(a.Tokens, b.Tokens)}
}

func (a Amount) most(b Amount) Amount {
	return Amount{max(a.Nanodollars, b.Nanodollars), max(a.Tokens, b.Tokens)}
}

// within says whether neither money nor tokens are above b's.
func (a Amount) within(b Amount) bool { return a.Nanodollars <= b.Nanodollars && a.Tokens <= b.Tokens }

// Ceiling is the most that may be spent; 0 is no limit.
type Ceiling struct {
	Dollars float64 `yaml:"dollars,omitempty" json:"dollars"`
	Tokens  int64   `yaml:"tokens,omitempty" json:"tokens"`
}

// boundless is more than any ceiling, and little enough for sums.
const boundless = 1 << 60

// amount is the ceiling with no limit as more than can be spent.
func (c Ceiling) amount() Amount {
	a := Amount{boundless, boundless}
	if c.Dollars != 0 {
		a.Nanodollars = int64(c.Dollars * 1e9)
	}
	if c.Tokens != 0 {
		a.Tokens = c.Tokens
	}
	return a
}

// allows says whether a stays within the ceiling.
func (c Ceiling) allows(a Amount) bool { return a.within(c.amount()) }
