package chat

import (
	"encoding/json"
	"strings"
	"testing"

	"infoseek"
)

func render(t *testing.T, source string, messages []infoseek.Message, tools []infoseek.Tool) (string, error) {
	t.Helper()
	p, err := Parse(source, map[string]string{"bos_token": "<s>"})
	if err != nil {
		return "", err
	}
	return p.Render(messages, tools)
}

var talk = []infoseek.Message{
	{Role: "system", Content: "Be brief."}, {Role: "user", Content: "Where is \"Lima\"? <b>&"},
	{Role: "assistant", Content: "", Calls: []infoseek.ToolCall{{ID: "1", Name: "find", Arguments: `{"z": 1, "a": ["é", null, true, 2.5], "o": {}}`}}},
	{Role: "tool", Content: "in Peru", CallID: "1"},
}

func TestRender(t *testing.T) {
	tool := []infoseek.Tool{{Name: "find", Description: "finds", Schema: json.RawMessage(`{"type":"object","properties":{"q":{"type":"string"},"a":{}},"required":["q"]}`)}}
	for source, want := range map[string]string{
		`{% macro deep(n) %}{{ n }}{% if n < 5 %}{{ deep(n + 1) }}{% endif %}{% endmacro %}{{ deep(1) }}{% for i in range(3, 0, -1) %}{{ i }}{% endfor %}{{ range(4) | list | length }}`:                                                            "123453214",
		`{% macro box(t) %}<{{ t }}{{ caller() }}>{% endmacro %}{% call box('a') %}b{% endcall %}{% for k, v in {'x': 1}.items() %}{{ k }}{{ v }}{% endfor %}{% for c in 'ab' %}{{ c }}{% endfor %}{% for n in none %}no{% else %}else{% endfor %}`: "<ab>x1abelse",
		`{{ bos_token }}{% for m in messages %}[{{ m.role }}|{{ m['content'] | trim }}]{% endfor %}`:                                                                                                                                                `<s>[system|Be brief.][user|Where is "Lima"? <b>&][assistant|][tool|in Peru]`,
		`{%- for m in messages if m.tool_calls %}{%- for c in m.tool_calls %}{{ c.function | tojson }}{% endfor %}{% endfor %}`:                                                                                                                     `{"name": "find", "arguments": {"z": 1, "a": ["é", null, true, 2.5], "o": {}}}`,
		`{% for t in tools %}{{ t | tojson }}{% endfor %}`: `{"type": "function", "function": {"name": "find", "description": "finds", "parameters": {"type": "object", "properties": {"q": {"type": "string"}, "a": {}}, "required": ["q"]}}}`,
		"{% set ns = namespace(n=0) %}\n    {% for m in messages %}\n{% set ns.n = ns.n + 1 %}\n{% if ns.n > 2 %}{% break %}{% endif %}\n{{ loop.index0 }}{{ loop.first }}{% endfor %}":               "0True1False",
		`{% if messages[0].role == 'system' %}{{ messages[0].content }}{% endif %}{{ messages[-1].content }}{{ messages[1:] | length }}`:                                                              "Be brief.in Peru3",
		`{% generation %}x{% endgeneration %}{% if add_generation_prompt %}>{% endif %}`:                                                                                                              "x>",
		`{{ messages[1].content.split('?')[0] + '!' }}{{ 'a' if tools is not none else 'b' }}{{ messages[0].name is defined }}`:                                                                       `Where is "Lima"!aFalse`,
		`{% macro say(m) %}<{{ m.content }}>{% endmacro %}{{ say(messages[0]) }}{% for m in messages[::-1] %}{{ m.role[0] }}{% endfor %}`:                                                             "<Be brief.>taus",
		`{{ messages[1].content.startswith('Where') }}{{ messages[0].content.endswith('x') }}{{ messages[0].content.strip('B.') }}{{ messages[0].content | upper }}{{ '\n' in messages[0].content }}`: "TrueFalsee briefBE BRIEF.False",
	} {
		if got, err := render(t, source, talk, tool); err != nil || got != want {
			t.Errorf("%s:\n%q, %v\nwant\n%q", source, got, err, want)
		}
	}
}

func TestRefuses(t *testing.T) {
	for name, source := range map[string]string{
		"raised":           `{{ raise_exception('roles must alternate') }}`,
		"no end":           `{% for m in messages %}`,
		"other file":       `{% include "/etc/passwd" %}`,
		"import":           `{% import "x" as y %}`,
		"endless":          `{% for a in range(100000) %}{% for b in range(100000) %}{{ '` + strings.Repeat("x", 1000) + `' }}{% endfor %}{% endfor %}`,
		"macro of itself":  `{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}`,
		"macros in a ring": `{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}`,
		"macros doubled":   `{% macro a(n) %}{{ a(n + 1) }}{{ a(n + 1) }}{% endmacro %}{{ a(0) }}`,
		"caller":           `{% macro a() %}{{ caller() }}{% endmacro %}{% macro b() %}{% call a() %}{{ b() }}{% endcall %}{% endmacro %}{{ b() }}`,
		"silent loops":     `{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}`,
		"endless range":    `{{ range(10000000000) | length }}`,
		"silent text":      `{% set x %}{% for a in range(100000) %}` + strings.Repeat("x", 1000) + `{% endfor %}{% endset %}`,
		"macro's text":     `{% macro a() %}{% for a in range(100000) %}` + strings.Repeat("x", 1000) + `{% endfor %}{% endmacro %}{% set x = a() %}`,
		"loop of itself":   `{% for m in messages recursive %}{{ loop(messages) }}{% endfor %}`,
		"block of itself":  `{% block a %}{{ self.a() }}{% endblock %}`,
		"lipsum":           `{{ lipsum(1000000000) }}`,
		"brackets":         `{{ ` + strings.Repeat("(", 5_000_000) + ` }}`,
		"deep brackets":    `{{ ` + strings.Repeat("(", 499) + `raise_exception("x")` + strings.Repeat(")", 499) + ` }}`,
		"nots":             `{% if ` + strings.Repeat("not ", 16_000) + `raise_exception("x") %}{% endif %}`,
		"ifs":              strings.Repeat(`{%if 1%}`, 8_000),
		"some brackets":    `{{ ` + strings.Repeat("(", 60_000) + ` }}`,
	} {
		if got, err := render(t, source, talk, nil); err == nil {
			t.Errorf("%s: %.50q", name, got)
		}
	}
}

// FuzzParse: any template is compiled or refused, and what was compiled gives a text or an error.
func FuzzParse(f *testing.F) {
	f.Add(`{% for m in messages %}{{ m['role'] | tojson }}{% endfor %}`)
	f.Add(`{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}`)
	f.Add(`{% for a in range(100000) %}{% for b in messages %}{% endfor %}{% endfor %}`)
	f.Add(`{% for m in messages recursive %}{{ loop(messages) }}{% endfor %}`)
	f.Fuzz(func(t *testing.T, source string) {
		p, err := Parse(source, nil)
		if err != nil || strings.Contains(source, "*") {
			return
		}
		if text, err := p.Render(talk, nil); err == nil && len(text) > mostText {
			t.Errorf("a text of %d bytes", len(text))
		}
	})
}
