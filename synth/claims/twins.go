package claims

import (
	"regexp"
	"strings"

	"infoseek"
)

var (
	twinning = regexp.MustCompile(`\b(?:twinned with|sister cit(?:y|ies)|twin (?:towns?|cit(?:y|ies))|sister relationships?)\b[^*.]{0,120}\* `)
	twinCity = infoseek.Place
)

// twins reads the list of a town's twins: "X is twinned with: * Germany Bonn, Germany * France Grenoble, France". An item without the country behind the town is not read: which of its names
// is the town?
func (r *reading) twins(span infoseek.Span) (done bool, err error) {
	txt := r.text[span.Start:span.End]
	if r.page.Classes&twinCity == 0 && r.page.Classes != 0 || r.topic.person || !strings.Contains(txt, "* ") || !twinning.MatchString(txt) {
		return false, nil
	}
	star := strings.Index(txt, "* ")
	head := r.cut(infoseek.Span{Start: span.Start, End: span.Start + star})
	if len(head.tokens) < 3 {
		return false, nil
	}
	if _, _, ok := r.subject(head); !ok {
		return false, nil
	}
	if err := r.mention(infoseek.Span{Start: span.Start + star, End: span.End}); err != nil {
		return false, err
	}
	read := map[int]bool{} // by where the item begins
	for k, m := range r.mentions {
		item := strings.LastIndex(r.text[:m.Span.Start], "* ")
		if read[item] || k+1 >= len(r.mentions) || !m.Linked || len(m.Pages) != 1 || m.Pages[0] == r.page.Num {
			continue
		}
		next := r.mentions[k+1]
		if strings.TrimSpace(r.text[m.Span.End:max(m.Span.End, next.Span.Start)]) != "," || len(next.Pages) != 1 || next.Pages[0] == m.Pages[0] {
			continue
		}
		p, err := r.pages.Page(r.ctx, m.Pages[0])
		if err != nil {
			return false, err
		}
		if p.Entity && p.Classes == infoseek.Place && r.stands(m, p) {
			read[item] = true
			r.add(Claim{Subject: r.page.Num, Kind: ToEntity, Phrase: "is twinned with", Object: p.Num, Shown: r.text[m.Span.Start:m.Span.End], Evidence: span})
		}
	}
	return true, nil
}
