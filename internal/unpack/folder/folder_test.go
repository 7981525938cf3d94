package folder

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// entries are names and bodies in turn.
func tarOf(t testing.TB, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		err := w.WriteHeader(&tar.Header{Name: entries[i], Mode: 0o600, Size: int64(len(entries[i+1])), Typeflag: tar.TypeReg})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, entries[i+1])
	}
	w.WriteHeader(&tar.Header{Name: "link.html", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipOf(t testing.TB, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		f, err := w.Create(entries[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, entries[i+1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(body)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read gives a folder's files as "name body", or "name! error".
func read(t testing.TB, path string, opts Options) (all []string, others int, err error) {
	t.Helper()
	f, err := Open(path, opts)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	for {
		file, err := f.Next()
		if err == io.EOF {
			return all, f.Others(), nil
		}
		if err != nil {
			return all, f.Others(), err
		}
		if file.Err != nil {
			all = append(all, file.Name+"! "+file.Err.Error())
			continue
		}
		all = append(all, file.Name+" "+string(file.Body))
	}
}

func written(t testing.TB, body []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpen(t *testing.T) {
	entries := []string{"a/one.html", "1", "./b.txt", "2", "c.html", "four", "../out.html", "5", "/root.html", "6", `d\..\..\e.html`, "7"}
	want := []string{"a/one.html 1", "c.html! file over the limit"}
	for _, bad := range []string{"../out.html", "/root.html", `d\..\..\e.html`} {
		want = append(want, bad+"! path that leads out of its folder")
	}
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	plain := tarOf(t, entries...)
	for name, body := range map[string][]byte{"tar": plain, "tar.gz": gzipped(t, plain), "tar.zst": encoder.EncodeAll(plain, nil), "zip": zipOf(t, entries...)} {
		got, others, err := read(t, written(t, body), Options{Limit: 3, Want: func(name string) bool { return strings.HasSuffix(name, ".html") }})
		if diff := cmp.Diff(want, got); diff != "" || err != nil || others != 1 {
			t.Errorf("%s: %v, %d others: -want +got:\n%s", name, err, others, diff)
		}
	}
}

func TestDir(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{"b.html": "2", "a/x.html": "1", ".git/y.html": "no", "a/.hidden.html": "no"} {
		os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "z.html")); err != nil {
		t.Logf("no links here: %v", err)
	}
	got, _, err := read(t, dir, Options{})
	if diff := cmp.Diff([]string{"a/x.html 1", "b.html 2"}, got); diff != "" || err != nil {
		t.Errorf("%v: -want +got:\n%s", err, diff)
	}
}

func TestRefused(t *testing.T) {
	if _, _, err := read(t, written(t, []byte("hello")), Options{}); !errors.Is(err, errKind) {
		t.Errorf("no archive: %v", err)
	}
	whole := gzipped(t, tarOf(t, "a.html", strings.Repeat("x", 3000), "b.html", strings.Repeat("y", 3000)))
	if _, _, err := read(t, written(t, whole[:len(whole)-30]), Options{}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut: %v", err)
	}
}

// endless gives zeros.
type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestBomb: 2 GB of zeros in an archive of 200 kB are not read to their end.
func TestBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a gigabyte")
	}
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b, zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		t.Fatal(err)
	}
	w := tar.NewWriter(z)
	const size = 2 << 30
	if err := w.WriteHeader(&tar.Header{Name: "a.html", Size: size, Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	io.CopyN(w, endless{}, size)
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := read(t, written(t, b.Bytes()), Options{Limit: 1 << 20}); !errors.Is(err, ErrBomb) {
		t.Errorf("%d bytes: %v", b.Len(), err)
	}
}

// TestBombOfMany: files that are over the limit, and those of which nothing is stored, count too.
func TestBombOfMany(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a gigabyte")
	}
	const files, size = 40, 32 << 20
	var zipped, sparse bytes.Buffer
	z := zip.NewWriter(&zipped)
	zeros := make([]byte, size)
	var deflated bytes.Buffer
	d, err := flate.NewWriter(&deflated, 9)
	if err != nil {
		t.Fatal(err)
	}
	d.Write(zeros)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range files {
		w, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%d.html", i), Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(zeros), CompressedSize64: uint64(deflated.Len()), UncompressedSize64: size})
		if err != nil {
			t.Fatal(err)
		}
		w.Write(deflated.Bytes())
		sparse.WriteString(sparseHeader(t, fmt.Sprintf("%d.html", i), size))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"zip": zipped.Bytes(), "tar": sparse.Bytes()} {
		if all, _, err := read(t, written(t, body), Options{Limit: size - 1}); !errors.Is(err, ErrBomb) {
			t.Errorf("%s: %d files of %d bytes: %v", name, len(all), len(body), err)
		}
	}
}

// sparseHeader is a file of zeros in a tar archive, as GNU tar writes it: version 0.1 with one empty part at its end.
func sparseHeader(t *testing.T, name string, size int) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	records := "22 GNU.sparse.major=0\n22 GNU.sparse.minor=1\n"
	for _, r := range []string{fmt.Sprintf("GNU.sparse.size=%d", size), "GNU.sparse.numblocks=1", fmt.Sprintf("GNU.sparse.map=%d,0", size)} {
		records += fmt.Sprintf("%d %s\n", len(r)+4, r)
	}
	if err := w.WriteHeader(&tar.Header{Name: "pax", Typeflag: tar.TypeReg, Size: int64(len(records))}); err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, records)
	if err := w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	out := b.Bytes()
	out[156] = tar.TypeXHeader
	sum := 0
	copy(out[148:156], "        ")
	for _, c := range out[:512] {
		sum += int(c)
	}
	copy(out[148:156], fmt.Sprintf("%06o\x00 ", sum))
	return string(out)
}

func FuzzOpen(f *testing.F) {
	f.Add(tarOf(f, "a.html", "1"))
	f.Add(zipOf(f, "a.html", "1", "../b", "2"))
	f.Add(gzipped(f, tarOf(f, "a.html", "1")))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, _, err := read(t, written(t, body), Options{Limit: 1 << 12})
		for _, file := range got {
			if strings.HasPrefix(file, "/") && !strings.Contains(file, "! ") {
				t.Fatalf("%q, %v", file, err)
			}
		}
	})
}
