package wikitext

import "strings"

// infoboxTemplate reads c as an infobox if it is one, and says so. It is one by its name, or, in any language, if it is the page's first template with three named arguments on lines of
// their own before any text.
func (p *parser) infoboxTemplate(c *call) bool {
	named := isInfobox(c.name)
	if len(p.headings) > 0 {
		return false // about something else than the page
	}
	if !named && (len(p.out) > 0 || p.infobox != "" || p.scratch || noInfobox(c.name)) {
		return false
	}
	p.splitArgs(c)
	if !named && !p.looksLikeInfobox(c) {
		return false
	}
	if p.infobox == "" {
		p.infobox = c.written
	}
	p.depth++
	for _, a := range c.args {
		if a.key != "" && a.value.i < a.value.end && !decoration(a.key) {
			p.fact(a)
		}
	}
	p.depth--
	p.gone = true
	return true
}

func (p *parser) fact(a arg) {
	value, links := p.capture(a.value, true)
	if value == "" || isImage(value) || value[0] == '#' {
		return
	}
	p.facts = append(p.facts, Fact{Field: strings.Join(strings.Fields(strings.ReplaceAll(a.key, "_", " ")), " "), Value: value, Links: links})
}

func isInfobox(name string) bool {
	for _, prefix := range []string{"infobox", "taxobox", "geobox", "speciesbox", "automatic taxobox", "subspeciesbox", "drugbox", "chembox", "starbox", "planetbox"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return strings.HasSuffix(name, " infobox")
}

// noInfobox names templates before the lead that have named arguments and are none.
func noInfobox(name string) bool {
	for _, s := range []string{"issues", "multiple image", "double image", "coord", "cleanup", "portal", "sidebar", "navbox", "protected", "cite ", "use ", "about", "refimprove", "redirect"} {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}

func (p *parser) looksLikeInfobox(c *call) bool {
	const least = 3
	n := p.nodes[c.at]
	return len(c.args)-c.positional() >= least && c.positional() <= 1 && strings.Count(p.src[n.start:n.end], "\n") >= least
}

// decoration says of a field that it is about the box's look, or where to find more, not about the subject.
func decoration(key string) bool {
	key = strings.ToLower(key)
	if decorations[strings.TrimRight(key, "0123456789")] {
		return true
	}
	for _, part := range []string{"image", "caption", "_alt", "imgsize", "pushpin", "map_", "_map", "mapsize", "footnote", "_ref", "signature", "coord", "_note", "logo", "_link", "_lang", "lat_", "long_d", "long_m", "long_s",
		"long_e", "_dotx", "_doty"} {
		if strings.Contains(key, part) {
			return true
		}
	}
	return false
}

var decorations = func() map[string]bool {
	t := map[string]bool{}
	for _, k := range strings.Fields(`img pixels alt map width size website url homepage embed child footnotes ref refs note notes color colour bgcolor flag seal cover photo photo_size upright color_process flaglink seallink coatlink
		latd latm lats latns longd longm longs longew lat_deg lon_deg lat long lon label_position commons border style titlestyle module_style`) {
		t[k] = true
	}
	return t
}()
