package recount

// quantity is a number that a text states, in a canonical unit, with the bounds its rounding leaves.
type quantity struct {
	low, high float64
	unit      string
}

func statedNumbers(s string) []quantity { return nil }
