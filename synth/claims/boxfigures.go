package claims

import (
	"regexp"
	"strings"

	"infoseek"
	"infoseek/text"
)

// figures are the dates and numbers of an infobox, flattened into the top of the text or kept as facts.

// dated is how a field that holds a date is said of a subject of one of the classes.
type dated struct {
	phrase string
	of     infoseek.Classes
}

const built = infoseek.Place | infoseek.Artefact | infoseek.Organisation

// datedFields are the fields whose date is read, in small letters; the first whose classes fit counts.
var datedFields = func() map[string][]dated {
	m := map[string][]dated{}
	for _, f := range []struct {
		names string
		as    []dated
	}{
		{"born|birth|date of birth|birth date|birthdate", []dated{{"was born", infoseek.Person}}},
		{"died|death|date of death|death date", []dated{{"died", infoseek.Person}}},
		{"founded|established|foundation|formation", []dated{{"was founded", infoseek.Organisation | infoseek.Place}}},
		{"formed", []dated{{"was formed", infoseek.Organisation}, {"formed", infoseek.Event}}},
		{"opened|opening date", []dated{{"was opened", built}}},
		{"built|completed", []dated{{"was built", built}}},
		{"released|release date|release date(s)|publication date|published|first published", []dated{{"came out", infoseek.Work}}},
		{"original run|first aired", []dated{{"was first broadcast", infoseek.Work}}},
		{"date", []dated{{"took place", infoseek.Event}}},
		{"maiden flight|first flight", []dated{{"first flew", infoseek.Artefact}}},
		{"launched|launch date", []dated{{"was launched", infoseek.Artefact}}},
		{"commissioned", []dated{{"was commissioned", infoseek.Artefact}}},
		{"introduced", []dated{{"was introduced", infoseek.Artefact}}},
		{"discovery date|date discovered|discovered on|discovered in", []dated{{"was discovered", infoseek.Celestial}}},
		{"coronation", []dated{{"was crowned", infoseek.Person}}},
		{"turned pro", []dated{{"turned professional", infoseek.Person}}},
		{"incorporated", []dated{{"was incorporated", infoseek.Place}}},
	} {
		for _, n := range strings.Split(f.names, "|") {
			m[n] = f.as
		}
	}
	return m
}()

const (
	monthName = `(?:January|February|March|April|May|June|July|August|September|October|November|December)`
	fullDate  = `(?:` + monthName + ` \d{1,2}, ?\d{4}|\d{1,2} ` + monthName + `,? \d{4}|` + monthName + ` \d{4}|\d{4})`
)

var (
	// boxDate is a field with a date at once behind its label, and what follows it.
	boxDate = regexp.MustCompile(`\b(Born|Died|Date of [Bb]irth|Date of [Dd]eath|Birth date|Founded|Established|Formed|Opened|Opening date|Built|Completed|Released|Release date(?:\(s\))?|Publication date|Published|First published|Original run|First aired|Date|Maiden flight|First flight|Launched|Commissioned|Introduced|Discovery date|Discovered on|Discovered in|Coronation|Turned [Pp]ro|Incorporated):? (` + fullDate + `)(?: ?\([^()]{0,40}\))?(.{0,3})`)
	// wholeDate is a value that is a date and no more.
	wholeDate = regexp.MustCompile(`^` + fullDate + `$`)

	boxPopulation = regexp.MustCompile(`\bPopulation\b:?((?:[-–:()\s.]|\b(?:Total|City|Town|Village|Population|estimate|est|census|official|Density|rank|qtr|calculated|January|February|March|April|May|June|July|August|September|October|November|December|1st|2nd|3rd|4th)\b|\b\d{1,2}, \d{4}\b|\b\d{4}\b)*?)\s(\d{1,3}(?:,\d{3})+)(?:\s|$)`)
	boxArea       = regexp.MustCompile(`\bArea:? (?:[-–] )?(?:Total |City )?(?:Ranked \w+ )?(\d[\d,.]* ?km(?:²|\^2))`)
	boxLength     = regexp.MustCompile(`\bLength:? (\d[\d,.]* km)\b`)
	boxBegin      = regexp.MustCompile(`\b(Reign|In office|Date):? (` + fullDate + `) ?[–-] ?(` + fullDate + `)`)
	boxFree       = regexp.MustCompile(`\bIndependence:? (?:[-–] )?(?:from (?:the )?([A-Z]\w+(?: [A-Z]\w+)*) )?(?:[-–] )?(?:(Declared|Date|Granted) )?(` + fullDate + `)`)
	boxAuthority  = regexp.MustCompile(`\b(?:Binomial|Trinomial) name:?\s+[A-Z][a-z]+(?: [a-z-]+){1,2} \(? ?([A-Z][\w.]*(?:[ &]+[A-Z][\w.]*)*)(?:, (\d{4}))?`)
	boxHeight     = regexp.MustCompile(`\bHeight:? (?:\d ft (?:\d+ in )?\()?(\d[\d.]* ?c?m)\b`)
	boxCount      = regexp.MustCompile(`\b(Employees|Students|Undergraduates|Capacity|Seating capacity|Fatalities):? (\d{1,3}(?:,\d{3})*)( |$)(\S*)`)
	boxSurface    = regexp.MustCompile(`\bSurface area:? (\d[\d,.]* ?km(?:²|\^2))`)
	boxBasin      = regexp.MustCompile(`\bBasin area:? (\d[\d,.]* ?km(?:²|\^2))`)
	boxElevation  = regexp.MustCompile(`\bElevation:? (\d[\d,.]* (?:m|metres|meters))\b`)
)

