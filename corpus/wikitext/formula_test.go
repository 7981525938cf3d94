package wikitext

import (
	"strings"
	"testing"
)

func TestFormula(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`E = mc^2`, "E = mc²"},
		{`\pi r^{2}`, "πr²"},
		{`x_1, x_2,\ldots, x_n`, "x₁, x₂,…, x_n"},
		{`\frac{a+b}{2} \leq \sqrt{2\pi}`, "(a+b)/2 ≤ √2π"},
		{`\sin(\alpha)^{-1}`, "sin (α)⁻¹"},
		{`2^{n+1} - 1`, "2ⁿ⁺¹ − 1"},
		{`\left( \text{if } a \in B \right)`, "( if a ∈ B )"},
		{`10^{\circ}\,\mathrm{C}`, "10° C"},
		{`\begin{matrix} a \end{matrix}`, ""},
		{`\unknown{x}`, ""},
		{`{a`, ""},
		{`a}`, ""},
		{``, ""},
		{strings.Repeat("x", 301), ""},
		{strings.Repeat("{", 20) + strings.Repeat("}", 20), ""},
	} {
		got, ok := readFormula(tt.in)
		if ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%q: %q, %v, want %q", tt.in, got, ok, tt.want)
		}
	}
}
