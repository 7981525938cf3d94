// Package folder reads the files of a folder, or of an archive of one (tar, plain or compressed; zip), one after the other. Nothing is written anywhere: the paths in an archive are names. What it reads is foreign, so it keeps to limits. It
// knows nothing of what the files hold.
package folder

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"
)

// File is a file of a folder.
type File struct {
	Name     string // path in the folder, with slashes
	Modified time.Time
	Body     []byte
	// Err says why the file can't be given; reading goes on after it.
	Err error
}

// Why a file of a folder, or all that follows, is refused.
var (
	ErrTooLong = errors.New("file over the limit")
	ErrPath    = errors.New("path that leads out of its folder")
	ErrBomb    = errors.New("content that is out of all proportion to the archive's size: it looks like a bomb")
)

// Options of reading. Zero values stand for no limit, and for all files.
type Options struct {
	Limit int                    // bytes of a file
	Want  func(name string) bool // others are counted and not read
}

// Folder is an open folder or archive.
type Folder struct {
	opts   Options
	next   func() (File, error)
	close  func() error
	others int
	given  int64 // bytes of files that were read, those over the limit included
}

// Others counts the files that were not wanted so far.
func (f *Folder) Others() int { return f.others }

// Next returns the next file; io.EOF ends the folder.
func (f *Folder) Next() (File, error) { return f.next() }

// Close closes what is open.
func (f *Folder) Close() error { return f.close() }

// errKind says that a path is neither a folder nor an archive.
var errKind = errors.New("neither a folder nor a tar or zip archive")

// Open opens a folder or archive; which it is is told by content.
func Open(name string, opts Options) (*Folder, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return openDir(name, opts)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	f, err := openArchive(file, info.Size(), opts)
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("folder: %s: %w", name, err)
	}
	return f, nil
}

func openArchive(file *os.File, size int64, opts Options) (*Folder, error) {
	in := bufio.NewReaderSize(file, 1<<18)
	if head, _ := in.Peek(4); IsZip(head) {
		return openZip(file, size, opts)
	}
	return openTar(file, in, size, opts)
}

// IsZip says whether a file begins as a zip archive does.
func IsZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// IsTar says whether decompressed content begins as a tar archive does: its first 512 bytes hold a header.
func IsTar(head []byte) bool { return len(head) >= 262 && string(head[257:262]) == "ustar" }

// safe checks the name of a file in an archive, and writes it plainly.
func safe(name string) (string, error) {
	plain := strings.ReplaceAll(name, `\`, "/")
	if strings.HasPrefix(plain, "/") || strings.ContainsRune(plain, 0) || len(plain) > 1 && plain[1] == ':' {
		return name, ErrPath
	}
	for part := range strings.SplitSeq(plain, "/") {
		if part == ".." {
			return name, ErrPath
		}
	}
	return path.Clean(plain), nil
}

func (f *Folder) wants(name string) bool {
	if f.opts.Want == nil || f.opts.Want(name) {
		return true
	}
	f.others++
	return false
}

// read reads a file's body.
func (f *Folder) read(r io.Reader) ([]byte, error) {
	if f.opts.Limit > 0 {
		r = io.LimitReader(r, int64(f.opts.Limit)+1)
	}
	body, err := io.ReadAll(r)
	f.given += int64(len(body))
	if f.opts.Limit > 0 && err == nil && len(body) > f.opts.Limit {
		return nil, ErrTooLong
	}
	return body, err
}

// The proportion of content to archive above which it is taken for a bomb, once it is large.
const (
	bombRatio = 500
	bombLeast = 1 << 30
)

func bomb(content, stored int64) bool { return content > bombLeast && content/bombRatio > stored }
