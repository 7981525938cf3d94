package prompt

import (
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"
)

// Quote puts text that nobody vouches for between two lines that it can't forge: they carry a number made from the text that does not stand in it. What chat templates
// read as the end of a message is broken up.
func Quote(text string) string {
	text = Defuse(text)
	fence := fenceOf(text)
	return "<text-" + fence + ">\n" + text + "\n</text-" + fence + ">"
}

// Line makes text one line, so that in a list it can't begin another item.
func Line(text string) string {
	return Defuse(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " "))
}

// fenceOf makes a number from the text alone (a run must be repeatable), other than any in it.
func fenceOf(text string) string {
	h := fnv.New32a()
	h.Write([]byte(text))
	for {
		fence := fmt.Sprintf("%08x", h.Sum32())
		if !strings.Contains(text, fence) {
			return fence
		}
		h.Write([]byte{0})
	}
}

// controls are marks by which chat templates of common models tell messages, calls of tools and their results apart; where a server reads them in a message's text they would end it.
var controls = []string{"<|", "|>", "<｜", "｜>", "<s>", "</s>", "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<start_of_turn>", "<end_of_turn>",
	"<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "[TOOL_CALLS]", "[TOOL_RESULTS]", "[/TOOL_RESULTS]", "[AVAILABLE_TOOLS]"}

var breakControls = func() *strings.Replacer {
	var pairs []string
	for _, c := range controls {
		first := len(string([]rune(c)[0]))
		pairs = append(pairs, c, c[:first]+" "+c[first:])
	}
	return strings.NewReplacer(pairs...)
}()

// Defuse returns text as valid UTF-8 without control characters other than line breaks and tabs, and with the marks of chat templates broken up by blanks.
func Defuse(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	for {
		broken := breakControls.Replace(text)
		if broken == text {
			return text
		}
		text = broken
	}
}
