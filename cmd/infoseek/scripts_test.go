package main

import (
	"encoding/base64"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"

	"infoseek"
	"infoseek/llm/fakeserver"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptCommands are the commands that the scripts know beside testscript's own.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"exits":      exits,
	"smallmodel": smallModel,
	"unbase64":   unbase64,
	"cut":        cut,
	"spoil":      spoil,
	"replace":    replace,
	"fakellm":    fakeLLM,
	"embedder":   fakeEmbedder,
	"stopllm":    stopLLM,
	"fill":       fill,
	"serving":    serving,
	"endserve":   endServe,
	"fetch":      fetch,
	"sides":      sides,
	"site":       site,
	"table":      table,
}

// exits CODE infoseek ARG... runs the program and demands that exit code. stdout and stderr can be matched after it.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) >= 2)
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// unbase64 FROM TO decodes a file.
func unbase64(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 2)
	content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(ts.ReadFile(args[0])), ""))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), content, 0o644))
}

// cut FILE N leaves the first N bytes of a file.
func cut(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 2)
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), int64(n)))
}

// spoil FILE changes the byte in the middle of a file.
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 1)
	content := []byte(ts.ReadFile(args[0]))
	content[len(content)/2] ^= 0xff
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o644))
}

// replace FILE OLD NEW replaces the first OLD in a file, which must be there.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 3)
	content := ts.ReadFile(args[0])
	if !strings.Contains(content, args[1]) {
		ts.Fatalf("%s does not contain %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(content, args[1], args[2], 1)), 0o644))
}

// fill FROM TO copies a file with the values of variables in place of $NAME.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 2)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(os.Expand(ts.ReadFile(args[0]), ts.Getenv)), 0o644))
}

// fakeLLM VARIABLE [NAME=VALUE...] starts a server that answers whatever fits the schema, and puts its URL into the variable. Names: model, key, context, formats (with commas, or none), says (a file), and share, that of each
// kind of fault but hanging.
func fakeLLM(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) > 0)
	var o fakeserver.Options
	for _, arg := range args[1:] {
		name, value, _ := strings.Cut(arg, "=")
		var err error
		switch name {
		case "model":
			o.Name = value
		case "key":
			o.Key = value
		case "context":
			o.Context, err = strconv.Atoi(value)
		case "formats":
			o.Formats = slices.DeleteFunc(strings.Split(value, ","), func(f string) bool { return f == "none" })
		case "says": // paragraphs of a file, one a turn of a conversation; a line "call NAME ARGUMENTS" is a call of a tool
			said := strings.Split(strings.TrimSpace(ts.ReadFile(value)), "\n\n")
			paragraph := func(r fakeserver.Request) (text string, calls []infoseek.ToolCall) {
				return callsIn(said[min(len(said)-1, r.Said)])
			}
			o.Answer = func(r fakeserver.Request) string { text, _ := paragraph(r); return text }
			o.Calls = func(r fakeserver.Request) []infoseek.ToolCall { _, calls := paragraph(r); return calls }
		case "share":
			var share float64
			share, err = strconv.ParseFloat(value, 64)
			o.Faults = fakeserver.All(share)
			o.Faults.Hang = 0
		default:
			ts.Fatalf("fakellm: no option %q", name)
		}
		ts.Check(err)
	}
	s := fakeserver.New(o)
	ts.Defer(s.Close)
	fakes.Store(s.URL(), s)
	ts.Setenv(args[0], s.URL())
}

func callsIn(paragraph string) (text string, calls []infoseek.ToolCall) {
	for line := range strings.Lines(paragraph) {
		if call, ok := strings.CutPrefix(line, "call "); ok {
			name, arguments, _ := strings.Cut(strings.TrimSpace(call), " ")
			calls = append(calls, infoseek.ToolCall{Name: name, Arguments: arguments})
			continue
		}
		text += line
	}
	return text, calls
}

// fakes are the servers that scripts started, by URL.
var fakes sync.Map

// stopLLM VARIABLE stops the server whose URL is in the variable.
func stopLLM(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 1)
	s, ok := fakes.Load(ts.Getenv(args[0]))
	if !ok {
		ts.Fatalf("no server at %s", args[0])
	}
	s.(*fakeserver.Server).Close()
}

func usage(ts *testscript.TestScript, ok bool) {
	if !ok {
		ts.Fatalf("wrong arguments; see scripts_test.go")
	}
}
