package wikitext

import (
	"strings"
	"unicode/utf8"
)

// formula writes a formula as text where it can be told in a line: letters, digits, signs, Greek, fractions, roots, raised and lowered digits. Others are left out.
func (p *parser) formula(n node) {
	s, ok := readFormula(p.src[n.from:n.to])
	if !ok {
		p.drop()
		return
	}
	p.words(s)
}

const longestFormula, deepestFormula = 300, 8

// readFormula turns TeX into text; ok is false where it has a command that isn't known, or is empty or long.
func readFormula(src string) (text string, ok bool) {
	if len(src) > longestFormula {
		return "", false
	}
	t := tex{rest: src}
	text, ok = t.until(0, 0)
	text = strings.Trim(strings.Join(strings.Fields(text), " "), " ,")
	return text, ok && text != ""
}

// tex reads TeX from its front.
type tex struct{ rest string }

// until reads to the end, or behind the brace that closes what was opened.
func (t *tex) until(closing byte, depth int) (string, bool) {
	var b strings.Builder
	for t.rest != "" {
		if t.rest[0] == '}' {
			if closing != '}' {
				return "", false
			}
			t.rest = t.rest[1:]
			return b.String(), true
		}
		s, ok := t.part(depth)
		if !ok {
			return "", false
		}
		b.WriteString(s)
	}
	return b.String(), closing == 0
}

// part reads a group, a command or a character.
func (t *tex) part(depth int) (string, bool) {
	if depth > deepestFormula || t.rest == "" {
		return "", false
	}
	c, n := utf8.DecodeRuneInString(t.rest)
	if c == utf8.RuneError && n <= 1 {
		return "", false
	}
	first := t.rest[:n]
	t.rest = t.rest[n:]
	switch c {
	case '{':
		return t.until('}', depth+1)
	case '\\':
		return t.command(depth)
	case '^', '_':
		return t.script(c == '^', depth)
	case '~', '\n', '\t':
		return " ", true
	case '&', '#', '%', '$', '<', '>':
		return first, c == '<' || c == '>'
	case '-':
		return "−", true
	}
	return first, true
}

// script reads what is raised or lowered: as such where all of it can be, behind a sign where it can't.
func (t *tex) script(up bool, depth int) (string, bool) {
	s, ok := t.part(depth + 1)
	if !ok {
		return "", false
	}
	s = strings.TrimSpace(s)
	if up {
		if r := raise(s); r != s {
			return r, true
		}
		if s == "′" || s == "°" {
			return s, true
		}
		return "^" + bracketed(s), true
	}
	if r := lower(s); r != s {
		return r, true
	}
	return "_" + bracketed(s), true
}

// bracketed puts brackets around what is more than one sign.
func bracketed(s string) string {
	if utf8.RuneCountInString(s) <= 1 || !strings.ContainsFunc(s, func(c rune) bool { return strings.ContainsRune("+−-*/=<> ,|", c) }) {
		return s
	}
	return "(" + s + ")"
}

// lower writes digits as subscripts; what has other characters stays.
func lower(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c < '0' || c > '9' {
			return s
		}
		b.WriteRune('₀' + c - '0')
	}
	return b.String()
}

// command reads what follows a backslash.
func (t *tex) command(depth int) (string, bool) {
	n := 0
	for n < len(t.rest) && 'a' <= t.rest[n]|0x20 && t.rest[n]|0x20 <= 'z' {
		n++
	}
	if n == 0 {
		return t.spacing()
	}
	name := t.rest[:n]
	t.rest = strings.TrimLeft(t.rest[n:], " ")
	if s, ok := texSigns[name]; ok {
		return s, true
	}
	switch name {
	case "frac", "tfrac", "dfrac":
		above, ok := t.part(depth + 1)
		below, also := t.part(depth + 1)
		return bracketed(strings.TrimSpace(above)) + "/" + bracketed(strings.TrimSpace(below)), ok && also
	case "sqrt":
		s, ok := t.part(depth + 1)
		return "√" + bracketed(strings.TrimSpace(s)), ok && !strings.HasPrefix(s, "[")
	case "text", "mbox", "mathrm", "mathbf", "mathit", "mathsf", "mathbb", "mathcal", "operatorname", "textrm", "boldsymbol", "textit":
		return t.part(depth + 1)
	case "left", "right", "big", "Big", "bigl", "bigr":
		t.rest = strings.TrimPrefix(t.rest, ".")
		return "", true
	case "rm", "bf", "it", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits":
		return "", true
	}
	return "", false
}

// spacing reads a command that is a sign.
func (t *tex) spacing() (string, bool) {
	if t.rest == "" {
		return "", true
	}
	c := t.rest[:1]
	t.rest = t.rest[1:]
	switch c[0] {
	case ',', ';', ':', ' ', '>':
		return " ", true
	case '!':
		return "", true
	case '{', '}', '%', '$', '&', '#', '_':
		return c, true
	case '|':
		return "‖", true
	}
	return "", false // a line break, or none
}

// texSigns are the commands that are signs or the names of functions.
var texSigns = func() map[string]string {
	t := map[string]string{}
	for pair := range strings.FieldsSeq(`alpha=α beta=β gamma=γ delta=δ epsilon=ε varepsilon=ε zeta=ζ eta=η theta=θ vartheta=θ iota=ι kappa=κ lambda=λ mu=μ nu=ν xi=ξ pi=π varpi=π rho=ρ varrho=ρ sigma=σ varsigma=ς
		tau=τ upsilon=υ phi=φ varphi=φ chi=χ psi=ψ omega=ω Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ Phi=Φ Psi=Ψ Omega=Ω
		infty=∞ partial=∂ nabla=∇ hbar=ℏ ell=ℓ Re=ℜ Im=ℑ aleph=ℵ emptyset=∅ varnothing=∅ prime=′ circ=° degree=° angle=∠ langle=⟨ rangle=⟩ lbrace={ rbrace=} lfloor=⌊ rfloor=⌋ lceil=⌈ rceil=⌉ vert=| mid=|
		ldots=… dots=… cdots=… dotsc=… dotsb=… sum=∑ prod=∏ int=∫ oint=∮ forall=∀ exists=∃ neg=¬ lnot=¬`) {
		name, sign, _ := strings.Cut(pair, "=")
		t[name] = sign
	}
	for pair := range strings.FieldsSeq(`times=× cdot=· pm=± mp=∓ div=÷ ast=* star=⋆ leq=≤ le=≤ geq=≥ ge=≥ neq=≠ ne=≠ ll=≪ gg=≫ approx=≈ sim=~ thicksim=~ simeq=≃ cong=≅ equiv=≡ propto=∝ in=∈ notin=∉ ni=∋ subset=⊂ subseteq=⊆
		supset=⊃ supseteq=⊇ cup=∪ cap=∩ setminus=∖ wedge=∧ land=∧ vee=∨ lor=∨ oplus=⊕ otimes=⊗ to=→ rightarrow=→ longrightarrow=→ leftarrow=← leftrightarrow=↔ Rightarrow=⇒ implies=⇒ Leftarrow=⇐ Leftrightarrow=⇔ iff=⇔ mapsto=↦ perp=⊥
		parallel=∥ over=/`) {
		name, sign, _ := strings.Cut(pair, "=")
		t[name] = " " + sign + " "
	}
	for name := range strings.FieldsSeq(`sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim max min sup inf det dim ker gcd deg arg Pr mod`) {
		t[name] = " " + name + " "
	}
	t["quad"], t["qquad"] = " ", " "
	return t
}()
