package report

import "strings"

// wrap breaks s at blanks into lines of at most width runes; a longer word has a line of its own. There is always a line.
func wrap(s string, width int) []string {
	lines, line, length := []string{}, strings.Builder{}, 0
	for _, word := range strings.Fields(s) {
		n := len([]rune(word))
		if length > 0 && length+1+n > width {
			lines, length = append(lines, line.String()), 0
			line.Reset()
		}
		if length > 0 {
			line.WriteByte(' ')
			length++
		}
		line.WriteString(word)
		length += n
	}
	return append(lines, line.String())
}

// fitted wraps s into at most most lines, each cut to width; what is left out leaves an ellipsis.
func fitted(s string, width, most int) []string {
	lines := wrap(s, width)
	if len(lines) > most {
		lines = append(lines[:most-1], strings.Join(lines[most-1:], " "))
	}
	for i := range lines {
		lines[i] = ellipsis(lines[i], width)
	}
	return lines
}

func ellipsis(s string, width int) string {
	r := []rune(s)
	if len(r) <= width {
		return s
	}
	return strings.TrimRight(string(r[:width-1]), " ") + "…"
}
