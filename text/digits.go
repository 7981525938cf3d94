package text

import "strings"

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

func digitRun(s string, i int) int {
	n := 0
	for i+n < len(s) && isDigit(s[i+n]) {
		n++
	}
	return n
}

// atoi reads digits; numbers too large to be a year come out as some large number.
func atoi(digits string) int {
	n := 0
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
		if n > 1e8 {
			return n
		}
	}
	return n
}

// thousands reads a number with thousands marks at i and returns its end and value; the end is i if there is none.
func thousands(s string, i int) (end, value int) {
	n := digitRun(s, i)
	if n == 0 || n > 3 {
		return i, 0
	}
	end, value = i+n, atoi(s[i:i+n])
	marked := false
	for {
		size := thousandsMark(s, end)
		if size == 0 || digitRun(s, end+size) != 3 {
			break
		}
		value = min(value, 1e12)*1000 + atoi(s[end+size:end+size+3])
		end += size + 3
		marked = true
	}
	if !marked {
		return i, 0
	}
	return end, value
}

// thousandsMark returns the length of the mark between groups of digits at i: comma, no-break or thin space.
func thousandsMark(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	if s[i] == ',' {
		return 1
	}
	for _, mark := range [...]string{"\u00A0", "\u202F", "\u2009"} {
		if strings.HasPrefix(s[i:], mark) {
			return len(mark)
		}
	}
	return 0
}

// inDecimal says whether the digits s[start:end] are part of a decimal number. A date like 4.7.1776 is none.
func inDecimal(s string, start, end int) bool {
	if end+1 < len(s) && s[end] == '.' && isDigit(s[end+1]) {
		return !dotDate(s, start) && !dotDate(s, end+1)
	}
	if start >= 2 && s[start-1] == '.' && isDigit(s[start-2]) {
		return !dotDate(s, start)
	}
	return false
}

func digitAt(s string, i int) bool { return i < len(s) && isDigit(s[i]) }
