package source

import (
	"bytes"
	"errors"
)

var bom = []byte("\xef\xbb\xbf")

var errFormat = errors.New("content is neither a MediaWiki export nor JSON lines: name its format if it is one")

// recognise reads the format off the head of the content.
func recognise(head []byte) (string, error) {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	switch {
	case len(head) == 0:
		return FormatJSONL, nil // an empty file holds no records
	case bytes.HasPrefix(head, []byte("<?xml")), bytes.HasPrefix(head, []byte("<mediawiki")), bytes.HasPrefix(head, []byte("<page")), bytes.HasPrefix(head, []byte("<!--")):
		return FormatMediaWiki, nil
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
