package search

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"
)

// Topic is a query with the id it has in a run.
type Topic struct{ ID, Text string }

// ReadQueries reads topics from lines "id<TAB>text"; empty lines are skipped. Errors name the file and line.
func ReadQueries(r io.Reader, name string) ([]Topic, error) {
	var topics []Topic
	seen := map[string]int{}
	for line, err := range lines(r, name) {
		if err != nil {
			return nil, err
		}
		id, text, ok := strings.Cut(line.text, "\t")
		if !ok {
			return nil, line.errorf("no tab: write the query's id, a tab and its text")
		}
		if !isField(id) {
			return nil, line.errorf("query id %q is empty or has a blank in it", id)
		}
		if first, twice := seen[id]; twice {
			return nil, line.errorf("query id %q is also that of line %d", id, first)
		}
		seen[id] = line.number
		topics = append(topics, Topic{id, strings.TrimSpace(text)})
	}
	return topics, nil
}

// line is a line that is not empty.
type line struct {
	file   string
	number int // from 1
	text   string
}

func (l line) errorf(format string, args ...any) error {
	return fmt.Errorf("search: %s:%d: %s", l.file, l.number, fmt.Sprintf(format, args...))
}

// lines yields the lines of r that are not blank, without line ends and byte order mark.
func lines(r io.Reader, name string) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		for number := 1; ; number++ {
			text, err := in.ReadString('\n')
			if number == 1 {
				text = strings.TrimPrefix(text, "\ufeff")
			}
			l := line{name, number, strings.TrimRight(text, "\r\n")}
			if strings.TrimSpace(text) != "" && !yield(l, nil) {
				return
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(l, fmt.Errorf("search: read %s: %w", name, err))
				return
			}
		}
	}
}

// isField tells whether s can stand between the blanks of TREC's files.
func isField(s string) bool {
	return len(strings.Fields(s)) == 1 && strings.TrimSpace(s) == s
}
