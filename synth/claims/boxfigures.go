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
		{"discovery date|date discovered", []dated{{"was discovered", infoseek.Celestial}}},
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
	boxDate = regexp.MustCompile(`\b(Born|Died|Date of [Bb]irth|Date of [Dd]eath|Birth date|Founded|Established|Formed|Opened|Opening date|Built|Completed|Released|Release date(?:\(s\))?|Publication date|Published|First published|Original run|First aired|Date|Maiden flight|First flight|Launched|Commissioned|Introduced):? (` + fullDate + `)(?: ?\([^()]{0,40}\))?(.{0,3})`)
	// wholeDate is a value that is a date and no more.
	wholeDate = regexp.MustCompile(`^` + fullDate + `$`)

	boxPopulation = regexp.MustCompile(`\bPopulation\b:?((?:[-–:()\s.]|\b(?:Total|City|Town|Village|Population|estimate|est|census|official|Density|rank|qtr|calculated|January|February|March|April|May|June|July|August|September|October|November|December|1st|2nd|3rd|4th)\b|\b\d{1,2}, \d{4}\b|\b\d{4}\b)*?)\s(\d{1,3}(?:,\d{3})+)(?:\s|$)`)
	boxArea       = regexp.MustCompile(`\bArea:? (?:[-–] )?(?:Total |City )?(?:Ranked \w+ )?(\d[\d,.]* ?km(?:²|\^2))`)
	boxLength     = regexp.MustCompile(`\bLength:? (\d[\d,.]* km)\b`)
	boxElevation  = regexp.MustCompile(`\bElevation:? (\d[\d,.]* (?:m|metres|meters))\b`)
)

// boxFigures reads the dates and numbers of the flattened infobox in span.
func (r *reading) boxFigures(span infoseek.Span) {
	txt := r.text[span.Start:span.End]
	for _, at := range boxDate.FindAllStringSubmatchIndex(txt, 12) {
		if follows := strings.TrimLeft(txt[at[6]:at[7]], " "); follows != "" && (follows[0] >= 'a' && follows[0] <= 'z' || follows[0] == ',' || follows[0] == '/' || follows[0] == '?') {
			continue // prose: "Founded 1701 by"
		} else if follows != "" && (follows[0] == 45 || follows[0] == 0xe2) && !strings.HasPrefix(txt[at[2]:at[3]], "Original") {
			continue // a span of time
		}
		r.date(strings.ToLower(txt[at[2]:at[3]]), infoseek.Span{Start: span.Start + at[4], End: span.Start + at[5]}, infoseek.Span{Start: span.Start + at[2], End: span.Start + at[5]})
	}
	if r.page.Classes&infoseek.Place == 0 {
		return
	}
	if at := boxPopulation.FindStringSubmatchIndex(txt); at != nil && !strings.HasPrefix(strings.TrimLeft(txt[at[2]:at[3]], " -–:"), "Density") {
		r.figure("has a population of", "", "", at[4], at[5], span.Start, at[0])
	}
	if at := boxArea.FindStringSubmatchIndex(txt); at != nil {
		r.figure("has an area of", "m2", "", at[2], at[3], span.Start, at[0])
	}
	if at := boxElevation.FindStringSubmatchIndex(txt); at != nil && r.topic.noun == "mountain" {
		r.figure("has an elevation of", "m", "", at[2], at[3], span.Start, at[0])
	}
	if at := boxLength.FindStringSubmatchIndex(txt); at != nil && r.topic.noun == "river" {
		r.figure("is", "m", "long", at[2], at[3], span.Start, at[0])
	}
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
