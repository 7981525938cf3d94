package article

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// Article is a page as plain text: paragraphs with a blank line between.
type Article struct{ Title, Text string }

// mostElements bounds the work on one page: one with more is read without looking for its main part.
const mostElements = 50_000

// leastMain is the shortest main part, in bytes: of a page with less all is read.
const leastMain = 250

// Read reads a page of the media type and charset that contentType says; HTML may say its charset itself. What no charset explains is read as Windows-1252, as browsers do.
func Read(body []byte, contentType, at string) (Article, error) {
	plain, err := decoded(body, contentType)
	plain = strings.TrimPrefix(plain, "\uFEFF")
	if err != nil {
		return Article{}, fmt.Errorf("article: %s: %w", at, err)
	}
	if kind, _, _ := mime.ParseMediaType(contentType); kind == "text/plain" {
		return Article{Text: tidy(plain)}, nil
	}
	doc, err := html.Parse(strings.NewReader(plain))
	if err != nil {
		return Article{}, fmt.Errorf("article: %s: %w", at, err)
	}
	a := Article{Title: line(titleOf(doc)), Text: textOf(doc)}
	if main, ok := mainPart(doc); ok {
		a.Text = main.Text
		if main.Title != "" {
			a.Title = main.Title
		}
	}
	return a, nil
}

func decoded(body []byte, contentType string) (string, error) {
	encoding, name, certain := charset.DetermineEncoding(body, contentType)
	if !certain && name == "windows-1252" && strings.ToValidUTF8(string(body), "") == string(body) {
		return string(body), nil
	}
	plain, err := encoding.NewDecoder().Bytes(body)
	return string(bytes.ToValidUTF8(plain, []byte("\uFFFD"))), err
}

// mainPart looks for the part of the page that is read, not clicked. It says false where there is none.
func mainPart(doc *html.Node) (Article, bool) {
	found, ok := readable(doc)
	if !ok {
		return Article{}, false
	}
	a := Article{line(found.Title()), textOf(found.Node)}
	return a, len(a.Text) >= leastMain
}

// tidy makes one blank line of several, and leaves no blanks at the ends of lines nor control characters.
func tidy(s string) string {
	var b strings.Builder
	blank := true
	for l := range strings.Lines(s) {
		l = line(l)
		if l == "" && !blank {
			b.WriteByte('\n')
		}
		if l != "" {
			b.WriteString(l + "\n")
		}
		blank = l == ""
	}
	return strings.TrimSpace(b.String())
}

// line joins the words of a text by single blanks.
func line(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
