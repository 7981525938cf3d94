package agent

import (
	"encoding/json"
	"strconv"
	"strings"

	"infoseek"
)

// exchangeTokens bounds what an exchange takes of the context.
func (c *conversation) exchangeTokens(e exchange) int {
	n := c.messageTokens(e.said)
	for _, a := range e.answers {
		n += c.messageTokens(a.Message)
	}
	return n
}

func (c *conversation) messageTokens(m infoseek.Message) int {
	n := c.options.MessageTokens + c.tok.Count(m.Content) + c.tok.Count(m.CallID)
	for _, call := range m.Calls {
		n += c.options.MessageTokens + c.callTokens(call)
	}
	return n
}

// callTokens counts a call as it was written and as templates write it: its arguments decoded and encoded again, some with blanks after commas and colons and with every character beyond ASCII escaped.
func (c *conversation) callTokens(call infoseek.ToolCall) int {
	blanks := strings.Count(call.Arguments, ",") + strings.Count(call.Arguments, ":")
	arguments := blanks + max(c.tok.Count(call.Arguments), c.tok.Count(strconv.QuoteToASCII(call.Arguments)))
	return c.tok.Count(call.ID) + c.tok.Count(call.Name) + arguments
}

// toolTokens bounds what the offered tools take: templates write them as JSON, some of them indented.
func (c *conversation) toolTokens() int {
	if len(c.tools) == 0 {
		return 0
	}
	n := c.options.ToolTokens
	for _, t := range c.tools {
		plain := c.tok.Count(t.Name) + c.tok.Count(t.Description) + c.tok.Count(string(t.Schema))
		n += c.options.MessageTokens + max(plain, c.tok.Count(indented(t)))
	}
	return n
}

func indented(t infoseek.Tool) string {
	text, err := json.MarshalIndent(map[string]any{"type": "function", "function": map[string]any{"name": t.Name, "description": t.Description, "parameters": t.Schema}}, "", "    ")
	if err != nil {
		return string(t.Schema) // which is no JSON: nothing can indent it
	}
	return string(text)
}
