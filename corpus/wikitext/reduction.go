package wikitext

import "strings"

// reductions are the templates that carry text, by lower-case name. Each writes what the template shows, near enough.
var reductions map[string]func(*call)

// init, since reductions lead back to the parser that uses them.
func init() {
	reductions = map[string]func(*call){}
	add := func(f func(*call), names string) {
		for n := range strings.SplitSeq(names, ",") {
			reductions[strings.TrimSpace(n)] = f
		}
	}
	add(first, `nowrap, nobr, nobreak, nwr, small, smaller, big, bigger, larger, large, huge, abbr, abbrlink, tooltip, hover title, unicode, angbr, angle bracket, sic, vanchor, visible anchor, linktext, mvar, math,
		var, code, tt, mono, kbd, keypress, key press, samp, pre, strong, em, strike, strikethrough, underline, u, nobold, noitalic, no italic, itals, italics correction, title case, lc, uc, center, chem2, sub,
		vr, railgauge, track gauge, not a typo, typo, as written, proper name, smallcaps, sc, sc2, smallcaps2, allcaps, birth-date, death-date, birth-date and age, death-date and age, start-date, end-date, dob,
		asiantitle, hebrew, script/hebrew, script/arabic, polytonic, script, nts, number table sorting, nowrap link`)
	add(second, `lang, langx, translit, rtl-lang, font color, fontcolor, color, colour, colored text, native name, langnf, tlit, wikt-lang`)
	add(last, `transl, transliteration, longitem, resize, align`)
	add(convert, `convert, cvt, conv`)
	add(date, `birth date, birth date and age, death date, death date and age, start date, end date, start date and age, film date, dts, date, bda, dda, birth year and age, death year and age, birth year, death year, start year, end year,
		release date, launch date, opening date, end date and age, start date and years ago, bya, dya, year and age, birth-date and given age, dtsh, birth based on age as of date`)
	add(oldStyle, `oldstyledate, oldstyledatedy, oldstyledateny`)
	add(circa, `circa, c., ca.`)
	add(prefixed("fl. "), `floruit, fl., fl`)
	add(prefixed("r. "), `reign, r.`)
	add(asOf, `as of, since`)
	add(quote, `quote, blockquote, quotation, cquote, bquote, centered pull quote, rquote, pull quote, quote box, quotebox, block quote, poemquote, verse translation, blockquotation, poem quote`)
	add(gaps, `gaps`)
	add(list, `unbulleted list, ubl, ublist, plainlist, flatlist, hlist, bulleted list, collapsible list, br separated entries, ordered list, columns-list, indented plainlist, unbulleted list citebundle, ulist, tree list, comma separated entries, csv, cslist, columns list, div col`)
	add(nihongo, `nihongo, nihongo2, nihongo3, nihongo krt, nihongo core`)
	add(chem, `chem`)
	add(interlanguage, `ill, interlanguage link, ill-wd, ill-wd2, link-interwiki`)
	add(prefixShip, `uss, hms, ss, rms, hmas, hmcs, ins, sms`)
	add(country, `flag, flagu, flagcountry, flag country, noflag, flaglist, flagg, flag+link, cr, cr-rt, crw, fb, fb-rt, fbw, fbw-rt, flagioc, flagdeco+link, ru, rut, bk, ih, hockey`)
	for code := range countryCodes {
		reductions[code] = coded
	}
	add(coordinates, `coord, coordinate, coor`)
	add(sortName, `sortname, sort name`)
	add(ordinal, `ordinal, ord`)
	add(rating, `rating, stars`)
	add(second, `sort, legend, legend2, sorttext`)
	add(first, `nastaliq, flagathlete, flagiocathlete, format price, right, left, bartable, nowrap begin, nihongo title, blue, red, green, overline, ruby-ja, script/nastaliq, pslink, plink, sortdate, raise, lower, midsize, resize text`)
	add(list, `vunblist, unbulleted, bulleted, flowlist, cmn, ordered`)
	add(pageName, `pagename, fullpagename, subpagename, basepagename, pagenamebase`)
	add(ship, `ship`)
	add(shipClass, `sclass, sclass2, sclass-`)
	add(fraction, `frac, fraction, sfrac, frac2`)
	add(value, `val, e, esp, exp`)
	add(superscript, `sup, smallsup`)
	add(height, `height`)
	add(currency("US$"), `us$, usd, us dollar`)
	add(currency("£"), `gbp, £, pound sterling`)
	add(currency("€"), `eur, €, euro`)
	add(currency("₹"), `inr, indian rupee, rupee`)
	add(currency("¥"), `jpy, jp¥, yen, cny`)
	add(currency("A$"), `aud, a$`)
	add(currency("C$"), `cad, c$, canadian dollar`)
	add(marriage, `marriage, married`)
	add(mainArticle, `main, main article, see also, further, further information, details, main articles, see, more, main list, catmore, further info, main2, seealso`)
	add(nuclide, `simplenuclide, simplenuclide2, nuclide, nuclide2, simplenuclide link`)
	for names, s := range symbols {
		add(func(c *call) { c.p.words(s) }, names)
	}
	add(func(c *call) { c.p.brk(newline) }, `br, break, crlf`)
}

