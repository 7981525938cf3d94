package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"infoseek/bench/checkout"
	"infoseek/internal/jsonl"
)

// peer is the Python that runs peer.py, and its index.
type peer struct{ python, index string }

// missingError says why there is no peer on this machine.
type missingError struct{ err error }

func (e *missingError) Error() string { return "no peer: " + e.err.Error() }

const (
	peerScript  = "bench/retrieve/peer.py"
	peerInstall = "scripts/peer-venv.sh"
)

// openPeer installs the peer and makes its index, unless they are there.
func (b *bench) openPeer(ctx context.Context) (peer, error) {
	var p peer
	cmd := exec.CommandContext(ctx, peerInstall, "retrieve")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return p, &missingError{fmt.Errorf("%s: %w", peerInstall, err)}
	}
	p.python = strings.TrimSpace(string(out))
	p.index, err = b.peerIndex(ctx, p.python)
	return p, err
}

// document is a passage as Pyserini's indexer and Search-R1's server read it.
type document struct {
	ID       string `json:"id"`
	Contents string `json:"contents"`
}

// peerIndex indexes the passages; the folder's name is of what it depends on.
func (b *bench) peerIndex(ctx context.Context, python string) (string, error) {
	t := topics{passages: filepath.Join(b.library.Data, "retrieval", "passages.jsonl.zst")}
	st, err := os.Stat(t.passages)
	if err != nil {
		return "", err
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s %d %d %d", python, st.Size(), st.ModTime().UnixNano(), b.part))
	dir := b.path(fmt.Sprintf("lucene-%x", key[:6]))
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return dir, err
	}
	input, making := b.path("peer-input"), dir+".making"
	if err := errors.Join(os.RemoveAll(input), os.RemoveAll(making), os.MkdirAll(input, 0o755)); err != nil {
		return "", err
	}
	defer os.RemoveAll(input)
	if err := b.writeDocuments(t, filepath.Join(input, "passages.jsonl")); err != nil {
		return "", err
	}
	began := time.Now()
	if out, err := exec.CommandContext(ctx, python, peerScript, "index", input, making).CombinedOutput(); err != nil {
		return "", fmt.Errorf("peer's index: %w: %s", err, out)
	}
	slog.Info("bench-retrieve", "peer", "indexed", "seconds", int(time.Since(began).Seconds()))
	return dir, os.Rename(making, dir)
}

func (b *bench) writeDocuments(t topics, path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w, n := jsonl.NewWriter(f), 0
	for p, err := range t.all() {
		if err != nil {
			return err
		}
		if n++; b.part > 0 && n > b.part {
			break
		}
		if err := w.Write(document{p.ID, p.Title + "\n" + p.Text}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// searchR1Server is Search-R1's own.
var searchR1Server = checkout.File{Repository: checkout.SearchR1, Path: "search_r1/search/retrieval_server.py", SHA256: "e85ab42b9032d66a35239a36e8cd73c6f3e3efde929541150fe7c5bfdb4936d9"}

// setting is a way to run the peer.
type setting struct {
	name    string
	args    func(port string) []string // of peer.py
	missing error
}

// settings are the peer as Search-R1 starts its server, with all workers, and, where there are checkouts, that server itself.
func (b *bench) settings(p peer) []setting {
	workers := strconv.Itoa(runtime.NumCPU())
	all := []setting{
		{"peer with defaults", func(port string) []string { return []string{"serve", p.index, port} }, nil},
		{"peer with " + workers + " workers", func(port string) []string { return []string{"serve", p.index, port, workers} }, nil},
	}
	if folder := checkout.Folder(); folder != "" {
		file, err := searchR1Server.In(folder)
		all = append(all, setting{"Search-R1's own server", func(port string) []string { return []string{"original", file, p.index, port} }, err})
	}
	return all
}

func (b *bench) startPeer(ctx context.Context, p peer, args func(port string) []string) (*server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, p.python, append([]string{peerScript}, args(strconv.Itoa(port))...)...)
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // its workers outlive it if it is killed
	cmd.WaitDelay = 15 * time.Second
	s, err := begin(cmd, fmt.Sprintf("http://127.0.0.1:%d", port))
	if err != nil {
		return nil, err
	}
	s.watch()
	if err := s.answers(ctx, 2*time.Minute); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}
