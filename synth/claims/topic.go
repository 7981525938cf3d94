package claims

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek"
	"infoseek/text"
)

// topic is what a page is about, as its sentences may call it.
type topic struct {
	forms   [][]string // normalised words of the names that may be a subject
	plain   []string   // the names as they are written
	first   map[string]bool
	person  bool
	pronoun string // "he" or "she" for persons, "it" for things
	noun    string
	nouns   map[string]bool // "the film", "the movie"
	last    string          // of a longer name of a living thing the last word: "the goldfinch"
	article int             // how often its sentences call it with "the", and without
	bare    int
}

// topicOf collects the names under which page may be the subject of a sentence. For things only names close to the title count: redirects and anchors often
// name a part or something related.
func topicOf(page infoseek.Page, names []infoseek.Name, txt string) topic {
	t := topic{first: map[string]bool{}, person: IsPerson(page), noun: page.Noun, pronoun: "it"}
	for _, n := range names {
		if ofAnother(page.Title) && n.Kind != infoseek.NameTitle {
			continue
		}
		switch n.Kind {
		case infoseek.NameTitle, infoseek.NameBase:
		case infoseek.NameLead:
			if _, of, ok := strings.Cut(page.Title, " of "); ok && !t.person && strings.Contains(" "+of+" ", " "+n.Text+" ") {
				continue // "Velm" is what the University of Velm is of, too
			}
		case infoseek.NameSurname, infoseek.NameRedirect:
			if !t.person {
				continue
			}
		case infoseek.NameAcronym:
			if len(n.Text) < 3 || t.person {
				continue
			}
		default:
			continue
		}
		t.addForm(n.Text)
	}
	if i := strings.LastIndexByte(page.Title, ' '); i > 0 && page.Classes == infoseek.Organism && isWord(strings.ToLower(page.Title[i+1:])) {
		t.last = strings.ToLower(page.Title[i+1:])
	}
	for _, s := range short(page) {
		t.addForm(s)
	}
	if rest, ok := strings.CutPrefix(Base(page.Title), "Saint "); ok {
		t.addForm("St " + rest)
	}
	t.mononyms(page.Title, txt)
	switch {
	case t.person:
		t.pronoun = pronoun(txt)
	case ofAnother(page.Title):
		// What "it" or "the navy" is said to have done in a "History of the Navy", the navy did.
		t.pronoun = ""
	default:
		t.nouns = nounsOf(page)
	}
	return t
}

// aspects are titles' first words for pages about something of something else.
var aspects = text.WordSet("history economy music geography politics culture demographics religion literature architecture education flag timeline geology climate cuisine art theatre cinema")

func ofAnother(title string) bool {
	first, rest, _ := strings.Cut(title, " ")
	return aspects[strings.ToLower(first)] && (strings.HasPrefix(rest, "of ") || strings.HasPrefix(rest, "in "))
}

// kindred are nouns that a text changes between.
var kindred = [][]string{
	{"film", "movie", "picture"}, {"series", "show", "programme", "program", "sitcom"}, {"novel", "book"}, {"song", "single", "track"}, {"album", "record"}, {"city", "town"}, {"country", "nation"},
	{"company", "firm", "corporation"}, {"band", "group", "duo", "trio"}, {"team", "club"}, {"ship", "vessel"}, {"organization", "organisation"}, {"newspaper", "paper"},
}

// titled are nouns at the end of a title, or before "of" in it, by which its bearer is called.
var titled = text.WordSet(`theatre theater church cathedral castle palace bridge tower river lake island university college school museum park stadium airport station railway canal battle war siege treaty
	earthquake hurricane festival hospital hotel library prison abbey temple academy institute league mountain valley sea monument dam tunnel zoo revolution rebellion railroad`)

// nounsOf are the common nouns that with "the" stand for what a page is about.
func nounsOf(page infoseek.Page) map[string]bool {
	m := map[string]bool{}
	if page.Noun != "" {
		m[page.Noun] = true
	}
	for _, k := range kindred {
		if slices.Contains(k, page.Noun) {
			for _, w := range k {
				m[w] = true
			}
		}
	}
	if base := Base(page.Title); page.Classes&infoseek.Work == 0 {
		head, _, of := strings.Cut(base, " of ")
		head = strings.ToLower(head[strings.LastIndexByte(head, ' ')+1:])
		if titled[head] && (of || strings.Contains(base, " ")) {
			m[head] = true
		}
	}
	return m
}

// naming are nouns that stand before or behind the name proper of a thing.
var naming = text.WordSet("river hurricane storm typhoon cyclone tropical lake island islands city mount hms uss rms mountains peninsula desert comet county canal valley ocean sea")

// short returns shorter names that a text may use once the whole title is known: "Thames" for "River Thames", "Henry IV" and "Henry" for "Henry IV of England".
func short(page infoseek.Page) []string {
	var out []string
	words := strings.Fields(Base(page.Title))
	if IsPerson(page) {
		if at := slices.Index(words, "of"); at > 0 && at <= 2 {
			out = append(out, strings.Join(words[:at], " "))
			if at == 2 && strings.Trim(words[1], "IVX") == "" {
				out = append(out, words[0])
			}
		}
		return out
	}
	if n := len(words); n > 1 && (words[n-1] == "F.C." || words[n-1] == "A.F.C.") {
		return append(out, strings.Join(words[:n-1], " "))
	}
	if n := len(words); n > 1 && n < 4 {
		first, last := strings.ToLower(words[0]), strings.ToLower(words[n-1])
		if first == "tropical" {
			return append(out, strings.Join(words[2:], " "))
		}
		if naming[first] && first != "lake" && first != "mount" {
			out = append(out, strings.Join(words[1:], " "))
		}
		if naming[last] && last != "sea" && last != "ocean" && last != "island" {
			out = append(out, strings.Join(words[:n-1], " "))
		}
	}
	return out
}

func (t *topic) addForm(name string) {
	var form []string
	for _, w := range text.Words(nil, name) {
		form = append(form, text.Norm(name[w.Start:w.End]))
	}
	if len(form) > 0 && form[0] == "the" {
		form = form[1:]
	}
	if len(form) == 0 {
		return
	}
	t.forms = append(t.forms, form)
	t.plain = append(t.plain, name)
	t.first[form[0]] = true
}

// pronoun decides a person's by which of "he" and "she" its text uses more; "" if that is unclear.
func pronoun(txt string) string {
	he, she := strings.Count(txt, " he ")+strings.Count(txt, "He "), strings.Count(txt, " she ")+strings.Count(txt, "She ")
	switch {
	case he > 3*she:
		return "he"
	case she > 2*he:
		return "she"
	}
	return ""
}

// Base is a title without its disambiguator: the part in brackets, or for places the part after the comma.
func Base(title string) string {
	if i := strings.LastIndex(title, " ("); i > 0 && strings.HasSuffix(title, ")") {
		title = title[:i]
	}
	return title
}

// called returns how a sentence calls the topic, and whether that is a common noun: one which its own text writes with a small letter.
func (t *topic) called(title, txt string) (name string, common bool) {
	name = Base(title)
	first, size := utf8.DecodeRuneInString(name)
	small := string(unicode.ToLower(first)) + name[size:]
	if !t.person && small != name && !strings.ContainsFunc(name[size:], unicode.IsUpper) {
		common = strings.Count(txt, " "+small) > strings.Count(txt, " "+name)
	}
	if t.article > t.bare && !strings.HasPrefix(name, "The ") {
		name = "the " + name
	}
	return name, common
}
