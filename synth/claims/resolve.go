package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// resolve settles a name that several pages have: on the only one that the page links to, or the one whose whole title it is.
func (r *reading) resolve(m infoseek.Mention) (infoseek.Mention, error) {
	if len(m.Pages) < 2 || len(m.Pages) > mostOwners {
		m.Linked = m.Linked || len(m.Pages) == 1 && r.linked[m.Pages[0]]
		return m, nil
	}
	only, k := infoseek.PageNum(0), 0
	var exact []infoseek.PageNum
	shown := r.text[m.Span.Start:m.Span.End]
	for _, n := range m.Pages {
		p, err := r.pages.Page(r.ctx, n)
		if err != nil {
			return m, err
		}
		if p.Title == shown && !r.bare {
			m.Pages, m.Linked = []infoseek.PageNum{n}, r.linked[n]
			return m, nil
		}
		if p.Title == shown {
			exact = []infoseek.PageNum{n}
		}
		if r.linked[n] {
			only = n
			k++
		}
	}
	if k == 1 {
		m.Pages, m.Linked = []infoseek.PageNum{only}, true
	} else if exact != nil {
		m.Pages, m.Linked = exact, r.linked[exact[0]]
	}
	return m, nil
}

// generality is the largest share of the entities that a common noun may be related to and still tell something.
const generality = 0.2

// telling reports whether a common noun ("calculus") says something as an object: the page links to what it means, and not everything is related to it.
func (r *reading) telling(c Claim, target infoseek.Page) (bool, error) {
	if !r.linked[c.Object] {
		return false, nil
	}
	near, err := r.pages.Related(r.ctx, c.Object)
	return err == nil && float64(len(near)) <= generality*float64(r.entities) && target.Classes&(infoseek.Place|infoseek.Person) == 0, err
}

// stands reports whether the occurrence m can be trusted to mean the page: by its title, or a person's by surname; other names only where a link says so. A single
// capitalised word may be part of a longer name, so the page must be of a class that has names.
func (r *reading) stands(m infoseek.Mention, p infoseek.Page) bool {
	shown := r.text[m.Span.Start:m.Span.End]
	named := p.Classes & (infoseek.Person | infoseek.Place | infoseek.Organisation | infoseek.Work | infoseek.Event | infoseek.Celestial | infoseek.Organism)
	if !strings.Contains(shown, " ") && named == 0 && !placeLike(p) && !lowerWord(shown) {
		return false
	}
	base := Base(p.Title)
	if strings.HasSuffix(shown, "s") && !strings.Contains(shown, " ") && !plain(shown) && !hasWord(p.Title, shown) {
		return false // "the Curies", "the Americas"
	}
	if base != p.Title && !r.linked[p.Num] && !IsPerson(p) {
		return false
	}
	comma, _, _ := strings.Cut(base, ", ")
	return m.Linked || IsPerson(p) && strings.Contains(shown, " ") || sameName(shown, base) || sameName(shown, comma)
}

func sameName(a, b string) bool {
	wa, wb := text.Words(nil, a), text.Words(nil, b)
	if len(wa) != len(wb) {
		return false
	}
	for i := range wa {
		if text.Norm(a[wa[i].Start:wa[i].End]) != text.Norm(b[wb[i].Start:wb[i].End]) {
			return false
		}
	}
	return true
}

func plain(w string) bool { return strings.ToLower(w) == w }

// hasWord reports whether word is one of title's words, or has no plural ending that they lack.
func hasWord(title, word string) bool {
	short := strings.TrimSuffix(word, "s")
	found := false
	for _, w := range strings.FieldsFunc(title, func(r rune) bool { return r == ' ' || r == ',' || r == '-' || r == '(' || r == ')' }) {
		if strings.EqualFold(w, word) {
			return true
		}
		found = found || strings.EqualFold(w, short) || strings.EqualFold(w, short+"n") || len(short) > 3 && strings.EqualFold(w, short[:len(short)-1])
	}
	return !found && !strings.HasSuffix(short, "ica")
}
