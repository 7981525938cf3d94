package chat

import (
	"errors"
	"fmt"

	controlStructures "github.com/nikolalohinski/gonja/v2/builtins/control_structures"
	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/nodes"
	"github.com/nikolalohinski/gonja/v2/parser"
)

// statement is one of the engine's that takes its steps, and writes its text, out of the budget.
type statement struct{ exec.ControlStructure }

// Execute does what the statement does.
func (s statement) Execute(r *exec.Renderer, tag *nodes.ControlStructureBlock) error {
	b := budgetOf(r.Environment.Context)
	if err := b.step(1); err != nil {
		return err
	}
	if out := r.Output; !metered(out) {
		r.Output = &meter{out, b}
		defer func() { r.Output = out }()
	}
	return s.ControlStructure.Execute(r, tag)
}

func metered(out any) bool {
	_, ok := out.(*meter)
	return ok
}

// countName is the filter that takes a step for each turn of a loop: no name that a template can write.
const countName = "\x00count"

func count(e *exec.Evaluator, in *exec.Value, _ *exec.VarArgs) *exec.Value {
	if in.IsError() {
		return in
	}
	n := 0
	if in.IsIterable() || in.IsString() {
		n = in.Len()
	}
	if err := budgetOf(e.Environment.Context).step(n); err != nil {
		return exec.AsValue(err)
	}
	return in
}

// counted makes statements of what parse reads.
func counted(parse parser.ControlStructureParser) parser.ControlStructureParser {
	return func(p, args *parser.Parser) (nodes.ControlStructure, error) {
		read, err := parse(p, args)
		if err != nil {
			return nil, err
		}
		switch s := read.(type) {
		case *controlStructures.ForControlStructure:
			if s.Recursive {
				return nil, errors.New("recursive loops are not supported")
			}
			over := s.ObjectEvaluator
			s.ObjectEvaluator = &nodes.FilteredExpression{Expression: over, Filters: []*nodes.FilterCall{{Token: over.Position(), Name: countName}}}
		case *controlStructures.MacroControlStructure:
			read = macro{s}
		}
		s, ok := read.(exec.ControlStructure)
		if !ok {
			return nil, fmt.Errorf("%T can't be bounded", read)
		}
		return statement{s}, nil
	}
}

// macro is the engine's, save that calls within calls are bounded: those of itself too.
type macro struct {
	*controlStructures.MacroControlStructure
}

// Execute defines it.
func (m macro) Execute(r *exec.Renderer, _ *nodes.ControlStructureBlock) error {
	call, err := exec.MacroNodeToFunc(m.Macro, r)
	if err != nil {
		return err
	}
	r.Environment.Context.Set(m.Name, exec.Macro(func(params *exec.VarArgs) *exec.Value {
		b := budgetOf(r.Environment.Context)
		if err := b.step(1); err != nil {
			return exec.AsValue(err)
		}
		if b.calls--; b.calls < 0 {
			return exec.AsValue(errors.New("macros in macros without end"))
		}
		defer func() { b.calls++ }()
		out := call(params)
		if out.IsString() {
			if b.text -= len(out.String()); b.text < 0 {
				return exec.AsValue(errors.New("the text has no end"))
			}
		}
		return out
	}))
	return nil
}
