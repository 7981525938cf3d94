package folder

import (
	"archive/zip"
	"errors"
	"io"
	"os"
)

func openZip(file *os.File, size int64, opts Options) (*Folder, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // such paths are refused one by one
		return nil, err
	}
	f := &Folder{opts: opts, close: file.Close}
	files := archive.File
	f.next = func() (File, error) {
		for len(files) > 0 {
			next := files[0]
			files = files[1:]
			if !next.Mode().IsRegular() {
				continue
			}
			out, ok := f.openZipped(next)
			if bomb(f.given, size) {
				return File{}, ErrBomb
			}
			if ok {
				return out, nil
			}
		}
		return File{}, io.EOF
	}
	return f, nil
}

func (f *Folder) openZipped(z *zip.File) (out File, ok bool) {
	out = File{Modified: z.Modified}
	if out.Name, out.Err = safe(z.Name); out.Err != nil {
		return out, true
	}
	if !f.wants(out.Name) {
		return out, false
	}
	in, err := z.Open()
	if err != nil {
		out.Err = err
		return out, true
	}
	defer in.Close()
	out.Body, out.Err = f.read(in)
	return out, true
}
