package source

import (
	"bytes"
	"errors"
	"os"

	"infoseek/internal/parquet"
	"infoseek/internal/unpack/folder"
	"infoseek/internal/warc"
)

var bom = []byte("\xef\xbb\xbf")

var errFormat = errors.New("content is neither a MediaWiki export nor JSON lines nor Parquet, nor a page or archive of pages of the web: name its format if it is one")

// formatOf is the format of what is at path; said, where it is not "", goes before what the content looks like.
func formatOf(path, said string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if said != "" {
		return said, nil
	}
	if info.IsDir() {
		return FormatFolder, nil
	}
	s, err := openStream(path)
	if err != nil {
		return "", err
	}
	defer s.Close()
	head, _ := s.Peek(1 << 16)
	return recognise(head)
}

// recognise reads the format off the head of the content.
func recognise(head []byte) (string, error) {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	switch {
	case len(head) == 0:
		return FormatJSONL, nil // an empty file holds no records
	case bytes.HasPrefix(head, []byte("<?xml")), bytes.HasPrefix(head, []byte("<mediawiki")), bytes.HasPrefix(head, []byte("<page")), bytes.HasPrefix(head, []byte("<!--")):
		return FormatMediaWiki, nil
	case folder.IsTar(head), folder.IsZip(head):
		return FormatFolder, nil
	case parquet.Is(head):
		return FormatParquet, nil
	case warc.Is(head):
		return FormatWARC, nil
	case head[0] != '{':
		return "", errFormat
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	for _, sign := range []string{`"revid"`, `<a href=\"`, `&lt;a href=`, `\u003ca href=`} {
		if bytes.Contains(line, []byte(sign)) {
			return FormatWikiExtractor, nil
		}
	}
	return FormatJSONL, nil
}
