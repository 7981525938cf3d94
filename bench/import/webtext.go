package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"infoseek/bench/library"
	"infoseek/bench/table"
	"infoseek/internal/article"
	"infoseek/internal/unpack/folder"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leastPageF1 is the goal of issue F for the main text of web pages, on average.
const leastPageF1 = 0.95

// webText compares the main text of saved pages with what go-readability's authors expect of them.
func webText(ctx context.Context) ([]table.Row, error) {
	pages, wanted := map[string]string{}, map[string]string{}
	file := filepath.Join(library.New().Data, "web", "go-readability-pages.tar.zst")
	err := eachFile(file, func(name string, body []byte) error {
		dir, base := path.Split(name)
		switch base {
		case "source.html":
			p, err := article.Parse(body, "text/html; charset=utf-8", "http://fakehost/"+name)
			if err != nil {
				return err
			}
			pages[dir] = p.Text
		case "expected.html":
			said, err := wholeText(string(body))
			wanted[dir] = said
			return err
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sum, scores := 0.0, map[string]float64{}
	for dir, want := range wanted {
		var o overlap
		o.add(wordsOf(pages[dir]), wordsOf(want))
		scores[dir] = o.f1()
		sum += scores[dir]
	}
	about := fmt.Sprintf("F1 of words of the main text, mean of %d pages", len(wanted))
	tellWorst(scores)
	return []table.Row{table.Figure(about, sum/float64(max(len(wanted), 1)), "", table.AtLeast(leastPageF1))}, ctx.Err()
}

// tellWorst names the pages that agree least.
func tellWorst(scores map[string]float64) {
	names := make([]string, 0, len(scores))
	for name := range scores {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return strings.Compare(fmt.Sprintf("%.6f%s", scores[a], a), fmt.Sprintf("%.6f%s", scores[b], b))
	})
	for _, name := range names[:min(len(names), 8)] {
		fmt.Fprintf(os.Stderr, "  %.3f %s\n", scores[name], name)
	}
}

// unparting are the elements that do not part words.
var unparting = []atom.Atom{atom.A, atom.Abbr, atom.B, atom.Code, atom.Em, atom.Font, atom.I, atom.Mark, atom.S, atom.Small, atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.U}

// wholeText is all text of a page.
func wholeText(page string) (string, error) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	var write func(*html.Node)
	write = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		part := n.Type == html.ElementNode && !slices.Contains(unparting, n.DataAtom)
		if part {
			b.WriteByte(' ')
		}
		for c := range n.ChildNodes() {
			write(c)
		}
		if part {
			b.WriteByte(' ')
		}
	}
	write(doc)
	return b.String(), nil
}

// eachFile reads the files of an archive.
func eachFile(file string, take func(name string, body []byte) error) error {
	in, err := folder.Open(file, folder.Options{Limit: 64 << 20})
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		f, err := in.Next()
		if err == io.EOF {
			return nil
		}
		if err = errors.Join(err, f.Err); err != nil {
			return err
		}
		if err := take(f.Name, f.Body); err != nil {
			return err
		}
	}
}
