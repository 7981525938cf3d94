package corpus

import (
	"infoseek"
)

/*
# When a page names another

Relation R counts a page as naming another wherever one of the other's names occurs in its text. This is the whole contract:

 1. The names of a page are those that Names lists for it. They are made by namesOf (names.go) from title, redirects, bold lead, anchors and class; how they come about does not
    matter here.
 2. A name is the sequence of its words (text.Words). Punctuation and blanks between words do not count, neither in the name nor in the text; a name may even span the end of a
    sentence. A text is a page's whole stored text, facts included.
 3. A name of any kind but acronym occurs where consecutive words of the text equal its words, compared by text.Norm: case, diacritics, possessive and plural endings do not count.
    A surname (the kind: a part of a person's name) further needs every one of the text's words to begin with a capital letter or a digit.
 4. A name of the kind acronym (initials, names of stop words in capitals) occurs where consecutive words of the text equal its words letter by letter, after both lost a possessive
    ending, dots, and, if what remains is in capitals, a plural s.
 5. Every occurrence counts, also one inside a longer name, and for every page that has the name.
 6. A name of any kind but acronym that has no word, or more than 24, or is a single letter, or consists of stop words (text.StopWord) alone, occurs nowhere. Names lists such names only
    where they are titles; where they are in capitals ("The Who") it lists them as acronyms too.

Mentions shows the longest occurrences only, from left to right, without overlap; anchors of links come first.
*/

// nameKinds are the kinds of names in the order in which Names lists them; the number is what the directory stores.
var nameKinds = [...]infoseek.NameKind{
	infoseek.NameTitle, infoseek.NameBase, infoseek.NameRedirect, infoseek.NameLead, infoseek.NameAnchor, infoseek.NameSurname, infoseek.NameAcronym,
}

const (
	kindTitle uint32 = iota
	kindBase
	kindRedirect
	kindLead
	kindAnchor
	kindSurname
	kindAcronym
)

// maxNameWords bounds names: longer ones occur nowhere.
const maxNameWords = 24

// nameKey hashes a name's words. ok is false if the name can occur nowhere. beginnings are the hashes of its proper beginnings.
func (l *lexer) nameKey(name string, kind uint32) (key uint64, beginnings []uint64, ok bool) {
	l.read(name)
	exact := kind == kindAcronym
	if len(l.words) == 0 || len(l.words) > maxNameWords || !exact && !l.tells() {
		return 0, nil, false
	}
	h := seedNormal
	if exact {
		h = seedExact
	}
	for i, w := range l.words {
		form := w.norm
		if exact {
			form = w.exact
		}
		if form == 0 {
			return 0, nil, false
		}
		if i > 0 {
			beginnings = append(beginnings, h)
		}
		h = extend(h, form)
	}
	return h, beginnings, true
}

// tells tells whether the words just read say anything: one of them is no stop word, and they are not a single letter.
func (l *lexer) tells() bool {
	if len(l.words) == 1 && l.words[0].flags&letter != 0 {
		return false
	}
	for _, w := range l.words {
		if w.flags&stop == 0 {
			return true
		}
	}
	return false
}

// match is an occurrence of a name: words From..To of the text.
type match struct {
	From, To int
	Entry    uint32
	Exact    bool
	// Capital: each word begins with a capital or a digit, so surnames count.
	Capital bool
}

// matches appends every occurrence of every name among the words just read, by position, shorter before longer.
func (l *lexer) matches(dst []match, t *nameTable) []match {
	for i := range l.words {
		dst = l.matchesAt(dst, t, i, false)
		if l.words[i].exact != 0 {
			dst = l.matchesAt(dst, t, i, true)
		}
	}
	return dst
}

func (l *lexer) matchesAt(dst []match, t *nameTable, from int, exact bool) []match {
	h := seedNormal
	if exact {
		h = seedExact
	}
	capitals := true
	for to := from; to < len(l.words); to++ {
		w := &l.words[to]
		form := w.norm
		if exact {
			if form = w.exact; form == 0 {
				break
			}
		}
		capitals = capitals && w.flags&capital != 0
		h = extend(h, form)
		s, ok := t.find(h)
		if !ok {
			break
		}
		if s.Entry != noEntry && t.counts(s.Entry, capitals) {
			dst = append(dst, match{from, to + 1, s.Entry, exact, capitals})
		}
		if s.More == 0 {
			break
		}
	}
	return dst
}

// counts tells whether an occurrence names any page: surnames need capitals.
func (t *nameTable) counts(entry uint32, capitals bool) bool {
	if capitals {
		return true
	}
	for _, o := range t.owners.of(int(entry)) {
		if o.Kinds != 1<<kindSurname {
			return true
		}
	}
	return false
}

// named tells whether an owner counts for an occurrence: a page that has the name as a surname only needs capitals.
func (m match) named(o owner) bool { return m.Capital || o.Kinds != 1<<kindSurname }
