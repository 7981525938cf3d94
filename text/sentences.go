package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
)

// Sentences appends the spans of s's sentences, without the blanks around them. A line break ends a sentence; an abbreviation ("Dr.", "cf.", "et al.", an initial)
// does not, nor does a full stop before a small letter. Closing quotes and brackets belong to the sentence before them.
func Sentences(dst []infoseek.Span, s string) []infoseek.Span {
	for start := 0; start < len(s); {
		end := start + lineLength(s[start:])
		dst = lineSentences(dst, s, start, end)
		start = end + 1
	}
	return dst
}

func lineLength(s string) int {
	if n := strings.IndexByte(s, '\n'); n >= 0 {
		return n
	}
	return len(s)
}

// lineSentences appends the sentences of the line s[start:end].
func lineSentences(dst []infoseek.Span, s string, start, end int) []infoseek.Span {
	line := s[:end]
	for i := start; i < end; {
		size := terminator(line[i:])
		if size == 0 {
			i++
			continue
		}
		stop := i
		i = closingEnd(line, i+size)
		if !sentenceBreak(line, start, stop, i) {
			continue
		}
		dst = appendTrimmed(dst, line, start, i)
		start = i
	}
	return appendTrimmed(dst, line, start, end)
}

// terminator returns the length of the sentence-ending mark at the start of s, 0 if there is none.
func terminator(s string) int {
	switch c := s[0]; {
	case c == '.' || c == '!' || c == '?':
		return 1
	case c < utf8.RuneSelf:
		return 0
	}
	for _, mark := range [...]string{"…", "。", "！", "？", "।"} {
		if strings.HasPrefix(s, mark) {
			return len(mark)
		}
	}
	return 0
}

// closingEnd returns the end of the run of sentence-ending marks, closing quotes and brackets, and reference numbers in square brackets that starts at i.
func closingEnd(s string, i int) int {
	for i < len(s) {
		if n := terminator(s[i:]); n > 0 {
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '"', '\'', ')', ']', '”', '’', '»', '」', '』':
			i += size
			continue
		case '[':
			if n := reference(s[i:]); n > 0 {
				i += n
				continue
			}
		}
		break
	}
	return i
}

// reference returns the length of a reference number like "[12]" at the start of s.
func reference(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] == ']' && i > 1 {
			return i + 1
		}
		if s[i] < '0' || s[i] > '9' {
			break
		}
	}
	return 0
}

// sentenceBreak says whether the sentence that starts at start ends with the mark at stop, after which only closing marks come up to end.
func sentenceBreak(s string, start, stop, end int) bool {
	if end >= len(s) {
		return false // the line's end ends it
	}
	if s[stop] >= utf8.RuneSelf && !strings.HasPrefix(s[stop:], "…") {
		return true // scripts that set no blank between sentences
	}
	if r, _ := utf8.DecodeRuneInString(s[end:]); !unicode.IsSpace(r) {
		return false
	}
	next := skipOpening(s, end)
	r, _ := utf8.DecodeRuneInString(s[next:])
	if next >= len(s) || unicode.IsLower(r) || r == ',' || r == ';' {
		return false
	}
	if s[stop] != '.' || end != stop+1 {
		return true // other marks, several marks, or closing quotes
	}
	return fullStop(s, start, stop, next)
}

func skipOpening(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '"', '\'', '(', '[', '“', '‘', '«', '„':
		default:
			if !unicode.IsSpace(r) {
				return i
			}
		}
		i += size
	}
	return i
}

// fullStop decides for a single full stop at stop, followed by blanks and, at next, something that is no small letter.
func fullStop(s string, start, stop, next int) bool {
	token := lastToken(s[start:stop])
	before := strings.TrimSpace(s[start : stop-len(token)])
	alone := before == ""
	word, dot := wordAt(s, next)
	starts := sentenceStarters[word] && !dot
	digit := s[next] >= '0' && s[next] <= '9'
	lower := strings.ToLower(token)
	switch {
	case token == "":
		return !alone
	case allDigits(token):
		// "1. First item", "these: 1. First item. 2. Second item"
		return !alone && (len(token) > 2 || strings.IndexByte(":;.)", before[len(before)-1]) < 0)
	case titleAbbreviations[token] || neverLast[lower]:
		return false
	case numberAbbreviations[lower]:
		return !digit
	case utf8.RuneCountInString(token) == 1 && letterAt(token, 0):
		return starts // initials, "b. 1850", "World War I. The"
	case isAcronym(token) || mayBeLast[lower]:
		return starts
	}
	return true
}

// lastToken returns what stands between the last blank or opening mark of s and its end.
func lastToken(s string) string {
	i := len(s)
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if unicode.IsSpace(r) || strings.ContainsRune("([{\"“‘'«–—/-,;:", r) {
			break
		}
		i -= size
	}
	return s[i:]
}

// wordAt returns the run of letters at i, and whether a full stop follows it.
func wordAt(s string, i int) (word string, dot bool) {
	end := i
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsLetter(r) {
			break
		}
		end += size
	}
	return s[i:end], end < len(s) && s[end] == '.' && end-i < 3
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// isAcronym says whether token is an abbreviation with inner full stops, its last one cut off: "U.S", "Ph.D", "a.m".
func isAcronym(token string) bool {
	if strings.IndexByte(token, '.') < 0 {
		return false
	}
	for part := range strings.SplitSeq(token, ".") {
		n := 0
		for _, r := range part {
			if !unicode.IsLetter(r) {
				return false
			}
			n++
		}
		if n > 3 {
			return false
		}
	}
	return true
}

func appendTrimmed(dst []infoseek.Span, s string, start, end int) []infoseek.Span {
	for start < end {
		r, size := utf8.DecodeRuneInString(s[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		start += size
	}
	for start < end {
		r, size := utf8.DecodeLastRuneInString(s[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= size
	}
	if start == end {
		return dst
	}
	return append(dst, infoseek.Span{Start: start, End: end})
}
