package claims

import (
	"regexp"
	"slices"
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

// dateLabels are the labels of flattened infoboxes that a date follows, as they are written.
var dateLabels = strings.Split("Born|Died|Date of birth|Date of Birth|Date of death|Date of Death|Birth date|Founded|Established|Formed|Opened|Opening date|Built|Completed|Released|Release date|Release date(s)|"+
	"Publication date|Published|First published|Original run|First aired|Date|Maiden flight|First flight|Launched|Commissioned|Introduced|Discovery date|Discovered on|Discovered in|Coronation|Turned pro|Turned Pro|Incorporated", "|")

// What stands behind a label. Each begins where the label ends, and looks no farther than figureReach.
var (
	aDate        = regexp.MustCompile(`^:? (` + fullDate + `)(?: ?\([^()]{0,40}\))?(.{0,3})`)
	aPeriod      = regexp.MustCompile(`^:? (` + fullDate + `) ?[–-] ?(` + fullDate + `)`)
	aFreedom     = regexp.MustCompile(`^:? (?:[-–] )?(?:[Ff]rom ((?:the )?[A-Z]\w+(?: [A-Z]\w+)*) )?(?:[-–] )?(?:(Declared|Date|Granted) )?(` + fullDate + `)`)
	anAuthority  = regexp.MustCompile(`^:?\s+[A-Z][a-z]+(?: [a-z-]+){1,2} \(? ?([A-Z][\w.]*(?:[ &]+[A-Z][\w.]*)*)(?:, (\d{4}))?`)
	aCount       = regexp.MustCompile(`^:? (\d{1,3}(?:,\d{3})*)(?: |$)(\S*)`)
	anArea       = regexp.MustCompile(`^:? (?:[-–] )?(?:Total |City )?(?:Ranked \w+ )?(\d[\d,.]* ?km(?:²|\^2))`)
	aLength      = regexp.MustCompile(`^:? (\d[\d,.]* km)\b`)
	anElevation  = regexp.MustCompile(`^:? (\d[\d,.]* (?:m|metres|meters))\b`)
	aPopulation  = regexp.MustCompile(`^:?((?:[-–:()\s.]|\b(?:Total|City|Town|Village|Population|estimate|est|census|official|Density|rank|qtr|calculated|January|February|March|April|May|June|July|August|September|October|November|December|1st|2nd|3rd|4th)\b|\b\d{1,2}, \d{4}\b|\b\d{4}\b)*?)\s(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)? million)(?:\s|$)`)
	ofPart       = regexp.MustCompile(`(?:Metro|Metropolitan|Urban|Rural|Greater|Wider|Old|Inner|Outer|County|District|Province|Region|State|Land|Water|Lake|Campus|Village|Agglomeration|Municipal)(?: [Aa]rea)?(?: [\d,.]+ ?km²)?(?: \(\d{4}\))?[ :–-]+$`)
	aWind        = regexp.MustCompile(`^:? (\d+ (?:mph|km/h))(?:\s|$)`)
	aDuration    = regexp.MustCompile(`^:? (\d+ min)\b`)
	aTemperature = regexp.MustCompile(`^:? (\d[\d,.]* K)(?:\s|$)`)
	aDensity     = regexp.MustCompile(`^:? (\d[\d,.]*) ?/ ?km`)
	anIncome     = regexp.MustCompile(`^:? (\$\d[\d,]*)(?:\s|$)`)
	aProduct     = regexp.MustCompile(`^(?: \d{4})?(?: est(?:imate|\.)?)? - Total (\$\d[\d.,]* (?:b|m|tr)illion)\b`)
	wholeDate    = regexp.MustCompile(`^` + fullDate + `$`)
	figureReach  = 160
	figureLabels = 12 // of one kind, in one paragraph
)

// behind calls f with what pattern finds behind each occurrence of label in span: where the label starts, and the groups' places in the text.
func (r *reading) behind(span infoseek.Span, label string, pattern *regexp.Regexp, f func(start int, groups []infoseek.Span) error) error {
	txt := r.text[span.Start:span.End]
	for from, n := 0, 0; n < figureLabels; n++ {
		at := strings.Index(txt[from:], label)
		if at < 0 {
			return nil
		}
		at += from
		from = at + len(label)
		if at > 0 && isLetter(txt[at-1]) {
			continue
		}
		found := pattern.FindStringSubmatchIndex(txt[from:min(len(txt), from+figureReach)])
		if found == nil {
			continue
		}
		groups := make([]infoseek.Span, len(found)/2)
		for i := range groups {
			if found[2*i] >= 0 {
				groups[i] = infoseek.Span{Start: span.Start + from + found[2*i], End: span.Start + from + found[2*i+1]}
			}
		}
		if err := f(span.Start+at, groups); err != nil {
			return err
		}
	}
	return nil
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80 }

// boxFigures reads the dates and numbers of the flattened infobox in span.
func (r *reading) boxFigures(span infoseek.Span) error {
	if !strings.ContainsAny(r.text[span.Start:span.End], "0123456789") && !strings.Contains(r.text[span.Start:span.End], "inomial name") {
		return nil
	}
	for _, label := range []string{"Reign", "In office", "Date"} {
		if label == "In office" && strings.Count(r.text[span.Start:span.End], label) > 1 {
			continue // several offices: which?
		}
		if err := r.behind(span, label, aPeriod, func(start int, g []infoseek.Span) error {
			r.began(label, g[1], g[2], start)
			return nil
		}); err != nil {
			return err
		}
	}
	for _, label := range dateLabels {
		if err := r.behind(span, label, aDate, func(start int, g []infoseek.Span) error {
			r.boxDate(label, start, g)
			return nil
		}); err != nil {
			return err
		}
	}
	if err := r.boxCounts(span); err != nil {
		return err
	}
	if err := r.boxMeasures(span); err != nil {
		return err
	}
	if r.page.Classes == infoseek.Organism {
		if err := r.behind(span, "Trinomial name", anAuthority, r.authority); err != nil {
			return err
		}
		return r.behind(span, "Binomial name", anAuthority, r.authority)
	}
	if r.page.Classes&infoseek.Place == 0 {
		return nil
	}
	return r.boxPlace(span)
}

// boxDate reads a date that stands alone behind its label.
func (r *reading) boxDate(label string, start int, g []infoseek.Span) {
	follows := strings.TrimLeft(r.text[g[2].Start:g[2].End], " ")
	if follows != "" && (follows[0] >= 'a' && follows[0] <= 'z' || strings.ContainsAny(follows[:1], ",/?^[*†‡¹²³0123456789")) {
		return // prose: "Founded 1701 by"
	}
	if follows != "" && (follows[0] == '-' || strings.HasPrefix(follows, "–") || strings.HasPrefix(follows, "—")) && label != "Original run" {
		return // a span of time
	}
	r.date(strings.ToLower(label), g[1], infoseek.Span{Start: start, End: g[1].End})
}

// boxPlace reads how many live in a place, and when it became independent.
func (r *reading) boxPlace(span infoseek.Span) error {
	err := r.behind(span, "Population", aPopulation, func(start int, g []infoseek.Span) error {
		if ofPart.MatchString(r.text[span.Start:start]) {
			return nil
		}
		if filler := strings.TrimLeft(r.text[g[1].Start:g[1].End], " -–:"); !strings.HasPrefix(filler, "Density") {
			r.figure("has a population of", "", "", g[2], start)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.behind(span, "Independence", aFreedom, r.independence)
}

// measures are what a box gives in a unit of things of a class, or of a noun.
var measures = []struct {
	label, phrase, unit, tail string
	pattern                   *regexp.Regexp
	of                        infoseek.Classes
	noun                      string
}{
	{"Area", "has an area of", "m2", "", anArea, infoseek.Place, ""},
	{"Surface area", "has an area of", "m2", "", anArea, infoseek.Place, ""},
	{"Basin area", "drains an area of", "m2", "", anArea, infoseek.Place, "river"},
	{"Elevation", "has an elevation of", "m", "", anElevation, infoseek.Place, ""},
	{"Length", "is", "m", "long", aLength, infoseek.Place, "river"},
	{"Density", "has a population density of", "", "people per square kilometre", aDensity, infoseek.Place, ""},
	{"Per capita", perHead, "USD", "", anIncome, infoseek.Place, ""},
	{"GDP ( PPP)", "has a gross domestic product at purchasing power parity of", "USD", "", aProduct, infoseek.Place, ""},
	{"GDP (PPP)", "has a gross domestic product at purchasing power parity of", "USD", "", aProduct, infoseek.Place, ""},
	{"Highest winds", "had winds of up to", "m/s", "", aWind, infoseek.Event, ""},
	{"Running time", "runs for", "s", "", aDuration, infoseek.Work, "film"},
	{"Melting point", "melts at", "K", "", aTemperature, infoseek.Substance, ""},
	{"Boiling point", "boils at", "K", "", aTemperature, infoseek.Substance, ""},
}

// boxMeasures reads how large, long, hot, dense or rich the topic is.
func (r *reading) boxMeasures(span infoseek.Span) error {
	for _, f := range measures {
		if r.page.Classes&f.of == 0 || f.noun != "" && r.topic.noun != f.noun {
			continue
		}
		err := r.behind(span, f.label, f.pattern, func(start int, g []infoseek.Span) error {
			if !ofPart.MatchString(r.text[span.Start:start]) {
				r.figure(r.byParity(f.phrase, span.Start, start), f.unit, f.tail, g[1], start)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// What is earned per head, as boxes give it, and where the product above it is one at purchasing power parity.
const perHead, perHeadByParity = "has a gross domestic product per head of", "has a gross domestic product per head at purchasing power parity of"

// product is the heading of what is produced in a country, and how that is reckoned.
var product = regexp.MustCompile(`GDP \( ?(\w+) ?\)`)

// byParity is phrase, or what it is for a figure per head at byte start whose box, from byte from on, reckons by purchasing power parity.
func (r *reading) byParity(phrase string, from, start int) string {
	if phrase != perHead {
		return phrase
	}
	above := product.FindAllStringSubmatch(r.text[from:start], -1)
	if len(above) > 0 && above[len(above)-1][1] == "PPP" {
		return perHeadByParity
	}
	return phrase
}

// schools are nouns of what has students.
var schools = text.WordSet("university college school academy institute institution")

// boxCounts reads how many students, employees, seats or dead there are.
func (r *reading) boxCounts(span infoseek.Span) error {
	grounds := r.topic.noun == "stadium" || r.topic.noun == "arena" || r.topic.noun == "ground"
	plays := r.topic.noun == "club" || r.topic.noun == "team"
	for _, f := range []struct {
		label, phrase, tail string
		said                bool
	}{
		{"Fatalities", "caused", "deaths", r.page.Classes == infoseek.Event},
		{"Employees", "has", "employees", r.page.Classes == infoseek.Organisation},
		{"Students", "has", "students", schools[r.topic.noun]},
		{"Undergraduates", "has", "undergraduates", schools[r.topic.noun]},
		{"Capacity", "has", "seats", grounds},
		{"Seating capacity", "has", "seats", grounds},
		{"Capacity", "plays at a ground that holds", "people", plays},
	} {
		if !f.said {
			continue
		}
		if err := r.behind(span, f.label, aCount, func(start int, g []infoseek.Span) error {
			switch next := r.text[g[2].Start:g[2].End]; {
			case strings.HasPrefix(next, "-"), strings.HasPrefix(next, "–"), next == "or", next == "to", strings.HasPrefix(next, "indirect"), next == "direct,", strings.HasPrefix(next, "million"):
			default:
				r.figure(f.phrase, "", f.tail, g[1], start)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// independence reads when a country became independent, and of whom.
func (r *reading) independence(start int, g []infoseek.Span) error {
	phrase := "became independent"
	if r.text[g[2].Start:g[2].End] == "Declared" {
		phrase = "declared its independence"
	}
	if strings.IndexAny(r.behindAt(g[3].End), "^[*†‡¹²³") == 0 {
		return nil // a footnote says what the date is of
	}
	evidence := infoseek.Span{Start: start, End: g[3].End}
	r.years = text.Years(r.years[:0], r.text[g[3].Start:g[3].End])
	if len(r.years) == 1 && r.years[0].Low == r.years[0].High {
		r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: phrase, Low: float64(r.years[0].Low), High: float64(r.years[0].High), Evidence: evidence})
	}
	if g[1].End == 0 {
		return nil
	}
	return r.value(label{phrase: "became independent from", of: place, to: place, single: true}, g[1], evidence)
}

// began reads when a reign or an office began, or when a war began and ended.
func (r *reading) began(field string, from, to infoseek.Span, start int) {
	first, last := "", ""
	switch {
	case field == "Reign" && r.topic.person:
		first = "came to the throne"
	case field == "In office" && r.topic.person:
		first, last = "took office", "left office"
	case field == "Date" && r.page.Classes == infoseek.Event:
		first, last = "started", "ended"
	default:
		return
	}
	r.years = text.Years(r.years[:0], r.text[from.Start:from.End])
	r.years = text.Years(r.years, r.text[to.Start:to.End])
	if len(r.years) != 2 || r.years[0].Low != r.years[0].High || r.years[1].Low != r.years[1].High || r.years[1].Low < r.years[0].Low {
		return
	}
	evidence := infoseek.Span{Start: start, End: to.End}
	if last == "ended" && r.years[0].Low == r.years[1].Low {
		first, last = "took place", ""
	}
	r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: first, Low: float64(r.years[0].Low), High: float64(r.years[0].High), Evidence: evidence})
	if last != "" {
		r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: last, Low: float64(r.years[1].Low), High: float64(r.years[1].High), Evidence: evidence})
	}
}

// leftOffice drops that the topic left an office in the year of death, or of taking another: perhaps it left none.
func (r *reading) leftOffice() {
	kept := func(year float64) bool {
		return slices.ContainsFunc(r.claims, func(c Claim) bool {
			return c.Kind == ToYear && c.Low == year && (c.Phrase == "died" || c.Phrase == "took office")
		})
	}
	r.claims = slices.DeleteFunc(r.claims, func(c Claim) bool { return c.Phrase == "left office" && kept(c.Low) })
}

// natural are nouns of those who name living things.
var natural = text.WordSet("botanist zoologist naturalist biologist ornithologist entomologist scientist explorer physician anatomist")

// authority reads who first described a living thing, and when, from what follows its Latin name: "Passer domesticus (Linnaeus, 1758)".
func (r *reading) authority(start int, g []infoseek.Span) error {
	evidence := infoseek.Span{Start: start, End: max(g[1].End, g[2].End)}
	if g[2].End > 0 {
		r.years = text.Years(r.years[:0], r.text[g[2].Start:g[2].End])
		if len(r.years) == 1 && r.years[0].Low == r.years[0].High {
			r.add(Claim{Subject: r.page.Num, Kind: ToYear, Phrase: "was first described", Low: float64(r.years[0].Low), High: float64(r.years[0].High), Evidence: evidence})
		}
	}
	mentions, err := r.pages.Mentions(r.ctx, r.page.Num, g[1])
	if err != nil || len(mentions) != 1 || len(mentions[0].Pages) != 1 || mentions[0].Span != g[1] {
		return err
	}
	p, err := r.pages.Page(r.ctx, mentions[0].Pages[0])
	if err != nil || !p.Entity || p.Classes != infoseek.Person || !natural[p.Noun] {
		return err
	}
	r.add(Claim{Subject: r.page.Num, Kind: ToEntity, Phrase: "was first described by", Object: p.Num, Shown: r.text[g[1].Start:g[1].End], Evidence: evidence})
	return nil
}

// nearly is how much two figures of one thing may differ.
const nearly = 0.8

// figure is the number that stands in at, of unit, said of the topic.
func (r *reading) figure(phrase, unit, tail string, at infoseek.Span, start int) {
	r.nums = text.Numbers(r.nums[:0], r.text[at.Start:at.End])
	if len(r.nums) != 1 || r.nums[0].Unit != unit || r.nums[0].Value < 2 {
		return
	}
	if r.past() {
		phrase = strings.Replace(strings.Replace(phrase, "has ", "had ", 1), "is", "was", 1)
	}
	if r.disputed[phrase] {
		return
	}
	for i, c := range r.claims {
		if c.Kind == ToNumber && c.Phrase == phrase && c.Tail == tail && (c.High < r.nums[0].Low*nearly || r.nums[0].High < c.Low*nearly) {
			// Boxes of two things: the City of London and the county.
			r.disputed[phrase] = true
			r.claims = slices.Delete(r.claims, i, i+1)
			return
		}
	}
	r.add(Claim{Subject: r.page.Num, Kind: ToNumber, Phrase: phrase, Low: r.nums[0].Low, High: r.nums[0].High, Unit: unit, Tail: tail, Evidence: infoseek.Span{Start: start, End: at.End}})
}

// date is the year of a field that holds a date, unless the text has another.
func (r *reading) date(field string, value, evidence infoseek.Span) {
	for _, d := range datedFields[field] {
		if d.phrase == "was built" && (wholes[r.topic.noun] || divisions[r.topic.noun] || r.topic.noun == "city") {
			return // when the state was complete
		}
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
