package text

import (
	"strconv"
	"strings"

	"infoseek"
)

// Date is a time stated to the year, the month or the day.
type Date struct {
	Year, Month, Day int // years BC are negative; Month and Day are 0 where not stated
	Span             infoseek.Span
}

// Dates appends the dates stated in s, in order of position: the single years that Years finds, with month and day where these stand beside them in English or as numbers ("12 May 1903", "May 12, 1903", "1903-05-12").
func Dates(dst []Date, s string) []Date {
	for _, y := range Years(nil, s) {
		if y.Century || y.Low != y.High {
			continue
		}
		d := Date{Year: y.Low, Span: y.Span}
		if y.Date {
			d.readDay(s[y.Span.Start:y.Span.End])
		}
		dst = append(dst, d)
	}
	return dst
}

// readDay finds month and day beside the year in what was read as a date.
func (d *Date) readDay(s string) {
	var numbers []int
	yearFirst := len(s) > 3 && isDigit(s[0]) && isDigit(s[1]) && isDigit(s[2])
	for _, w := range Words(nil, s) {
		word := s[w.Start:w.End]
		if m := monthOf(word); m > 0 && d.Month == 0 {
			d.Month = m
		} else if n, err := strconv.Atoi(strings.TrimRight(word, "sthndr")); err == nil && len(word) <= len("31st") && 1 <= n && n <= 31 && !strings.HasPrefix(word, "00") {
			numbers = append(numbers, n)
		}
	}
	switch {
	case d.Month == 0 && len(numbers) == 2 && yearFirst && numbers[0] <= 12: // 1903-05-12
		d.Month, d.Day = numbers[0], numbers[1]
	case d.Month == 0 && len(numbers) == 2 && !yearFirst && numbers[1] <= 12: // 12.5.1903
		d.Month, d.Day = numbers[1], numbers[0]
	case d.Month > 0 && len(numbers) > 0:
		d.Day = numbers[0]
	}
}

// monthOf reads an English month's name, or at least three of its letters; 0 if it is none.
func monthOf(word string) int {
	const least = 3
	lower := strings.ToLower(word)
	for i, m := range [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"} {
		if len(lower) >= least && strings.HasPrefix(m, lower) {
			return i + 1
		}
	}
	return 0
}
