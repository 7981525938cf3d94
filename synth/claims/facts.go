package claims

import (
	"slices"
	"strings"

	"infoseek"
	"infoseek/text"
)

// facts reads infobox fields whose value names entities, and categories.
func (r *reading) facts(facts []infoseek.Fact) error {
	for _, f := range facts {
		if f.Field == "category" {
			r.category(f)
			continue
		}
		at := strings.Index(r.text[f.Span.Start:f.Span.End], f.Value)
		if at < 0 {
			continue
		}
		start := f.Span.Start + at
		if wholeDate.MatchString(f.Value) {
			r.date(plainField(f.Field), infoseek.Span{Start: start, End: start + len(f.Value)}, f.Span)
			continue
		}
		l, ok := labelled(f.Field)
		if !ok {
			continue
		}
		if err := r.value(l, infoseek.Span{Start: start, End: start + len(f.Value)}, f.Span); err != nil {
			return err
		}
	}
	return nil
}

// value reads what a field's value names: its beginning, or if the field is dated the parts of a place behind the date, or if it holds several all that it lists.
func (r *reading) value(l label, span, evidence infoseek.Span) error {
	if l.event != "" && r.page.Classes == infoseek.Event {
		l.phrase, l.of = l.event, infoseek.Event
	}
	if !r.suits(r.page, l.of) || l.noun != "" && l.noun != r.topic.noun {
		return nil
	}
	if in := r.text[span.Start:span.End]; strings.Contains(in, "?") || r.bare && strings.Contains(in, "*") {
		return nil // in doubt, or a list that ran into the label
	}
	mentions, err := r.pages.Mentions(r.ctx, r.page.Num, span)
	if err != nil {
		return err
	}
	value := r.cut(span)
	next := 0 // token where the next name must begin
	if l.dated {
		next = skipDate(value)
	} else if len(value.tokens) > 1 && (value.tokens[0].lower == "the" || l.to == person && offices[value.tokens[0].lower]) {
		next = 1
	}
	var read []Claim
	for k, m := range mentions {
		first, last := value.at(m.Span.Start), value.at(m.Span.End)
		if first >= last {
			continue // in brackets
		}
		if first < next {
			continue
		}
		if first > next && !(l.dated && namesOnly(value, next, first)) {
			break
		}
		if m, err = r.resolve(m); err != nil {
			return err
		}
		if gap, t, ok := value.next(last); ok && gap == "" && (t.upper && !(l.many && k+1 < len(mentions) && mentions[k+1].Span.Start == t.span.Start && strings.Contains(r.text[t.span.Start:mentions[k+1].Span.End], " ")) || !t.upper && !t.digit && t.lower != "and") || ok && (gap == "-" || gap == "." && !t.upper) {
			break // the beginning of a longer name
		} else if ok && l.single && (gap == "," || t.lower == "and" || t.upper) {
			break
		} else if ok && strings.HasPrefix(gap, ",") && t.upper && !l.many {
			sure, err := r.liesIn(m, t)
			if err != nil {
				return err
			}
			if !sure && r.page.Classes == infoseek.Event {
				return nil // perhaps another place, not one around it
			}
			if !sure { // "Aberdeen, Washington" is not Aberdeen
				next = last
				continue
			}
		}
		if c, ok, err := r.valueClaim(l, m); err != nil {
			return err
		} else if ok {
			c.Evidence = evidence
			if first > 0 && value.tokens[first-1].lower == "the" && !strings.HasPrefix(c.Shown, "the ") {
				c.Shown = "the " + c.Shown
			}
			read = append(read, c)
		}
		gap, t, _ := value.next(last)
		if !l.many && !l.dated {
			if strings.HasPrefix(gap, ",") && t.upper && l.to != place || t.lower == "and" {
				return nil // several, of which one field knows only one
			}
			break
		}
		next = last
		if t.lower == "and" {
			next++
		}
	}
	if r.page.Classes == infoseek.Event && l.dated {
		if apart, err := r.scattered(read, value); apart || err != nil {
			return err
		}
	}
	r.claims = append(r.claims, read...)
	return nil
}

// scattered reports whether of the places of an event, which value lists, some are no larger places that the first lies in: of places beside each other an event has a part each.
func (r *reading) scattered(places []Claim, value sentence) (bool, error) {
	if !slices.ContainsFunc(value.tokens, func(t token) bool { return t.gap == "," && t.upper }) {
		return false, nil
	}
	for i, c := range places {
		in, err := r.opensWith(places[0].Object, c.Object)
		if err != nil || i > 0 && !in {
			return true, err
		}
		if p, err := r.pages.Page(r.ctx, c.Object); err != nil || p.Noun == "ocean" || p.Noun == "sea" {
			return true, err
		}
	}
	return false, nil
}

// valueClaim is the claim that the field has the value that m names.
func (r *reading) valueClaim(l label, m infoseek.Mention) (Claim, bool, error) {
	var none Claim
	shown := r.text[m.Span.Start:m.Span.End]
	if len(m.Pages) != 1 || m.Pages[0] == r.page.Num || strings.ContainsAny(shown, "()\"“”\n") || strings.ToLower(shown) == shown {
		return none, false, nil
	}
	p, err := r.pages.Page(r.ctx, m.Pages[0])
	if err != nil || !p.Entity || !r.suits(p, l.to) || !r.stands(m, p) && !(p.Noun == "language" && r.linked[p.Num] && strings.HasPrefix(p.Title, shown+" ")) || ofAnotherKind(l.phrase, p) || r.hedged(m.Span.End) || r.wasAnother(m.Span.End, p) {
		return none, false, err
	}
	if before := strings.ToLower(strings.TrimSpace(r.text[max(0, m.Span.Start-6):m.Span.Start])); strings.HasSuffix(before, "near") || strings.HasSuffix(before, "off") {
		return none, false, nil
	}
	if ok, err := r.trusted(m, p); !ok || err != nil {
		return none, false, err
	}
	phrase := l.phrase
	if r.past() && (strings.HasPrefix(phrase, "is ") || strings.HasSuffix(phrase, " is")) {
		phrase = strings.TrimSpace(strings.Replace(" "+phrase+" ", " is ", " was ", 1))
	}
	return Claim{Subject: r.page.Num, Kind: ToEntity, Phrase: phrase, Possessive: l.possessive, Object: p.Num, Shown: shown}, true, nil
}

// suits reports whether p is known to be of one of the classes; any will do if there are none.
func (r *reading) suits(p infoseek.Page, classes infoseek.Classes) bool {
	return classes == 0 || p.Classes&classes != 0 || classes&infoseek.Place != 0 && placeLike(p)
}

// skipDate returns the index of the first token behind a date: the first capitalised one that is no month.
func skipDate(s sentence) int {
	i := 0
	for i < len(s.tokens) && (s.tokens[i].digit || months[s.tokens[i].lower] || beside[s.tokens[i].lower]) {
		i++
	}
	return i
}

// beside are words that may stand with a date or before a place.
var beside = text.WordSet("bc ad bce ce os c ca circa about age aged in at near c between and or")

// namesOnly reports whether tokens [i, j) are capitalised parts of a place, each with a comma behind it: "Woolsthorpe, Lincolnshire, ".
func namesOnly(s sentence, i, j int) bool {
	if s.tokens[j].gap != "," {
		return false
	}
	for ; i < j; i++ {
		if t := s.tokens[i]; !t.upper && !inName[t.lower] && t.gap != "-" || t.gap != "" && t.gap != "," && t.gap != "-" && i > 0 && t.gap != "]" && t.gap != "." {
			return false
		}
	}
	return true
}
