package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"infoseek": main})
}

// TestScripts runs the program as people do: a script per command, with exit codes, outputs and messages. $SMALLRUN is a finished run of three questions whose corpus is gone.
func TestScripts(t *testing.T) {
	run, err := filepath.Abs("../../dataset/testdata/run")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: scriptCommands,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SMALLRUN", run)
			env.Setenv("GORACE", "atexit_sleep_ms=0") // under the race detector a program sleeps a second before it exits
			return nil
		},
	})
}
