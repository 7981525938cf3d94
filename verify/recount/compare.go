package recount

import (
	"fmt"
	"strings"

	"infoseek"
)

// Compare says in words where a question's certificate differs from the recount. What a recount does not know (exposed constants, ranks, co-coverage) is not compared.
func Compare(q infoseek.Question, c Count) []string {
	cert := q.Certificate
	d := differences{}
	d.check("unique", cert.Unique, c.Unique)
	if cert.Minimal && !c.Minimal { // the other way the certificate has only searched for less long
		d.check("minimal", cert.Minimal, c.Minimal)
	}
	d.check("grade", cert.Grade, c.Grade)
	d.check("determined", cert.Determined, c.Determined)
	d.check("selectivity", cert.Selectivity, c.Selectivity)
	if cert.Unique && !c.Unique {
		d.add("candidates of the root: %s", some(c.Root))
	}
	d.vertices(cert.Vertices, c.Vertices)
	d.edges(cert.Edges, c.Edges)
	for _, a := range cert.Alternatives {
		for _, title := range a.Pages {
			if !c.others[a.Child][title] {
				d.add("edge %d: alternative %q is no candidate without it", a.Child, title)
			}
		}
	}
	return d
}

type differences []string

func (d *differences) add(format string, args ...any) { *d = append(*d, fmt.Sprintf(format, args...)) }

func (d *differences) check(what string, certified, counted any) {
	if certified != counted {
		d.add("%s: certificate %v, recount %v", what, certified, counted)
	}
}

func (d *differences) vertices(certified, counted []infoseek.VertexCert) {
	if len(certified) != len(counted) {
		d.add("vertices: certificate %d, recount %d", len(certified), len(counted))
		return
	}
	for i, a := range certified {
		b := counted[i]
		d.check(fmt.Sprintf("vertex %d: id", b.ID), a.ID, b.ID)
		d.check(fmt.Sprintf("vertex %d: candidates upward", b.ID), a.Up, b.Up)
		d.check(fmt.Sprintf("vertex %d: candidates both ways", b.ID), a.Both, b.Both)
	}
}

func (d *differences) edges(certified, counted []infoseek.EdgeCert) {
	if len(certified) != len(counted) {
		d.add("edges: certificate %d, recount %d", len(certified), len(counted))
		return
	}
	for i, a := range certified {
		b := counted[i]
		d.check(fmt.Sprintf("edge %d: child", b.Child), a.Child, b.Child)
		d.check(fmt.Sprintf("edge %d: candidates alone", b.Child), a.Alone, b.Alone)
		d.check(fmt.Sprintf("edge %d: root's candidates without it", b.Child), a.Without, b.Without)
	}
}

// some lists the first few titles.
func some(titles []string) string {
	const most = 5
	if len(titles) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(titles[:most], ", "), len(titles)-most)
	}
	return strings.Join(titles, ", ")
}
