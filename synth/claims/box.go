package claims

import (
	"strings"

	"infoseek"
	"infoseek/text"
)

// boxParagraphs is how many paragraphs at the top of a page may hold an infobox that was flattened into text: "Born 4 January 1643 Woolsthorpe, England Died 31 March 1727 London".
const boxParagraphs = 8

// boxWords are words with which the labels of flattened infoboxes begin, beside those that are read.
var boxWords = text.WordSet(`location combatants belligerents constituent website constellation spectral eponym diameter colongitude occupation occupations nationality website genre genres years members label labels instruments known religion height weight area population government independence anthem motto
	gdp time calling internet language languages released release pages isbn media running budget rating date result strength casualties combatants commanders commander elevation length
	basin avg discharge width depth volume surface established mayor density phone area postal coordinates nickname flag seal kingdom phylum class order family genus species binomial
	synonyms conservation scientific formed dissipated highest lowest damage fatalities part preceded followed vice president prime monarch term reign coronation full titles issue royal
	children notable field fields institution alma academic doctoral children parents signature party predecessor successor spouse died born death birth buried country state county
	district region province municipality platform platforms modes mode input ratings engine license licence operating stable latest oldest founded key products revenue employees type industry slogan chairman
	chancellor students campus colours colors mascot affiliations endowment faculty staff undergraduates location right apparent distance observation epoch mass radius temperature
	luminosity age other number launch mission call crew landing duration apollo capital currency official demonym area president prince king queen legislature lower upper upper subdivisions
	accession drives utc hdi gini ethnic sovereign water total editing cinematography narrated narrator music producer producers director writer writers starring distributed network original no
	first last picture audio created developer developers publisher designer publisher series cover artist followed`)

// boxes reads the flattened infobox at the top of the text, each label with its value.
func (r *reading) boxes() error {
	start, n := 0, 0
	for (n < boxParagraphs || r.bare) && start < len(r.text) { // a page without links may be put together from pieces
		end := strings.IndexByte(r.text[start:], '\n')
		if end < 0 {
			end = len(r.text) - start
		}
		span := infoseek.Span{Start: start, End: start + end}
		start = span.End + 1
		if p := strings.TrimSpace(r.text[span.Start:span.End]); len(p) > 20 {
			n++
			if len(p) < 6000 {
				if err := r.box(span); err != nil {
					return err
				}
				if err := r.boxFigures(span); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// field is a label in a flattened infobox: tokens [at, value).
type field struct {
	label     label
	at, value int
}

func (r *reading) box(span infoseek.Span) error {
	s := r.cut(span)
	var fields []field
	var ends []int // where labels begin, those not read included
	for i := 0; i < len(s.tokens); i++ {
		if !s.tokens[i].upper {
			continue
		}
		if l, n := labelAt(s, i); n > 0 {
			fields, ends = append(fields, field{l, i, i + n}), append(ends, i)
			i += n - 1
		} else if boxWords[s.tokens[i].lower] {
			ends = append(ends, i)
		}
	}
	if sentence := strings.HasPrefix(s.tail, "."); len(fields) == 0 || sentence && len(ends) < 4 || !sentence && len(ends) < 3 && !plainlyDated(s, fields) {
		return nil
	}
	type value struct {
		l              label
		span, evidence infoseek.Span
	}
	var values []value
	for _, f := range fields {
		end := len(s.tokens)
		for _, e := range ends {
			if e >= f.value {
				end = e
				break
			}
		}
		if f.value >= end {
			continue
		}
		v := infoseek.Span{Start: s.tokens[f.value].span.Start, End: s.tokens[end-1].span.End}
		if v.End-v.Start > 300 {
			continue
		}
		values = append(values, value{f.label, v, infoseek.Span{Start: s.tokens[f.at].span.Start, End: v.End}})
	}
	for _, v := range values { // value cuts anew
		if err := r.value(v.l, v.span, v.evidence); err != nil {
			return err
		}
	}
	return nil
}

// plainlyDated reports whether all fields are dated ones with their date: "Born 1544 Colchester Died 1603 London".
func plainlyDated(s sentence, fields []field) bool {
	for _, f := range fields {
		if f.value >= len(s.tokens) || !f.label.dated || !s.tokens[f.value].digit && !months[s.tokens[f.value].lower] {
			return false
		}
	}
	return true
}

// labelAt returns the label that begins with token i and how many tokens it has, 0 if there is none.
func labelAt(s sentence, i int) (label, int) {
	name := ""
	var found label
	n := 0
	for k := i; k < len(s.tokens) && k < i+3; k++ {
		if k > i {
			if s.tokens[k].gap != "" {
				break
			}
			name += " "
		}
		name += s.tokens[k].lower
		if l, ok := labels[name]; ok {
			found, n = l, k+1-i
		}
	}
	if n > 0 && i+n < len(s.tokens) && s.tokens[i+n].raw == "s" {
		n++ // "Language(s)"
	}
	return found, n
}
