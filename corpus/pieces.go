package corpus

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

/*
# Pages put together from pieces

A page of passages that share a title has them in the order in which they came, cut anywhere, headings and the rows of boxes run into the sentences. So what stands near its start is no
introduction; the definition is looked for in all of it, behind whatever runs into it, and must tell a class of things that is told of nothing else.
*/

// fewestPieces is how many paragraphs at least a text in pieces has; half of them at least begin in the middle of a sentence.
const fewestPieces = 3

// inPieces reports whether a text is put together from pieces.
func inPieces(body string) bool {
	all, torn := 0, 0
	for p := range strings.SplitSeq(body, "\n\n") {
		first, _ := utf8.DecodeRuneInString(p)
		all++
		if unicode.IsLower(first) || strings.IndexByte(",;.)", byte(first)) >= 0 && first < utf8.RuneSelf {
			torn++
		}
	}
	return all >= fewestPieces && 2*torn >= all
}

// defineInPieces finds the definition in a text in pieces.
func defineInPieces(title, body string, sentences []infoseek.Span) (definition, bool) {
	want := telling(title)
	if len(want) == 0 {
		return definition{}, false
	}
	for _, s := range sentences {
		sentence := body[s.Start:s.End]
		for _, at := range subjectsIn(sentence, baseTitle(title), want) {
			d, ok := defines(want, sentence[at:])
			if d.start = s.Start + at; ok && d.far(body) && !d.once(sentence) {
				return d, true
			}
		}
	}
	return definition{}, false
}

// once reports whether a definition says of a place what it was: in a text in pieces that may be any time of its history.
func (d definition) once(sentence string) bool {
	before := strings.TrimSuffix(sentence, d.predicate)
	_, classes := d.head()
	return classes&infoseek.Place != 0 && (strings.HasSuffix(before, " was ") || strings.HasSuffix(before, " were "))
}

// dated is a name before the dates of a life.
var dated = regexp.MustCompile(`((?:\p{Lu}[\p{L}.'’-]* )+)\((?:born |b\. |c\. |ca\. )?[^()]{0,60}\d{3,4}`)

// subjectsIn are the places in a sentence where its subject may begin: at the whole title, before a bracket or verb, and at the full name of a person before the dates of a life. What stands before
// must not go on to it.
func subjectsIn(sentence, title string, want []string) []int {
	var out []int
	for from := 0; ; {
		at := strings.Index(sentence[from:], title)
		if at < 0 {
			break
		}
		at += from
		from = at + len(title)
		if beginsWith(sentence[at:], title) && !governed(sentence[:at]) {
			out = append(out, at)
		}
	}
	for _, m := range dated.FindAllStringSubmatchIndex(sentence, 4) {
		if at, ok := shortestWith(sentence[m[2]:m[3]], want); ok && !governed(sentence[:m[2]+at]) && !slices.Contains(out, m[2]+at) {
			out = append(out, m[2]+at)
		}
	}
	return out
}

// governed reports whether a phrase that ends here goes on to the name behind it: a word in small letters or a comma stands there.
func governed(before string) bool {
	if _, filed, ok := strings.Cut(before, subjects); ok && len(strings.Fields(filed)) <= statedWords {
		return false
	}
	before = strings.TrimRight(before, ` "“`)
	word := before[strings.LastIndexByte(before, ' ')+1:]
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	return unicode.IsLower(first) && unicode.IsLetter(last) || last == ','
}

// shortestWith is where the shortest end of a run of words begins that has all the words of want.
func shortestWith(run string, want []string) (int, bool) {
	words := text.Words(nil, run)
	missing := slices.Clone(want)
	for _, w := range slices.Backward(words) {
		if i := slices.Index(missing, text.Norm(run[w.Start:w.End])); i >= 0 {
			if missing = slices.Delete(missing, i, i+1); len(missing) == 0 {
				return w.Start, true
			}
		}
	}
	return 0, false
}

// subjects is how a text itself says what its page is filed under.
const subjects = "Related subjects: "

// statedSignal reads what a text says its page is filed under: each as a category, of as few words as tell something.
func statedSignal(body string) infoseek.Classes {
	_, list, ok := strings.Cut(body, subjects)
	if !ok {
		return 0
	}
	var classes []infoseek.Classes
	for part := range strings.SplitSeq(list[:min(len(list), statedBytes)], ";") {
		c, last := statedOne(part)
		if c != 0 {
			classes = append(classes, c)
		}
		if !last {
			break
		}
	}
	var out infoseek.Classes
	for c := infoseek.Classes(1); c&infoseek.AllClasses != 0; c <<= 1 {
		votes := 0
		for _, k := range classes {
			if k&c != 0 {
				votes++
			}
		}
		if 2*votes > len(classes) {
			out |= c
		}
	}
	return out
}

// The bytes in which what a page is filed under is looked for, and the most words of one.
const (
	statedBytes = 200
	statedWords = 6
)

// statedOne reads the first words of part as a category; whole tells whether there are no others.
func statedOne(part string) (c infoseek.Classes, whole bool) {
	words := strings.Fields(strings.ReplaceAll(part, ",", ""))
	for n := 1; n <= min(len(words), statedWords); n++ {
		if c := oneCategory(strings.Join(words[:n], " ")); c != 0 {
			return c, n == len(words)
		}
	}
	return 0, len(words) <= statedWords
}

// boxAbove is what of a text in pieces stands above byte at in its piece; of one without a definition, what stands behind the line that files it.
func boxAbove(body string, at int, defined bool) string {
	if defined {
		return body[strings.LastIndexByte(body[:at], '\n')+1 : at]
	}
	_, box, ok := strings.Cut(body, subjects)
	if !ok {
		return ""
	}
	box, _, _ = strings.Cut(box, "\n")
	return box
}
