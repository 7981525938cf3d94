package claims

import (
	"regexp"
	"strings"

	"infoseek"
)

// defines is how a sentence says, behind a name, what its bearer is or was; bygone what says that a thing is no more.
var (
	defines = regexp.MustCompile(`\b(is|was|are|were) (?:\w+ )?(?:an?|the|one)\b`)
	bygone  = regexp.MustCompile(`^(?:is|are) an? (?:former|defunct|historical|extinct) (?:[A-Z]\w+ )?(?:country|kingdom|republic|nation|state|empire|city|municipality)\b`)
)

// definitions is how many sentences at the top of a page may hold the one that says what it is about.
const definitions = 12

// past reports whether the topic is no more: the first sentence that says what it is says what it was. Where none does, what other sentences say counts.
func (r *reading) past() bool {
	if !r.looked {
		r.looked = true
		r.gone, r.defined = r.bygone()
	}
	if r.defined {
		return r.gone
	}
	return r.was && !r.is
}

// bygone looks for the sentence that says what the topic is, and whether that is what it was.
func (r *reading) bygone() (gone, ok bool) {
	if r.topic.person {
		return false, false
	}
	sentences, err := r.pages.Sentences(r.ctx, r.page.Num)
	if err != nil {
		return false, true // the next call fails too, and says so
	}
	near := sentences[:min(len(sentences), definitions)]
	if r.bare {
		near = sentences // a page without links may be put together from pieces
	}
	for _, s := range near {
		if gone, ok := r.definesAs(s); ok {
			return gone, true
		}
	}
	return false, false
}

// nounReach is how far behind the verb the topic's noun stands in the sentence that defines it.
const nounReach = 80

// definesAs reads from the sentence whether the topic is no more; not ok where it does not say what the topic is.
func (r *reading) definesAs(span infoseek.Span) (gone, ok bool) {
	txt := r.text[span.Start:span.End]
	for _, name := range r.topic.plain {
		at := strings.Index(txt, name)
		if at < 0 {
			continue
		}
		rest := txt[at+len(name):]
		if found := defines.FindStringSubmatchIndex(rest); found != nil {
			verb := rest[found[2]:found[3]]
			if said := rest[found[1]:]; r.bare && !strings.Contains(said[:min(len(said), nounReach)], r.topic.noun) {
				continue
			}
			return verb == "was" || verb == "were" || bygone.MatchString(rest[found[0]:]), true
		}
	}
	return false, false
}
