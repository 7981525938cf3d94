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
	if !r.defined {
		r.defined, r.gone = true, r.bygone()
	}
	return r.gone || r.was && !r.is
}

func (r *reading) bygone() bool {
	if r.topic.person {
		return false
	}
	sentences, err := r.pages.Sentences(r.ctx, r.page.Num)
	if err != nil {
		return false // the next call fails too, and says so
	}
	for _, s := range sentences[:min(len(sentences), definitions)] {
		if gone, ok := r.definesAs(s); ok {
			return gone
		}
	}
	return false
}

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
			return verb == "was" || verb == "were" || bygone.MatchString(rest[found[0]:]), true
		}
	}
	return false, false
}
