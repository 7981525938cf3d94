package warc

import (
	"bytes"
	"crypto/sha1" // the digest that archives use
	"encoding/base32"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/klauspost/compress/gzip"
)

// Writer writes records, each as a gzip member of its own. Dates and ids come from outside, so the same calls give the same bytes.
type Writer struct{ out io.Writer }

// NewWriter writes to out. Each record is one call of its Write.
func NewWriter(out io.Writer) *Writer { return &Writer{out} }

// Field is a line of a record's header.
type Field struct{ Name, Value string }

// Write writes a record of a type with a block; url may be "".
func (w *Writer) Write(kind, url, date, contentType string, block []byte, more ...Field) error {
	sum := sha1.Sum(block)
	digest := base32.StdEncoding.EncodeToString(sum[:])
	id := sha1.Sum([]byte(kind + "\n" + url + "\n" + date + "\n" + digest))
	var b bytes.Buffer
	b.WriteString("WARC/1.1\r\n")
	all := []Field{{"WARC-Type", kind}, {"WARC-Record-ID", fmt.Sprintf("<urn:uuid:%x-%x-5%03x-%x-%x>", id[:4], id[4:6], (int(id[6])<<8|int(id[7]))&0xfff, []byte{id[8]&0x3f | 0x80, id[9]}, id[10:16])}, {"WARC-Date", date}}
	if url != "" {
		all = append(all, Field{"WARC-Target-URI", url})
	}
	all = append(all, Field{"WARC-Block-Digest", "sha1:" + digest}, Field{"Content-Type", contentType}, Field{"Content-Length", fmt.Sprint(len(block))})
	for _, f := range append(all, more...) {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	b.WriteString("\r\n")
	b.Write(block)
	b.WriteString("\r\n\r\n")
	return w.member(b.Bytes())
}

func (w *Writer) member(record []byte) error {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(record); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	_, err := w.out.Write(b.Bytes())
	return err
}

// Answer writes an answer of HTTP as the block of a response. Of the header the fields that tell how the body was sent are left out: body is what they led to.
func Answer(status int, header http.Header, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	header = header.Clone()
	if header == nil {
		header = http.Header{}
	}
	for _, name := range []string{"Content-Encoding", "Transfer-Encoding", "Content-Length", "Set-Cookie", "Connection"} {
		header.Del(name)
	}
	header.Set("Content-Length", fmt.Sprint(len(body)))
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range header[name] {
			fmt.Fprintf(&b, "%s: %s\r\n", name, v)
		}
	}
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes()
}
