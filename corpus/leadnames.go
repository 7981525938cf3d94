package corpus

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek/text"
)

var (
	alsoCalled = regexp.MustCompile(`\b(?:known|called|spelled|spelt|named|nicknamed|abbreviated|styled|titled|referred to)(?: to \w+)?(?: (?:simply|also|more|commonly|popularly|formally|collectively|variously|officially|sometimes|in English|by his|by her|by its))*? (?:as )?([^;:()]+)`)
	brackets   = regexp.MustCompile(`\(([^()]*)\)`)
	orParts    = regexp.MustCompile(`,? (?:or|and) |, |/`)
	aside      = regexp.MustCompile(`^ ?(?:\w+ly|also|now|then|today|nom de guerre)(?: as)? | (?:in|between|but|from|until|during|since|by|of genus) .*$| pronunciation$`)
	acronymIn  = regexp.MustCompile(`\b[A-Z][A-Z0-9]{1,7}\b`)
)

// maxLeadWords bounds a name read in a sentence.
const maxLeadWords = 6

// leadNames reads other names of the subject in its definition: the subject's full form, "also known as X", "called X or Y", "X or Y".
func leadNames(title string, d definition) []string {
	var names []string
	add := func(s string) {
		if !strings.EqualFold(s, title) && !slices.Contains(names, s) {
			names = append(names, s)
		}
	}
	plain := strings.TrimSpace(brackets.ReplaceAllString(d.subject, ""))
	main, rest, _ := strings.Cut(plain, ",")
	for _, part := range strings.Split(main, " or ") {
		if s := trimName(part); fullForm(title, s) {
			add(s)
		}
	}
	for _, part := range append([]string{rest}, inBrackets(d.subject)...) {
		if m := alsoCalled.FindStringSubmatch(part); m != nil {
			for _, name := range listed(m[1]) {
				if s := trimName(aside.ReplaceAllString(name, "")); nameLike(s) {
					add(s)
				}
			}
		}
	}
	return names
}

// trimName takes quotes, articles and what follows the name off.
func trimName(s string) string {
	s, _, _ = strings.Cut(s, "(")
	s, _, _ = strings.Cut(s, " IPA")
	s = strings.Trim(strings.TrimSpace(s), `"'“”‘’,. `)
	for range 2 {
		s = strings.Trim(trimArticle(s), `"'“”‘’,. `)
	}
	return s
}

func trimArticle(s string) string {
	for _, article := range [...]string{"the ", "a ", "an ", "The ", "A ", "An ", "as ", "simply "} {
		s = strings.TrimPrefix(s, article)
	}
	return s
}

// listed cuts "greenfly, blackfly or plant lice" into its names; without "or" or "and" only what stands before the first comma is a name ("Alexander III, king of Macedon").
func listed(s string) []string {
	parts := orParts.Split(s, 6)
	if seps := orParts.FindAllString(s, 6); len(seps) > 0 && strings.TrimSpace(seps[len(seps)-1]) != "," {
		return parts
	}
	return parts[:1]
}

// fullForm tells whether s, the subject of a definition, is another form of the title: "Carl Linnaeus" for "Carolus Linnaeus", "Sedna" for "90377 Sedna", but not "the battle" for
// "Battle of Grunwald".
func fullForm(title, s string) bool {
	if !nameLike(s) || strings.HasSuffix(title, " of "+s) || strings.HasSuffix(title, " in "+s) {
		return false
	}
	want, have := telling(title), telling(s)
	all := true
	for _, w := range want {
		all = all && slices.Contains(have, w)
	}
	if all {
		return true
	}
	words := strings.Fields(s)
	if len(words) > 1 {
		return startsUpper(words[0]) && startsUpper(words[len(words)-1]) && (slices.Contains(have, want[len(want)-1]) || slices.Contains(have, want[0]))
	}
	first, _, _ := strings.Cut(title, " ")
	return startsUpper(s) && strings.Trim(first, "0123456789") == "" && slices.Contains(have, want[len(want)-1])
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
		case "is", "was", "are", "were", "which", "who", "that", "because", "when", "while", "known", "called", "born", "died", "its", "his", "her", "their", "also", "sometimes", "often", "see", "pronounced", "meaning", "does", "do", "not", "has", "have", "usually",
			"can", "may", "will", "did", "had":
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
			if m[1] < len(inside) && inside[m[1]] == ':' || isNumeral(a) || commonCapitals[a] || slices.Contains(out, a) || !lettersOf(a, before) {
				continue
			}
			out = append(out, a)
		}
	}
	return out
}

// commonCapitals stand in brackets for themselves.
var commonCapitals = text.WordSet("AD BC BCE CE UK US USA IPA AM PM")

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
