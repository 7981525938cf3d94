package prompt

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"

	"infoseek"
)

// Prompt is a system text without data, and a template for the user's message.
type Prompt struct {
	name   string
	system string
	user   *template.Template
}

// Load reads NAME.system.txt and NAME.user.tmpl. The template knows the functions quote (Quote) and line (Line).
func Load(fsys fs.FS, name string) (*Prompt, error) {
	system, err := fs.ReadFile(fsys, name+".system.txt")
	if err != nil {
		return nil, fmt.Errorf("prompt: %s: %w", name, err)
	}
	user, err := fs.ReadFile(fsys, name+".user.tmpl")
	if err != nil {
		return nil, fmt.Errorf("prompt: %s: %w", name, err)
	}
	p := &Prompt{name: path.Base(name), system: strings.TrimSpace(string(system))}
	if p.system == "" {
		return nil, fmt.Errorf("prompt: %s: the system text is empty", name)
	}
	p.user, err = template.New(p.name).Option("missingkey=error").Funcs(template.FuncMap{"quote": Quote, "line": Line}).Parse(string(user))
	if err != nil {
		return nil, fmt.Errorf("prompt: %w", err)
	}
	return p, nil
}

// MustLoad is Load for variables of packages that embed their prompts.
func MustLoad(fsys fs.FS, name string) *Prompt {
	p, err := Load(fsys, name)
	if err != nil {
		panic(err)
	}
	return p
}

// Messages fills the prompt with data.
func (p *Prompt) Messages(data any) ([]infoseek.Message, error) {
	var user bytes.Buffer
	if err := p.user.Execute(&user, data); err != nil {
		return nil, fmt.Errorf("prompt: %w", err)
	}
	return []infoseek.Message{{Role: "system", Content: p.system}, {Role: "user", Content: strings.TrimSpace(user.String())}}, nil
}
