package agents

import (
	"embed"

	"infoseek/internal/prompt"
)

//go:embed *.system.txt *.user.tmpl
var files embed.FS

var (
	browsePrompt  = prompt.MustLoad(files, "browse")
	supportPrompt = prompt.MustLoad(files, "support")
	writePrompt   = prompt.MustLoad(files, "write")
)
