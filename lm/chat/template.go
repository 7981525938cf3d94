package chat

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"infoseek"

	"github.com/nikolalohinski/gonja/v2/builtins"
	"github.com/nikolalohinski/gonja/v2/config"
	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/loaders"
	"github.com/nikolalohinski/gonja/v2/parser"
)

// Template is a model's chat template, safe for concurrent use.
type Template struct {
	compiled *exec.Template
	names    map[string]any // what it is told of the model
}

// root is the name by which the engine's loader knows the one template that it has.
const root = "/chat_template"

// Parse compiles a template. special are texts that it may name, like bos_token.
func Parse(source string, special map[string]string) (*Template, error) {
	if err := parsable(source); err != nil {
		return nil, fmt.Errorf("chat template: %w", err)
	}
	loader, err := loaders.NewMemoryLoader(map[string]string{root: source})
	if err != nil {
		return nil, fmt.Errorf("chat template: %w", err)
	}
	c := config.New()
	c.TrimBlocks, c.LeftStripBlocks = true, true
	t := &Template{names: map[string]any{}}
	for name, text := range special {
		t.names[name] = text
	}
	err = guarded(func() error {
		t.compiled, err = exec.NewTemplate(root, c, loader, environment())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("chat template: %w", err)
	}
	return t, nil
}

// guarded turns a panic of the engine into an error: the template is not ours.
func guarded(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return f()
}

// environment is the engine's, without what reads other templates, loops without a bound (recursive loops, blocks that name themselves) or makes text of nothing, and with what transformers adds.
func environment() *exec.Environment {
	structures := map[string]parser.ControlStructureParser{"generation": generation}
	for _, name := range []string{"autoescape", "filter", "for", "if", "macro", "raw", "set", "with", "do", "break", "continue", "call"} {
		parse, ok := builtins.ControlStructures.Get(name)
		if !ok {
			panic("the engine has no " + name)
		}
		structures[name] = counted(parse)
	}
	names := exec.EmptyContext().Update(builtins.GlobalVariables)
	for _, name := range []string{"cycler", "dict", "joiner", "namespace"} {
		f, _ := builtins.GlobalFunctions.Get(name)
		names.Set(name, f)
	}
	names.Set("range", span)
	names.Set("raise_exception", func(reason string) (string, error) { return "", errors.New(reason) })
	names.Set("strftime_now", func(format string) string { return strftime(time.Now(), format) })
	filters := exec.NewFilterSet(map[string]exec.FilterFunction{}).Update(builtins.Filters)
	if err := filters.Replace("tojson", toJSON); err != nil {
		panic(err)
	}
	if err := filters.Register(countName, count); err != nil {
		panic(err)
	}
	return &exec.Environment{Context: names, Filters: filters, Tests: builtins.Tests, ControlStructures: exec.NewControlStructureSet(structures), Methods: builtins.Methods}
}

// Render is the text of a conversation, up to where the model is to go on.
func (t *Template) Render(messages []infoseek.Message, tools []infoseek.Tool) (string, error) {
	data := maps.Clone(t.names)
	o := orders{}
	data["messages"] = o.messages(messages)
	data["add_generation_prompt"] = true
	data["tools"] = o.tools(tools)
	limits := newBudget()
	data[ordersName], data[budgetName] = o, limits
	var text string
	err := guarded(func() error {
		var b strings.Builder
		err := t.compiled.Execute(&meter{&b, limits}, exec.NewContext(data))
		text = b.String()
		return err
	})
	if err != nil {
		return "", fmt.Errorf("chat template: %w", err)
	}
	return text, nil
}

// messages are dictionaries as transformers has them; arguments of calls are objects there, not texts.
func (o orders) messages(messages []infoseek.Message) []any {
	var all []any
	for _, m := range messages {
		entry := map[string]any{"role": m.Role, "content": m.Content}
		o.put(entry, []string{"role", "content"})
		if m.CallID != "" {
			entry["tool_call_id"] = m.CallID
		}
		var calls []any
		for _, c := range m.Calls {
			function := map[string]any{"name": c.Name, "arguments": o.value(json.RawMessage(c.Arguments), c.Arguments)}
			o.put(function, []string{"name", "arguments"})
			calls = append(calls, map[string]any{"id": c.ID, "type": "function", "function": function})
		}
		if calls != nil {
			entry["tool_calls"] = calls
		}
		all = append(all, entry)
	}
	return all
}

func (o orders) tools(tools []infoseek.Tool) any {
	var all []any
	for _, t := range tools {
		function := map[string]any{"name": t.Name, "description": t.Description, "parameters": o.value(t.Schema, map[string]any{})}
		o.put(function, []string{"name", "description", "parameters"})
		tool := map[string]any{"type": "function", "function": function}
		o.put(tool, []string{"type", "function"})
		all = append(all, tool)
	}
	if all == nil {
		return nil
	}
	return all
}
