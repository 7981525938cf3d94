package chat

import (
	"fmt"
	"strings"
	"time"

	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/nodes"
	"github.com/nikolalohinski/gonja/v2/parser"
	"github.com/nikolalohinski/gonja/v2/tokens"
)

// assistant is the block {% generation %}, by which transformers marks what the assistant said: its text is as without it.
type assistant struct{ *nodes.Wrapper }

func (a assistant) String() string { return "generation" }

// Execute writes what is inside.
func (a assistant) Execute(r *exec.Renderer, _ *nodes.ControlStructureBlock) error {
	return r.ExecuteWrapper(a.Wrapper)
}

// Position is where the block stands.
func (a assistant) Position() *tokens.Token { return a.Wrapper.Position() }

func generation(p *parser.Parser, _ *parser.Parser) (nodes.ControlStructure, error) {
	w, _, err := p.WrapUntil("endgeneration")
	return assistant{w}, err
}

// strftime knows the letters that chat templates use for dates.
func strftime(t time.Time, format string) string {
	return strings.NewReplacer(
		"%Y", t.Format("2006"), "%m", t.Format("01"), "%d", t.Format("02"), "%B", t.Format("January"), "%b", t.Format("Jan"), "%A", t.Format("Monday"), "%a", t.Format("Mon"),
		"%H", t.Format("15"), "%M", t.Format("04"), "%S", t.Format("05"), "%y", t.Format("06"), "%j", fmt.Sprintf("%03d", t.YearDay()), "%%", "%",
	).Replace(format)
}
