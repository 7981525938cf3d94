package claims

import (
	"regexp"
	"slices"
	"strings"

	"infoseek"
)

// What may stand right behind a name or a date that says it is not certain, or is another's: "Rome (or Velletri)", "1483?", "Syria, now modern Israel". The first looks farther than a
// name reaches in no case.
var (
	doubt   = regexp.MustCompile(`^["”’)]?\s*[,(\[]?\s*(?:\?|or\b|/|(?:perhaps|possibly|probably|presumably|maybe|allegedly|supposedly|reportedly|reputedly|disputed|uncertain|unconfirmed|unknown|traditionally|legendary|according to|some say|some sources|depending)\b)`)
	renamed = regexp.MustCompile(`^["”’]?\s*(?:[,(]\s*(?:now|today|present|modern|currently)|\(\s*(?:later|then))\b`)
)

// hedgeReach is how far behind a name is looked for what makes it uncertain or another's.
const hedgeReach = 60

// behindAt is what the text has behind byte at, as far as that is looked at.
func (r *reading) behindAt(at int) string { return r.text[at:min(len(r.text), at+hedgeReach)] }

// hedged reports whether the text takes back, right behind byte at, what it says before.
func (r *reading) hedged(at int) bool { return doubt.MatchString(r.behindAt(at)) }

// certain reports whether c, whose object ends at byte at, is not taken back there; what is, is in doubt wherever else the page says it.
func (r *reading) certain(c Claim, at int) bool {
	if !r.hedged(at) {
		return true
	}
	r.doubted = append(r.doubted, statement(c))
	return false
}

// stated is what a claim states, whichever sentence it stands in.
type stated struct {
	phrase string
	object infoseek.PageNum
	low    float64
}

func statement(c Claim) stated { return stated{c.Phrase, c.Object, c.Low} }

// undoubted drops what some sentence of the page has doubts about.
func (r *reading) undoubted(claims []Claim) []Claim {
	if len(r.doubted) == 0 {
		return claims
	}
	return slices.DeleteFunc(claims, func(c Claim) bool { return slices.Contains(r.doubted, statement(c)) })
}

// wasAnother reports whether the text says behind byte at that the place is called otherwise by now, and not as target is: "the province of Syria, now modern Israel".
func (r *reading) wasAnother(at int, target infoseek.Page) bool {
	behind := r.behindAt(at)
	return renamed.MatchString(behind) && !strings.Contains(behind, Base(target.Title))
}