// symbols are templates that stand for characters.
var symbols = map[string]string{
	"!": "|", "=": "=", "pipe": "|", "'": "'", "'s": "'s", "`": "'", "nbsp, space, spaces, nnbsp, thin space, thinsp, hair space, hairsp, figure space, zwsp, wbr, wj, shy": " ", "ndash, en dash": "–", "mdash, mdashb, em dash, ---, em": "—",
	"snd, spnd, spaced ndash, spaced en dash, –, sndash, snds, dash": " – ", "spaced mdash, spaced em dash": " — ", "·, dot, middot, •, bull, bullet, \\": " · ", "minus": "−", "hyphen, hyphen-minus": "-",
	"okina, hamza, ayin": "ʻ", "times": "×", "plus-minus, ±": "±", "\"": "\"", "'\"": "'\"", "\"'": "\"'", "ell": "ℓ", "pi": "π", "degree, deg": "°", "no.": "No. ", "ad": "AD", "bce": "BCE", "ce": "CE", "bc": "BC", "ll": "", "(": "{{", ")": "}}",
	"won, won2": "Won", "nom, nom2, nominated": "Nominated", "tba": "TBA", "tbd": "TBD", "dunno": "?", "increase, up": "↑", "decrease, down": "↓", "steady": "→", "' \"": "' \"", "tick, check mark, checkmark": "✓",
	"number sign, numero": "№", "sharp, music|sharp": "♯", "flat": "♭", "yes, aye": "Yes", "no, nay": "No", "dagger": "†", "n/a, na": "n/a",
}

func first(c *call) {
	if r, ok := c.pos(1); ok {
		c.write(r)
		return
	}
	if r, ok := c.named("text", "content", "1"); ok {
		c.write(r)
		return
	}
	c.p.drop()
}

func second(c *call) {
	r, ok := c.pos(2)
	if !ok {
		r, ok = c.named("text")
	}
	if !ok {
		c.p.drop()
		return
	}
	c.write(r)
}

// last writes the last positional argument.
func last(c *call) {
	if r, ok := c.pos(c.positional()); ok {
		c.write(r)
		return
	}
	first(c)
}

// quote writes a quotation as a paragraph of its own, with its source behind a dash.
func quote(c *call) {
	c.p.brk(paragraph)
	r, ok := c.named("text", "quote", "quotetext")
	if !ok {
		r, ok = c.pos(1)
	}
	if ok {
		c.p.block(r)
	}
	by, ok := c.named("author", "sign", "by", "source", "cite")
	if !ok && c.name != "cquote" {
		by, ok = c.pos(2)
	}
	if ok {
		c.p.brk(space)
		c.p.words("— ")
		c.write(by)
	}
	c.p.brk(paragraph)
}

// list writes the items of a list one a line; those of {{hlist}} in one line.
func list(c *call) {
	if c.name == "div col" {
		return
	}
	inLine := c.name == "hlist" || c.name == "csv" || c.name == "cslist" || c.name == "comma separated entries"
	for i, a := range c.args {
		if a.key != "" && (len(a.key) > 2 || a.key[0] > '9') {
			continue
		}
		switch {
		case inLine && i > 0:
			c.p.words(", ")
		case !inLine:
			c.p.brk(newline)
		}
		r := a.value
		if strings.IndexByte("*#:;", c.p.src[min(r.i, len(c.p.src)-1)]) >= 0 {
			r.i++
		}
		c.write(r)
	}
	if !inLine {
		c.p.brk(newline)
	}
}
