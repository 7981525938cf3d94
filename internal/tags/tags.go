// Package tags finds the tags of the search agent's protocol in a text: think, search, information and answer. It knows nothing of what their order means.
package tags

import "strings"

// The names of the tags. The agent writes think, search and answer; information is the environment's.
const (
	Think       = "think"
	Search      = "search"
	Information = "information"
	Answer      = "answer"
)

var names = [...]string{Think, Search, Information, Answer}

// Longest is the length of the longest tag in bytes: what is shorter at the end of an unfinished text may still become one.
const Longest = len("</" + Information + ">")

// Tag is a tag in a text, at the bytes [Start, End).
type Tag struct {
	Name       string
	Close      bool
	Start, End int
}

func (t Tag) String() string {
	if t.Close {
		return Closing(t.Name)
	}
	return Opening(t.Name)
}

// Opening and Closing write a tag; Wrap puts body between both.
func Opening(name string) string { return "<" + name + ">" }

// Closing is Opening's counterpart.
func Closing(name string) string { return "</" + name + ">" }

// Wrap puts body between the tags of name.
func Wrap(name, body string) string { return Opening(name) + body + Closing(name) }

// Next finds the first tag of s that begins at or after from. Tags are written exactly: lower case, no blanks.
func Next(s string, from int) (Tag, bool) {
	for from < len(s) {
		i := strings.IndexByte(s[from:], '<')
		if i < 0 {
			break
		}
		if t, ok := at(s, from+i); ok {
			return t, true
		}
		from += i + 1
	}
	return Tag{}, false
}

func at(s string, i int) (Tag, bool) {
	rest, close := strings.CutPrefix(s[i+1:], "/")
	for _, name := range names {
		if after, ok := strings.CutPrefix(rest, name); ok && strings.HasPrefix(after, ">") {
			return Tag{name, close, i, len(s) - len(after) + 1}, true
		}
	}
	return Tag{}, false
}

// Line counts the line, from 1, in which byte i of s stands.
func Line(s string, i int) int { return 1 + strings.Count(s[:i], "\n") }

var escapes = func() *strings.Replacer {
	var pairs []string
	for _, name := range names {
		pairs = append(pairs, Opening(name), "‹"+name+"›", Closing(name), "‹/"+name+"›")
	}
	return strings.NewReplacer(pairs...)
}()

// Disarm rewrites the tags in foreign text, so that it can't end the block it is put into or begin another.
func Disarm(s string) string {
	for {
		if _, ok := Next(s, 0); !ok {
			return s
		}
		s = escapes.Replace(s)
	}
}
