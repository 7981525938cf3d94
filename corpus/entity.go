package corpus

import (
	"regexp"
	"strings"

	"infoseek/corpus/source"
)

var (
	listTitle = regexp.MustCompile(`(?i)^(lists? of|timelines? of|index of|outline of|glossary of|chronology of|table of|comparison of|tables of|bibliography of|discography of|filmography of) |^(.* )?(timeline|discography|filmography|bibliography|glossary)$|\((disambiguation|list)\)$|(?-i: lists?$)`)
	months    = `(january|february|march|april|may|june|july|august|september|october|november|december)`
	dateTitle = regexp.MustCompile(`(?i)^(` +
		`(ad )?[0-9]{1,4}( (bc|bce|ad|ce))?` + // years
		`|[0-9]{1,4}s( (bc|bce))?` + // decades
		`|([0-9]{1,2}(st|nd|rd|th)) (century|millennium)( (bc|bce|ad|ce))?` +
		`|` + months + `( [0-9]{1,4}(, [0-9]{4})?)?` +
		`|[0-9]{1,2} ` + months +
		`|[0-9]{4}s? in .*|.* in [0-9]{4}` + // "1990 in film"
		`|(mon|tues|wednes|thurs|fri|satur|sun)day)$`)
	mayRefer = regexp.MustCompile(`(?i)\b(may|can|could|might) (also )?(refer|mean|stand for)\b[^.]{0,40}(:|$)|\bmay refer to\b|\bcan refer to\b|\brefers? to[^.]{0,40}:$`)
)

// isEntity tells whether a page can be a vertex: lists, disambiguation, year and date pages are none. first is the page's first sentence.
func isEntity(rec *source.Record, first string) bool {
	if rec.Kind != "" {
		return false
	}
	title := strings.ReplaceAll(rec.Title, "_", " ")
	first = strings.TrimSpace(first)
	return !listTitle.MatchString(title) && !dateTitle.MatchString(title) && !mayRefer.MatchString(first)
}