// boxFigures reads the dates and numbers of the flattened infobox in span.
func (r *reading) boxFigures(span infoseek.Span) error {
	txt := r.text[span.Start:span.End]
	if at := boxBegin.FindStringSubmatchIndex(txt); at != nil {
		r.began(txt[at[2]:at[3]], infoseek.Span{Start: span.Start + at[4], End: span.Start + at[5]}, infoseek.Span{Start: span.Start + at[6], End: span.Start + at[7]}, span.Start+at[0])
	}
	if at := boxAuthority.FindStringSubmatchIndex(txt); at != nil && r.page.Classes == infoseek.Organism {
		if err := r.authority(span.Start, at); err != nil {
			return err
		}
	}
	for _, at := range boxDate.FindAllStringSubmatchIndex(txt, 12) {
		if follows := strings.TrimLeft(txt[at[6]:at[7]], " "); follows != "" && (follows[0] >= 'a' && follows[0] <= 'z' || follows[0] == ',' || follows[0] == '/' || follows[0] == '?') {
			continue // prose: "Founded 1701 by"
		} else if follows != "" && (follows[0] == 45 || follows[0] == 0xe2) && !strings.HasPrefix(txt[at[2]:at[3]], "Original") {
			continue // a span of time
		}
		r.date(strings.ToLower(txt[at[2]:at[3]]), infoseek.Span{Start: span.Start + at[4], End: span.Start + at[5]}, infoseek.Span{Start: span.Start + at[2], End: span.Start + at[5]})
	}
	r.boxCounts(txt, span.Start)
	if r.page.Classes&infoseek.Place == 0 {
		return nil
	}
	if at := boxPopulation.FindStringSubmatchIndex(txt); at != nil && !strings.HasPrefix(strings.TrimLeft(txt[at[2]:at[3]], " -–:"), "Density") {
		r.figure("has a population of", "", "", at[4], at[5], span.Start, at[0])
	}
	if at := boxArea.FindStringSubmatchIndex(txt); at != nil {
		r.figure("has an area of", "m2", "", at[2], at[3], span.Start, at[0])
	}
	if at := boxSurface.FindStringSubmatchIndex(txt); at != nil {
		r.figure("has an area of", "m2", "", at[2], at[3], span.Start, at[0])
	}
	if at := boxBasin.FindStringSubmatchIndex(txt); at != nil && r.topic.noun == "river" {
		r.figure("drains an area of", "m2", "", at[2], at[3], span.Start, at[0])
	}
	if at := boxElevation.FindStringSubmatchIndex(txt); at != nil {
		r.figure("has an elevation of", "m", "", at[2], at[3], span.Start, at[0])
	}
	if at := boxLength.FindStringSubmatchIndex(txt); at != nil && r.topic.noun == "river" {
		r.figure("is", "m", "long", at[2], at[3], span.Start, at[0])
	}
	return r.boxIndependence(txt, span.Start)
}

// boxCounts reads how tall a person is, and how many students, employees, seats or dead there are.
func (r *reading) boxCounts(txt string, base int) {
	if at := boxHeight.FindStringSubmatchIndex(txt); at != nil && r.topic.person {
		r.figure("is", "m", "tall", at[2], at[3], base, at[0])
	}
	for _, at := range boxCount.FindAllStringSubmatchIndex(txt, 4) {
		field, next := txt[at[2]:at[3]], txt[at[8]:at[9]]
		switch {
		case strings.HasPrefix(next, "-") || strings.HasPrefix(next, "–") || next == "or" || next == "to" || strings.HasPrefix(next, "indirect") || strings.HasPrefix(next, "million"):
		case field == "Fatalities" && r.page.Classes == infoseek.Event:
			r.figure("caused", "", "deaths", at[4], at[5], base, at[0])
		case field == "Employees" && r.page.Classes == infoseek.Organisation:
			r.figure("has", "", "employees", at[4], at[5], base, at[0])
		case (field == "Students" || field == "Undergraduates") && r.page.Classes&infoseek.Organisation != 0:
			r.figure("has", "", strings.ToLower(field), at[4], at[5], base, at[0])
		case strings.HasSuffix(field, "apacity") && r.page.Classes&(infoseek.Place|infoseek.Organisation) != 0 && (r.topic.noun == "stadium" || r.topic.noun == "club" || r.topic.noun == "ground"):
			r.figure("has", "", "seats", at[4], at[5], base, at[0])
		}
	}
}

