package wikitext

import (
	"html"
	"strings"
)

// call is a use of a template.
type call struct {
	p       *parser
	name    string // lower case, blanks for underscores
	written string // the name as the page has it
	args    []arg
	at      int // index of the node
}

// arg is an argument; its value is a region without blanks around it.
type arg struct {
	key   string // "" for positional ones
	value region
}

// template reads the template at nodes[at]. What is no known carrier of text is left out.
func (p *parser) template(at int) {
	c := p.call(at)
	if k := kindByTemplate(c.name); k != "" && !p.scratch {
		p.kind = k
	}
	if p.depth >= maxDepth {
		p.drop()
		return
	}
	if i := strings.IndexByte(c.name, ':'); i > 0 {
		p.function(c, c.name[:i])
		return
	}
	reduce := reductions[c.name]
	if reduce == nil && strings.HasPrefix(c.name, "lang-") {
		reduce = language
	}
	if reduce != nil {
		if p.mute == 0 {
			p.splitArgs(c)
			p.depth++
			reduce(c)
			p.depth--
		}
		return
	}
	if (p.mute == 0 || p.value) && p.infoboxTemplate(c) {
		return
	}
	p.drop()
}

// call reads a template's name.
func (p *parser) call(at int) *call {
	n := p.nodes[at]
	r := region{n.start + 2, n.end - 2, at + 1}
	pipe := p.find(r, '|')
	end := pipe.i
	if pipe.at > r.at { // comments or templates in the name
		end = min(end, p.nodes[r.at].start)
	}
	name := strings.Join(strings.Fields(strings.ReplaceAll(p.src[r.i:end], "_", " ")), " ")
	lower := strings.TrimPrefix(strings.ToLower(name), "template:")
	return &call{p: p, name: lower, written: name, at: at}
}

// splitArgs reads the bounds of the arguments. It looks at the template's own characters only, not into what is nested.
func (p *parser) splitArgs(c *call) {
	n := p.nodes[c.at]
	r := p.find(region{n.start + 2, n.end - 2, c.at + 1}, '|')
	for r.i < r.end {
		r.i++
		end := p.find(r, '|')
		a := region{r.i, end.i, r.at}
		if eq := p.find(a, '='); eq.i < eq.end && p.onlyComments(a.at, eq.at) {
			c.args = append(c.args, arg{p.key(a.i, eq.i), p.trim(region{eq.i + 1, end.i, eq.at})})
		} else {
			c.args = append(c.args, arg{"", p.trim(a)})
		}
		r = end
	}
}

func (p *parser) onlyComments(from, to int) bool {
	for _, n := range p.nodes[from:to] {
		if n.kind != comment {
			return false
		}
	}
	return true
}

// key is the name of an argument, without the comments before it.
func (p *parser) key(start, end int) string {
	key := p.src[start:end]
	if i := strings.LastIndex(key, "-->"); i >= 0 {
		key = key[i+len("-->"):]
	}
	if i := strings.Index(key, "<!--"); i >= 0 {
		key = key[:i]
	}
	return strings.TrimSpace(key)
}

// trim takes blanks off both ends of a region.
func (p *parser) trim(r region) region {
	p.trimStart(&r)
	r.end = r.i + len(strings.TrimRight(p.src[r.i:r.end], " \t\r\n"))
	return r
}

// pos returns the n-th positional argument, from 1.
func (c *call) pos(n int) (region, bool) {
	for _, a := range c.args {
		if a.key == "" {
			if n--; n == 0 {
				return a.value, a.value.i < a.value.end
			}
		} else if len(a.key) == 1 && a.key[0] == byte('0'+n) {
			return a.value, a.value.i < a.value.end
		}
	}
	return region{}, false
}

// named returns the argument with one of the names.
func (c *call) named(names ...string) (region, bool) {
	for _, a := range c.args {
		for _, n := range names {
			if a.key == n {
				return a.value, a.value.i < a.value.end
			}
		}
	}
	return region{}, false
}

// positional counts the positional arguments.
func (c *call) positional() int {
	n := 0
	for _, a := range c.args {
		if a.key == "" {
			n++
		}
	}
	return n
}

// write puts an argument into the text. Each argument is written at most once by a reduction, or the time would grow with the power of the nesting.
func (c *call) write(r region) { c.p.inline(&r, false) }

// source is an argument as written, entities decoded: for numbers, units and dates.
func (c *call) source(n int) string {
	r, ok := c.pos(n)
	if !ok {
		return ""
	}
	return strings.TrimSpace(html.UnescapeString(c.p.src[r.i:r.end]))
}

// function reads a parser function: {{lc:text}}, {{formatnum:1234}}; others are left out.
func (p *parser) function(c *call, name string) {
	switch name {
	case "lc", "uc", "lcfirst", "ucfirst", "formatnum", "nowrap":
		n := p.nodes[c.at]
		r := p.find(region{n.start + 2, n.end - 2, c.at + 1}, ':')
		r.i++
		r = p.trim(p.until(r, '|'))
		p.inline(&r, false)
	default:
		p.drop()
	}
}

// until ends a region before the first c outside nodes.
func (p *parser) until(r region, c byte) region {
	r.end = p.find(r, c).i
	return r
}

// capture reads a region into a string of its own, with the titles linked in it.
func (p *parser) capture(r region, value bool) (string, []string) {
	saved := *p
	p.out, p.links, p.headings, p.sections, p.lead, p.rowSpans, p.early = nil, nil, nil, nil, nil, nil, nil
	p.pending, p.line, p.mute, p.bold, p.value, p.scratch, p.inLink, p.flat = joined, 0, 0, -1, value, true, false, false
	p.block(r)
	text := tidy(p.out, nil)
	var titles []string
	for _, l := range p.links {
		titles = append(titles, l.Target)
	}
	facts, infobox := p.facts, p.infobox
	*p = saved
	p.facts, p.infobox = facts, infobox
	return text, titles
}

func kindByTemplate(name string) string {
	if strings.Contains(name, "disambig") && !strings.Contains(name, "needed") {
		return KindDisambiguation
	}
	return templateKinds[name]
}

var templateKinds = map[string]string{
	"dab": KindDisambiguation, "disamb": KindDisambiguation, "hndis": KindDisambiguation, "geodis": KindDisambiguation, "surname": KindDisambiguation, "given name": KindDisambiguation,
	"mil-unit-dis": KindDisambiguation, "numberdis": KindDisambiguation, "letter–number combination disambiguation": KindDisambiguation, "begriffsklärung": KindDisambiguation,
	"homonymie": KindDisambiguation, "desambiguación": KindDisambiguation, "desambiguação": KindDisambiguation, "disambigua": KindDisambiguation, "неоднозначность": KindDisambiguation,
	"ujednoznacznienie": KindDisambiguation, "dp": KindDisambiguation, "nūzeimeibu skaidrojums": KindDisambiguation, "sia": KindList, "set index article": KindList, "set index": KindList,
	"shipindex": KindList, "mountainindex": KindList, "plant common name": KindList, "animal common name": KindList,
}
