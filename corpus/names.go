package corpus

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek/text"
)

// called is a name of a page as it is spelled.
type called struct {
	text string
	kind uint32
}

// namesOf makes the names of a page, anchors apart, in the order in which they are listed. A name is listed once for each spelling, case apart, by its first kind.
func namesOf(title string, redirects, leads, acronyms []string, person bool) []called {
	var names []called
	seen := map[string]bool{}
	add := func(name string, kind uint32) {
		name = strings.TrimSpace(name)
		low := strings.ToLower(name)
		if kind == kindAcronym {
			low = "\x00" + name
		}
		if name == "" || seen[low] {
			return
		}
		seen[low] = true
		names = append(names, called{name, kind})
	}
	base := baseTitle(title)
	add(title, kindTitle)
	add(base, kindBase)
	add(unbracketed(title), kindBase)
	add(strings.TrimPrefix(base, "The "), kindBase)
	add(strings.TrimSuffix(base, " language"), kindBase)
	for _, r := range redirects {
		add(r, kindRedirect)
	}
	for _, l := range leads {
		add(l, kindLead)
	}
	if person {
		for _, s := range personNames(base) {
			add(s, kindSurname)
		}
		for _, l := range leads {
			for _, s := range personNames(baseTitle(l)) {
				add(s, kindSurname)
			}
		}
	}
	for _, a := range acronyms {
		add(a, kindAcronym)
	}
	if a := initials(base); len(a) > 2 || len(a) == 2 && !person && !eraMarks[a] {
		add(a, kindAcronym)
	}
	for _, n := range append([]called(nil), names...) {
		if n.kind < kindSurname && standsAlone(n.text) {
			add(n.text, kindAcronym)
		}
	}
	return names
}

// eraMarks stand beside years and hours in so many texts that as initials they tell nothing.
var eraMarks = map[string]bool{"AD": true, "CE": true, "AM": true, "PM": true}

// unbracketed is a title without brackets at its end, its comma part kept.
func unbracketed(title string) string {
	if i := strings.LastIndex(title, " ("); i > 0 && strings.HasSuffix(title, ")") {
		return title[:i]
	}
	return title
}

// standsAlone tells whether a name of stop words alone can still be told by its capitals: "WHO", "The Who".
func standsAlone(name string) bool {
	words := text.Words(nil, name)
	for _, w := range words {
		s := name[w.Start:w.End]
		if first, _ := utf8.DecodeRuneInString(s); !text.StopWord(strings.ToLower(s)) || !unicode.IsUpper(first) {
			return false
		}
	}
	return len(words) > 1 || len(words) == 1 && isAcronym(name)
}

// honorifics stand before a person's name and may be left out.
var honorifics = []string{"Pope ", "Saint ", "St. ", "St ", "Sir ", "King ", "Queen ", "Emperor ", "Empress ", "Prince ", "Princess ", "Lord ", "Lady ", "Dr. ", "President ", "General ",
	"Blessed ", "Antipope ", "Tsar ", "Sultan ", "Duke ", "Archduke ", "Baron ", "Count ", "Earl "}

// personNames are the shorter forms under which a text goes on naming a person: the surname, and for rulers what stands before "of" or "the".
func personNames(base string) []string {
	var names []string
	for _, h := range honorifics {
		if rest, ok := strings.CutPrefix(base, h); ok {
			base = rest
			names = append(names, rest)
			break
		}
	}
	for _, sep := range [...]string{" of ", " the ", " d'", ", "} {
		if i := strings.Index(base, sep); i > 0 {
			base = base[:i]
			names = append(names, base)
		}
	}
	words := strings.Fields(base)
	for len(words) > 1 && (isNumeral(words[len(words)-1]) || isSuffix(words[len(words)-1])) {
		if words = words[:len(words)-1]; len(words) > 1 {
			names = append(names, strings.Join(words, " ")) // not "Henry" for "Henry II": such texts have told which Henry
		}
	}
	if len(words) > 1 && startsUpper(words[len(words)-1]) {
		names = append(names, words[len(words)-1])
		if p := len(words) - 2; p > 0 && !startsUpper(words[p]) {
			names = append(names, strings.Join(words[p:], " ")) // "van Beethoven"
		}
	}
	return names
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func isNumeral(s string) bool { return strings.Trim(s, "IVXLC") == "" }

func isSuffix(s string) bool {
	switch strings.Trim(s, ".,") {
	case "Jr", "Sr", "Junior", "Senior", "PhD":
		return true
	}
	return false
}

// initials are the first letters of a name's capitalised words, stop words left out; "" if another word is not capitalised or fewer than two are.
func initials(name string) string {
	var out strings.Builder
	n := 0
	for _, w := range text.Words(nil, name) {
		s := name[w.Start:w.End]
		if text.StopWord(strings.ToLower(s)) {
			continue
		}
		if !startsUpper(s) {
			return ""
		}
		r, _ := utf8.DecodeRuneInString(s)
		out.WriteRune(r)
		n++
	}
	if n < 2 || n > 7 {
		return ""
	}
	return out.String()
}