// boxIndependence reads when a country became independent, and of whom.
func (r *reading) boxIndependence(txt string, base int) error {
	at := boxFree.FindStringSubmatchIndex(txt)
	if at == nil {
		return nil
	}
	phrase := "became independent"
	if at[4] >= 0 && txt[at[4]:at[5]] == "Declared" {
		phrase = "declared its independence"
	}
	evidence := infoseek.Span{Start: base + at[0], End: base + at[7]}
	r.years = text.Years(r.years[:0], txt[at[6]:at[7]])
	if len(r.years) == 1 && r.years[0].Low == r.years[0].High {
		r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: phrase, Low: float64(r.years[0].Low), High: float64(r.years[0].High), Evidence: evidence})
	}
	if at[2] < 0 {
		return nil
	}
	return r.value(label{phrase: "became independent from", of: place, to: place, single: true}, infoseek.Span{Start: base + at[2], End: base + at[3]}, evidence)
}

// began reads when a reign or an office began, or when a war began and ended.
func (r *reading) began(field string, from, to infoseek.Span, start int) {
	first, last := "", ""
	switch {
	case field == "Reign" && r.topic.person:
		first = "came to the throne"
	case field == "In office" && r.topic.person:
		first = "took office"
	case field == "Date" && r.page.Classes == infoseek.Event:
		first, last = "began", "ended"
	default:
		return
	}
	r.years = text.Years(r.years[:0], r.text[from.Start:from.End])
	r.years = text.Years(r.years, r.text[to.Start:to.End])
	if len(r.years) != 2 || r.years[0].Low != r.years[0].High || r.years[1].Low != r.years[1].High || r.years[1].Low < r.years[0].Low {
		return
	}
	evidence := infoseek.Span{Start: start, End: to.End}
	if last != "" && r.years[0].Low == r.years[1].Low {
		first, last = "took place", ""
	}
	r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: first, Low: float64(r.years[0].Low), High: float64(r.years[0].High), Evidence: evidence})
	if last != "" {
		r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: last, Low: float64(r.years[1].Low), High: float64(r.years[1].High), Evidence: evidence})
	}
}

// natural are nouns of those who name living things.
var natural = text.WordSet("botanist zoologist naturalist biologist ornithologist entomologist scientist explorer physician anatomist")

// authority reads who first described a living thing, and when, from what follows its Latin name: "Passer domesticus (Linnaeus, 1758)".
func (r *reading) authority(base int, at []int) error {
	evidence := infoseek.Span{Start: base + at[0], End: base + max(at[3], at[5])}
	if at[4] >= 0 {
		r.years = text.Years(r.years[:0], r.text[base+at[4]:base+at[5]])
		if len(r.years) == 1 && r.years[0].Low == r.years[0].High {
			r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: "was first described", Low: float64(r.years[0].Low), High: float64(r.years[0].High), Evidence: evidence})
		}
	}
	mentions, err := r.pages.Mentions(r.ctx, r.page.Num, infoseek.Span{Start: base + at[2], End: base + at[3]})
	if err != nil || len(mentions) != 1 || len(mentions[0].Pages) != 1 || mentions[0].Span.Start != base+at[2] || mentions[0].Span.End != base+at[3] {
		return err
	}
	p, err := r.pages.Page(r.ctx, mentions[0].Pages[0])
	if err != nil || !p.Entity || p.Classes != infoseek.Person || !natural[p.Noun] {
		return err
	}
	r.add(Claim{Subject: r.page.Num, Kind: ToEntity, Phrase: "was first described by", Object: p.Num, Shown: r.text[base+at[2] : base+at[3]], Evidence: evidence})
	return nil
}

// figure is the number in txt[from:to] of unit, said of the topic; offsets are from base.
func (r *reading) figure(phrase, unit, tail string, from, to, base, label int) {
	r.nums = text.Numbers(r.nums[:0], r.text[base+from:base+to])
	if len(r.nums) != 1 || r.nums[0].Unit != unit || r.nums[0].Value < 2 {
		return
	}
	if r.was && !r.is {
		phrase = strings.Replace(strings.Replace(phrase, "has ", "had ", 1), "is", "was", 1)
	}
	r.add(Claim{Subject: r.page.Num, Kind: ToNumber, Phrase: phrase, Low: r.nums[0].Low, High: r.nums[0].High, Unit: unit, Tail: tail, Evidence: infoseek.Span{Start: base + label, End: base + to}})
}

// date is the year of a field that holds a date, unless the text has another.
func (r *reading) date(field string, value, evidence infoseek.Span) {
	for _, d := range datedFields[field] {
		if r.page.Classes&d.of == 0 && !(d.of == infoseek.Person && r.topic.person) {
			continue
		}
		r.years = text.Years(r.years[:0], r.text[value.Start:value.End])
		if len(r.years) != 1 || r.years[0].Low != r.years[0].High || r.years[0].Low > 2100 {
			return
		}
		for _, c := range r.claims {
			if c.Kind == ToYear && c.Phrase == d.phrase {
				return
			}
		}
		r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: d.phrase, Low: float64(r.years[0].Low), High: float64(r.years[0].High), Evidence: evidence})
		return
	}
}
