package source

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

// tokens cuts well-formed XML without DTD into tags and text.
type tokens struct {
	data []byte
	at   int
}

type tokenKind int

const (
	tokenEOF tokenKind = iota
	tokenStart
	tokenEnd
	tokenText
)

type token struct {
	kind  tokenKind
	name  []byte // of a tag
	attrs []byte // of a start tag, as written
	empty bool   // start tag that is its own end
	text  []byte // decoded
}

var errTag = errors.New("tag without an end")

func (t *tokens) next() (token, error) {
	for {
		rest := t.data[t.at:]
		switch {
		case len(rest) == 0:
			return token{}, nil
		case rest[0] != '<':
			n := bytes.IndexByte(rest, '<')
			if n < 0 {
				n = len(rest)
			}
			t.at += n
			return token{kind: tokenText, text: decodeXML(rest[:n])}, nil
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			body, err := t.until(len("<![CDATA["), "]]>")
			return token{kind: tokenText, text: body}, err
		case bytes.HasPrefix(rest, []byte("<!--")):
			if _, err := t.until(len("<!--"), "-->"); err != nil {
				return token{}, err
			}
		case bytes.HasPrefix(rest, []byte("<?")):
			if _, err := t.until(len("<?"), "?>"); err != nil {
				return token{}, err
			}
		default:
			return t.tag()
		}
	}
}

// until returns what stands between the next skip bytes and end.
func (t *tokens) until(skip int, end string) ([]byte, error) {
	rest := t.data[t.at+skip:]
	i := bytes.Index(rest, []byte(end))
	if i < 0 {
		return nil, errTag
	}
	t.at += skip + i + len(end)
	return rest[:i], nil
}

func (t *tokens) tag() (token, error) {
	body, err := t.until(1, ">")
	if err != nil || len(body) == 0 || bytes.IndexByte(body, '<') >= 0 {
		return token{}, errTag
	}
	if body[0] == '/' {
		return token{kind: tokenEnd, name: bytes.TrimRight(body[1:], " \t\r\n")}, nil
	}
	k := token{kind: tokenStart, name: body}
	if body[len(body)-1] == '/' {
		k.name, k.empty = body[:len(body)-1], true
	}
	if i := bytes.IndexAny(k.name, " \t\r\n"); i >= 0 {
		k.name, k.attrs = k.name[:i], k.name[i:]
	}
	return k, nil
}

// attribute returns the decoded value of an attribute, "" if there is none.
func attribute(attrs []byte, name string) string {
	for len(attrs) > 0 {
		key, rest, ok := bytes.Cut(attrs, []byte("="))
		rest = bytes.TrimLeft(rest, " \t\r\n")
		if !ok || len(rest) == 0 {
			return ""
		}
		value, after, ok := bytes.Cut(rest[1:], rest[:1])
		if !ok {
			return ""
		}
		if string(bytes.TrimSpace(key)) == name {
			return string(decodeXML(value))
		}
		attrs = after
	}
	return ""
}

// decodeXML replaces entities and character references; what is none stays as it is.
func decodeXML(b []byte) []byte {
	i := bytes.IndexByte(b, '&')
	if i < 0 {
		return b
	}
	out := append(make([]byte, 0, len(b)), b[:i]...)
	for b = b[i:]; len(b) > 0; {
		var n int
		out, n = appendEntity(out, b)
		b = b[n:]
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			i = len(b)
		}
		out = append(out, b[:i]...)
		b = b[i:]
	}
	return out
}

// appendEntity decodes the entity at the start of b, which is '&', and returns its length in b.
func appendEntity(out, b []byte) ([]byte, int) {
	const longest = 12
	n := bytes.IndexByte(b[:min(len(b), longest)], ';')
	if n < 0 {
		return append(out, '&'), 1
	}
	switch name := string(b[1:n]); name {
	case "lt":
		return append(out, '<'), n + 1
	case "gt":
		return append(out, '>'), n + 1
	case "amp":
		return append(out, '&'), n + 1
	case "quot":
		return append(out, '"'), n + 1
	case "apos":
		return append(out, '\''), n + 1
	default:
		if r, ok := charRef(name); ok {
			return utf8.AppendRune(out, r), n + 1
		}
	}
	return append(out, '&'), 1
}

// charRef reads "#65" or "#x41".
func charRef(s string) (rune, bool) {
	if len(s) < 2 || s[0] != '#' {
		return 0, false
	}
	base, digits := 10, s[1:]
	if digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
}
