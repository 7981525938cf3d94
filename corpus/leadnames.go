package corpus

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek/text"
)

var (
	alsoCalled = regexp.MustCompile(`\b(?:known|called|spelled|spelt|named|nicknamed|abbreviated|styled|titled|referred to)(?: to \w+)?(?: (?:simply|also|more|commonly|popularly|formally|collectively|variously|officially|sometimes|as|to|by|the|its|in|English|his|her))*? (?:as )?([^;:()]+)`)
	brackets   = regexp.MustCompile(`\(([^()]*)\)`)
	orParts    = regexp.MustCompile(`,? (?:or|and) |, |/`)
	acronymIn  = regexp.MustCompile(`\b[A-Z][A-Z0-9]{1,7}\b`)
)

// maxLeadWords bounds a name read in a sentence.
const maxLeadWords = 6

// leadNames reads other names of the subject in its definition: the subject's full form, "also known as X", "called X or Y", "X or Y".
func leadNames(title string, d definition) []string {
	var names []string
	add := func(s string) {
		s, _, _ = strings.Cut(s, "(")
		s, _, _ = strings.Cut(s, " IPA")
		s = strings.Trim(strings.TrimSpace(s), `"'“”‘’,. `)
		for _, article := range [...]string{"the ", "a ", "an ", "The ", "A ", "An ", "as ", "simply "} {
			s = strings.TrimPrefix(s, article)
		}
		if nameLike(s) && !strings.EqualFold(s, title) && !contains(names, s) {
			names = append(names, s)
		}
	}
	plain := strings.TrimSpace(brackets.ReplaceAllString(d.subject, ""))
	main, rest, _ := strings.Cut(plain, ",")
	for _, part := range strings.Split(main, " or ") {
		add(part)
	}
	for _, part := range append([]string{rest}, inBrackets(d.subject)...) {
		m := alsoCalled.FindStringSubmatch(part)
		if m == nil {
			continue
		}
		for _, name := range orParts.Split(m[1], 6) {
			add(name)
		}
	}
	return names
}

func inBrackets(s string) []string {
	var out []string
	for _, m := range brackets.FindAllStringSubmatch(s, 4) {
		out = append(out, m[1])
	}
	return out
}

// nameLike tells whether s may be a name: few words, the first or last of them telling, no sentence.
func nameLike(s string) bool {
	words := text.Words(nil, s)
	if len(words) == 0 || len(words) > maxLeadWords || len(s) > 80 || strings.ContainsAny(s, "/[]{}=ˈ") {
		return false
	}
	tells := false
	for i, w := range words {
		low := strings.ToLower(s[w.Start:w.End])
		switch low {
		case "is", "was", "are", "were", "which", "who", "that", "because", "when", "while", "known", "called", "born", "died", "its", "his", "her", "their", "also", "sometimes", "often", "see", "pronounced", "meaning":
			return false
		}
		if !text.StopWord(low) && strings.IndexFunc(low, unicode.IsLetter) >= 0 && utf8.RuneCountInString(low) > 1 {
			tells = true
		}
		if i == 0 && text.StopWord(low) && low != "the" && low == s[w.Start:w.End] {
			return false
		}
	}
	return tells
}

// leadAcronyms are the words in capitals in the subject's brackets whose letters stand, in order, in the words before them: "European Union (EU)".
func leadAcronyms(d definition) []string {
	var out []string
	for _, at := range brackets.FindAllStringSubmatchIndex(d.subject, 3) {
		before := strings.ToUpper(d.subject[:at[0]])
		inside := d.subject[at[2]:at[3]]
		for _, m := range acronymIn.FindAllStringIndex(inside, 4) {
			a := inside[m[0]:m[1]]
			if m[1] < len(inside) && inside[m[1]] == ':' || isNumeral(a) || contains(out, a) || !lettersOf(a, before) {
				continue
			}
			out = append(out, a)
		}
	}
	return out
}

// lettersOf tells whether a's letters stand in s in order, the first at the start of a word.
func lettersOf(a, s string) bool {
	for at := 0; at < len(s); at++ {
		if s[at] == a[0] && (at == 0 || s[at-1] == ' ' || s[at-1] == '-') {
			rest := s[at:]
			for i := range len(a) {
				j := strings.IndexByte(rest, a[i])
				if j < 0 {
					return false
				}
				rest = rest[j+1:]
			}
			return true
		}
	}
	return false
}
