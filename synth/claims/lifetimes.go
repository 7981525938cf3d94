package claims

import (
	"regexp"
	"strconv"

	"infoseek"
	"infoseek/text"
)

// lifeBracket is how a text gives when somebody lived: "(6 June 1599 – 6 August 1660)".
var lifeBracket = regexp.MustCompile(`\([^()]{0,60}?\b(\d{3,4})\b[^()0-9]{0,12} ?[–—-][^()]{0,30}?\b(\d{3,4})\b[^()]{0,20}\)`)

// lifeReach is where in a text the dates of its topic's life are looked for.
const lifeReach = 1500

// lived returns when the person that a text is about was born and died, as far as its opening says so.
func lived(txt string) (born, died int, ok bool) {
	m := lifeBracket.FindStringSubmatch(txt[:min(len(txt), lifeReach)])
	if m == nil {
		return 0, 0, false
	}
	born, _ = strconv.Atoi(m[1])
	died, _ = strconv.Atoi(m[2])
	return born, died, shortLife < died-born && died-born < longLife
}

// What is shorter than a life may be a reign.
const shortLife, longLife = 30, 110

// timeless are words of what can be done to those who are dead, or not born.
var timeless = text.WordSet("influenced inspired admired studied wrote biography named after translated descendant ancestor portrayed played painted read quoted praised criticised criticized edited son daughter grandson granddaughter nephew niece")

// together reports whether the topic and the person that c ends in can have met, where c says that they did something with each other: their lives are known to overlap, or not known.
func (r *reading) together(c Claim, target infoseek.Page) (bool, error) {
	if !r.topic.person || !IsPerson(target) {
		return true, nil
	}
	for _, w := range text.Words(nil, c.Phrase) {
		if timeless[c.Phrase[w.Start:w.End]] {
			return true, nil
		}
	}
	other, err := r.pages.Text(r.ctx, target.Num, infoseek.Span{})
	if err != nil {
		return false, err
	}
	born, died, ok := lived(r.text)
	b, d, known := lived(other)
	return !ok || !known || b < died && born < d, nil
}
