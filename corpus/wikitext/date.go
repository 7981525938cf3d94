package wikitext

import (
	"fmt"
	"strconv"
	"strings"
)

var months = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// date writes the date of {{birth date|1970|1|2}} and the like; what is no number is written as it stands.
func date(c *call) {
	y, err := strconv.Atoi(c.source(1))
	if err != nil {
		first(c)
		return
	}
	m, d := month(c.source(2)), c.source(3)
	if strings.Contains(c.name, "year") {
		m = 0
	}
	df, _ := c.named("df", "dayfirst")
	dayFirst := strings.HasPrefix(strings.ToLower(c.p.src[df.i:df.end]), "y")
	switch {
	case m == 0:
		c.p.words(strconv.Itoa(y))
	case !isNumber(d) || len(d) > 2:
		c.p.words(fmt.Sprintf("%s %d", months[m-1], y))
	case dayFirst:
		c.p.words(fmt.Sprintf("%s %s %d", strings.TrimLeft(d, "0"), months[m-1], y))
	default:
		c.p.words(fmt.Sprintf("%s %s, %d", months[m-1], strings.TrimLeft(d, "0"), y))
	}
}

// month reads a month by number or name; 0 if it is none.
func month(s string) int {
	if n, err := strconv.Atoi(s); err == nil && 1 <= n && n <= 12 {
		return n
	}
	for i, name := range months {
		if len(s) >= 3 && strings.HasPrefix(strings.ToLower(name), strings.ToLower(s)) {
			return i + 1
		}
	}
	return 0
}

func circa(c *call) {
	c.p.words("c. ")
	writeRange(c)
}

func prefixed(s string) func(*call) {
	return func(c *call) {
		c.p.words(s)
		writeRange(c)
	}
}

func writeRange(c *call) {
	if r, ok := c.pos(1); ok {
		c.write(r)
	}
	if r, ok := c.pos(2); ok {
		c.p.words(" – ")
		c.write(r)
	}
}

func asOf(c *call) {
	word := "As of "
	if c.name == "since" {
		word = "Since "
	}
	if r, ok := c.named("lc"); ok && strings.HasPrefix(strings.ToLower(c.p.src[r.i:r.end]), "y") {
		word = strings.ToLower(word)
	}
	y, m, d := c.source(1), month(c.source(2)), c.source(3)
	switch {
	case m > 0 && isNumber(d):
		word += d + " " + months[m-1] + " "
	case m > 0:
		word += months[m-1] + " "
	}
	c.p.words(word + y)
}

// oldStyle writes {{OldStyleDate|December 22|1889|December 10}} as "December 22, 1889", without the day of the Julian calendar.
func oldStyle(c *call) {
	day, year := c.source(1), c.source(2)
	switch {
	case year == "":
	case day != "" && isNumber(day):
		day += " " + year
	default:
		day += ", " + year
	}
	c.p.words(day)
}
