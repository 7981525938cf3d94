package corpus

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"infoseek"
)

func TestLook(t *testing.T) {
	c, err := Open("/tmp/store-schools")
	if err != nil {
		t.Skip(err)
	}
	defer c.Close()
	f, _ := os.Create("/tmp/store-look.txt")
	defer f.Close()
	for n := range c.pages {
		p, _ := c.Page(context.Background(), infoseek.PageNum(n))
		names, _ := c.Names(context.Background(), p.Num)
		var ns []string
		for _, n := range names[1:] {
			ns = append(ns, string(n.Kind)+":"+n.Text)
		}
		fmt.Fprintf(f, "%s | %v | %s | %s | %s\n", p.Title, p.Entity, strings.Join(p.Classes.Names(), "+"), p.Noun, strings.Join(ns, "; "))
	}
}
