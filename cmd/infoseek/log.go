package main

import (
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/lmittmann/tint"
	"golang.org/x/term"
)

// newLogHandler writes coloured lines where w is a terminal and format is auto, JSON if format is json, else plain text.
func newLogHandler(w io.Writer, format string, level slog.Level) slog.Handler {
	switch {
	case format == "json":
		return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})
	case format == "auto" && isTerminal(w):
		return tint.NewTextHandler(w, &tint.Options{Level: level, TimeFormat: time.TimeOnly})
	}
	return slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})
}

// logHandler is the handler that the global flags ask for.
func (a *app) logHandler() (slog.Handler, error) {
	switch a.global.logFormat {
	case "auto", "text", "json":
	default:
		return nil, usagef("one of auto, text, json", "--log-format: unknown format %q", a.global.logFormat)
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(a.global.logLevel)); err != nil {
		return nil, usagef("one of debug, info, warn, error", "--log-level: unknown level %q", a.global.logLevel)
	}
	if a.global.quiet {
		level = max(level, slog.LevelWarn)
	}
	return newLogHandler(a.Stderr, a.global.logFormat, level), nil
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
