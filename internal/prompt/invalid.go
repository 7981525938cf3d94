package prompt

import "fmt"

// InvalidError says that a model's answer stayed unusable.
type InvalidError struct {
	Prompt string
	Answer string // the last one
	Err    error
}

func (e *InvalidError) Error() string {
	return fmt.Sprintf("answer %q: %v", cut(e.Answer, 200), e.Err)
}

// Unwrap returns what was wrong with the answer.
func (e *InvalidError) Unwrap() error { return e.Err }

// cut returns the first n bytes of s, or somewhat fewer so as not to split a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}
