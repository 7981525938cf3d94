package hf

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// splitter parts a piece of text further; the pieces together are the text.
type splitter func(dst []string, piece string) []string

// gpt2 is the pattern that ByteLevel applies with use_regex.
const gpt2 = `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`

// splitters lists what the pre-tokenizer does, one after the other, and whether a blank is put before each piece in the end. The last must be ByteLevel, which works on bytes.
func splitters(c *component) (all []splitter, prefix bool, err error) {
	parts := []*component{c}
	if c.Type == "Sequence" {
		parts = c.PreTokenizers
	}
	for i, p := range parts {
		if (p.Type == "ByteLevel") != (i == len(parts)-1) {
			return nil, false, unsupported("pre_tokenizer %s in place %d of %d", p.Type, i+1, len(parts))
		}
		switch p.Type {
		case "ByteLevel":
			prefix = p.AddPrefix
			if prefix && i > 0 {
				return nil, false, unsupported("add_prefix_space after %s", parts[0].Type)
			}
			if p.UseRegex == nil || *p.UseRegex {
				s, err := byPattern(gpt2)
				if err != nil {
					return nil, false, err
				}
				all = append(all, s)
			}
		case "Digits":
			all = append(all, byDigits(p.Individual))
		case "Split":
			if p.Pattern.Regex == nil || p.Behavior != "Isolated" || p.Invert {
				return nil, false, unsupported("Split with behavior %s", p.Behavior)
			}
			s, err := byPattern(*p.Pattern.Regex)
			if err != nil {
				return nil, false, err
			}
			all = append(all, s)
		default:
			return nil, false, unsupported("pre_tokenizer %s", p.Type)
		}
	}
	return all, prefix, nil
}

// byDigits parts numeric characters from the rest, each alone or as runs.
func byDigits(individual bool) splitter {
	return func(dst []string, piece string) []string {
		begin, last := 0, false
		for i, r := range piece {
			digit := unicode.IsNumber(r)
			if i > begin && (digit != last || digit && individual) {
				dst, begin = append(dst, piece[begin:i]), i
			}
			last = digit
		}
		return append(dst, piece[begin:])
	}
}

// ahead is how all these patterns end: blanks up to a word leave the last one to it. Go's regular expressions know no lookahead, so the run is matched whole, in a group, and shortened by hand.
const ahead = `\s+(?!\S)|\s+`

// space is \s as the reference reads it: Unicode's white space.
const space = `\t\n\v\f\r \x{85}\p{Z}`

// byPattern parts a text into matches and what stands between them.
func byPattern(pattern string) (splitter, error) {
	head, ok := strings.CutSuffix(pattern, ahead)
	if !ok {
		return nil, unsupported("pattern %s", pattern)
	}
	re, err := regexp.Compile(inGo(head + `(\s+)`))
	if err != nil {
		return nil, unsupported("pattern %s: %v", pattern, err)
	}
	return func(dst []string, piece string) []string {
		for at := 0; at < len(piece); {
			m := re.FindStringSubmatchIndex(piece[at:])
			if m == nil || m[1] == m[0] {
				return append(dst, piece[at:])
			}
			start, end := at+m[0], at+m[1]
			if m[2] >= 0 && end < len(piece) { // a run of blanks before something else
				_, size := utf8.DecodeLastRuneInString(piece[start:end])
				if end-size > start {
					end -= size
				}
			}
			if start > at {
				dst = append(dst, piece[at:start])
			}
			dst, at = append(dst, piece[start:end]), end
		}
		return dst
	}, nil
}

// inGo writes \s for Go, inside brackets and outside.
func inGo(pattern string) string {
	var b strings.Builder
	inside := false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			i++
			switch {
			case pattern[i] != 's':
				b.WriteString(pattern[i-1 : i+1])
			case inside:
				b.WriteString(space)
			default:
				b.WriteString("[" + space + "]")
			}
		default:
			inside = c == '[' || inside && c != ']'
			b.WriteByte(c)
		}
	}
	return b.String()
}
