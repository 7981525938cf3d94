package wikitext

import (
	"html"
	"strings"
)

// nihongo writes {{nihongo|English|kanji|romaji}} as "English (kanji, romaji)".
func nihongo(c *call) {
	open := false
	for n := 1; n <= 3; n++ {
		r, ok := c.pos(n)
		if !ok {
			continue
		}
		switch {
		case n > 1 && !open:
			c.p.words(" (")
			open = true
		case n > 1:
			c.p.words(", ")
		}
		c.write(r)
	}
	if open {
		c.p.words(")")
	}
}

// ship writes and links {{ship|French ship|Orion|1787}}.
func ship(c *call) { shipLink(c, c.source(1), c.source(2), c.source(3)) }

// prefixShip writes and links {{HMS|Ajax|22}}.
func prefixShip(c *call) { shipLink(c, strings.ToUpper(c.name), c.source(1), c.source(2)) }

func shipLink(c *call, prefix, name, id string) {
	shown := strings.TrimSpace(prefix + " " + name)
	target := shown
	if id != "" {
		target += " (" + id + ")"
	}
	c.linked(shown, target)
}

// linked writes a link. Text that holds markup is left out.
func (c *call) linked(shown, target string) {
	if shown == "" || strings.ContainsAny(shown, "{[<") {
		c.p.drop()
		return
	}
	start := len(c.p.out)
	c.p.words(shown)
	c.p.addLink(target, start)
}

// interlanguage writes {{ill|Title|de}}, a link to a page that may be missing here. Once it was {{ill|de|Titel|Title|label}}.
func interlanguage(c *call) {
	title, shown := c.source(1), c.value("lt")
	if isLanguage(title) && c.source(3) != "" {
		title, shown = c.source(3), c.source(4)
	}
	if shown == "" {
		shown = title
	}
	c.linked(shown, title)
}

// value is a named argument as written.
func (c *call) value(name string) string {
	r, _ := c.named(name)
	return strings.TrimSpace(html.UnescapeString(c.p.src[r.i:r.end]))
}

func pageName(c *call) {
	name := c.p.title
	if c.name == "pagenamebase" {
		name = pipeTrick(name)
	}
	c.p.words(name)
}

// language writes {{lang-fr|texte}} as "French: texte".
func language(c *call) {
	r, ok := c.pos(1)
	if !ok {
		c.p.drop()
		return
	}
	if name := languageNames[strings.TrimPrefix(c.name, "lang-")]; name != "" {
		c.p.words(name + ": ")
	}
	c.write(r)
}

var languageNames = map[string]string{
	"ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
	"en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic",
	"gl": "Galician", "grc": "Ancient Greek", "grc-gre": "Greek", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
	"is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "ku": "Kurdish", "la": "Latin", "lb": "Luxembourgish", "lt": "Lithuanian", "lv": "Latvian",
	"mk": "Macedonian", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese", "nl": "Dutch", "no": "Norwegian", "oc": "Occitan", "pa": "Punjabi", "pl": "Polish",
	"ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sa": "Sanskrit", "sh": "Serbo-Croatian", "sk": "Slovak", "sl": "Slovene", "sq": "Albanian", "sr": "Serbian",
	"sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "yi": "Yiddish",
	"zh": "Chinese",
}

// sortName writes {{sortname|First|Last|Title}} as "First Last", a link to the title (without one, to the name; with nolink, none).
func sortName(c *call) {
	shown := strings.TrimSpace(c.source(1) + " " + c.source(2))
	target := c.source(3)
	if target == "" {
		target = shown
		if d := c.value("dab"); d != "" {
			target += " (" + d + ")"
		}
	}
	if c.value("nolink") != "" {
		target = ""
	}
	c.linked(shown, target)
}

func shipClass(c *call) {
	if r, ok := c.pos(1); ok {
		c.write(r)
		c.p.words("-class ")
	}
	if r, ok := c.pos(2); ok {
		c.write(r)
	}
}

func marriage(c *call) {
	if r, ok := c.pos(1); ok {
		c.write(r)
	}
	from, to := c.source(2), c.source(3)
	if from == "" {
		return
	}
	if to != "" {
		from += "–" + to
	}
	c.p.words(" (m. " + from + ")")
}

// mainArticle leaves links without text: the articles that a section points to.
func mainArticle(c *call) {
	c.p.gone = true
	if c.p.scratch {
		return
	}
	for _, a := range c.args {
		raw := strings.TrimSpace(c.p.src[a.value.i:a.value.end])
		if t := c.p.site.Title(raw); a.key == "" && t != "" && c.p.site.Namespace(t) == nsMain {
			c.p.links = append(c.p.links, Link{Target: t, Anchor: nowhere})
		}
	}
}
