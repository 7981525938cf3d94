package wikitext

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

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
	add(first, `nowrap, nobr, nobreak, nwr, small, smaller, big, larger, large, huge, abbr, abbrlink, tooltip, hover title, unicode, angbr, angle bracket, sic, vanchor, visible anchor, linktext, mvar, math, var,
		code, tt, mono, kbd, keypress, key press, samp, pre, strong, em, strike, u, nobold, noitalic, itals, title case, lc, uc, bigger, center, wikt-lang, chem2, sub, vr, railgauge, track gauge,
		not a typo, typo, as written, proper name, smallcaps, sc, sc2, smallcaps2, allcaps, nihongo foot, birth-date, death-date, birth-date and age, death-date and age, start-date, end-date, dob,
		zwnj, italics correction, blockquote paragraph, ruby, asiantitle, hebrew, script/hebrew, script/arabic, bibleverse, bibleref2, bible, ubl item, nts, ntsh,
		number table sorting, underline, strikethrough, quantity, mention, nbay, nq, okina2, cite quran, polytonic, script, pb, no italic, avoid wrap, nbhyph, nowrap link, rtl-lang, lrm text`)
	add(second, `lang, langx, translit, rtl-lang, font color, fontcolor, color, colored text, font, fs, interlanguage link multi id, native name, langnf, tlit, wikt-lang, hidden text, colour`)
	add(last, `transl, transliteration, longitem, resize, align`)
	add(convert, `convert, cvt, conv`)
	add(date, `birth date, birth date and age, death date, death date and age, start date, end date, start date and age, film date, dts, date, bda, dda, birth year and age, death year and age, birth year, death year, start year, end year,
		release date, launch date, opening date, end date and age, start date and years ago, bya, dya, year and age, birth-date and given age, oldstyledate, dtsh, birth based on age as of date`)
	add(circa, `circa, c., ca., ca, c`)
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
	add(country, `flag, flagu, flagcountry, flag country, noflag, flaglist, flagg, flag+link`)
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
}

// symbols are templates that stand for characters.
var symbols = map[string]string{
	"!": "|", "=": "=", "pipe": "|", "'": "'", "'s": "'s", "`": "'", "nbsp, space, spaces, nnbsp, thin space, thinsp, hair space, hairsp, figure space, zwsp, wbr, wj, shy": " ", "ndash, en dash": "–", "mdash, mdashb, em dash, ---, em": "—",
	"snd, spnd, spaced ndash, spaced en dash, –, sndash, snds, dash": " – ", "spaced mdash, spaced em dash": " — ", "·, dot, middot, •, bull, bullet, \\": " · ", "minus": "−", "hyphen, hyphen-minus": "-",
	"okina, hamza, ayin": "ʻ", "times": "×", "plus-minus, ±": "±", "\"": "\"", "'\"": "'\"", "\"'": "\"'", "ell": "ℓ", "pi": "π", "degree, deg": "°", "no.": "No. ", "ad": "AD", "bce": "BCE", "ce": "CE", "bc": "BC", "ll": "", "(": "{{", ")": "}}",
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

var unitNames = map[string]string{
	"sqmi": "sq mi", "sqkm": "km²", "km2": "km²", "m2": "m²", "m3": "m³", "km3": "km³", "cm2": "cm²", "cm3": "cm³", "mm2": "mm²", "ft2": "sq ft", "sqft": "sq ft", "ft3": "cu ft", "cuft": "cu ft", "cumi": "cu mi", "cumi2": "cu mi", "mi2": "sq mi",
	"C": "°C", "F": "°F", "K": "K", "C-change": "°C", "F-change": "°F", "kn": "knots", "e6km2": "million km²", "e6sqmi": "million sq mi", "e3m3": "thousand m³", "cuyd": "cu yd", "impgal": "imp gal", "USgal": "US gal", "PD/sqkm": "per km²",
	"PD/sqmi": "per sq mi", "/km2": "per km²", "/sqmi": "per sq mi", "mi/h": "mph", "km/h": "km/h", "nmi": "nautical miles", "cuin": "cu in", "sqin": "sq in", "sqyd": "sq yd", "e6t": "million tonnes", "long ton": "long tons", "short ton": "short tons",
	"LT": "long tons", "ST": "short tons", "t": "tonnes", "MT": "tonnes", "u": "u", "inHg": "inHg", "lb": "lb", "m3/s": "m³/s", "cuft/s": "cu ft/s", "ft·lbf": "ft·lbf", "acre": "acres", "oz": "oz", "ha": "ha",
}

// convert writes the quantity as it was given, without the conversion.
func convert(c *call) {
	var parts []string
	for n := 1; ; n++ {
		s := c.source(n)
		if s == "" || strings.ContainsAny(s, "{[<") && n > 1 {
			break
		}
		if u, ok := unitNames[s]; ok {
			s = u
		}
		switch s {
		case "-", "–", "and(-)", "to(-)", "to about":
			s = map[string]string{"-": "–", "–": "–", "and(-)": "and", "to(-)": "to", "to about": "to about"}[s]
		}
		parts = append(parts, grouped(s))
		if n%2 == 0 && isUnit(parts[n-1]) && !isNumber(c.source(n+1)) || n%2 == 0 && isUnit(parts[n-1]) && !isUnit(c.source(n+2)) {
			break
		}
	}
	c.p.words(strings.ReplaceAll(strings.Join(parts, " "), " – ", "–"))
}

// grouped writes a whole number with thousands marks, and a minus as one.
func grouped(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok && isNumber(rest) {
		return "−" + grouped(rest)
	}
	if len(s) < 4 || len(strings.Trim(s, "0123456789")) > 0 {
		return s
	}
	return grouped(s[:len(s)-3]) + "," + s[len(s)-3:]
}

func isNumber(s string) bool {
	return s != "" && strings.IndexByte("+-−.0123456789", s[0]) >= 0 && strings.ContainsAny(s, "0123456789")
}

// isUnit tells a unit from the words that join two values.
func isUnit(s string) bool {
	switch s {
	case "", "-", "–", "to", "and", "or", "by", "x", "×", "by(-)", "to(-)", "and(-)", "+/-", "±", "+", ",", "xx", "*", "/", "to about", "or(-)", "minus":
		return false
	}
	return !isNumber(s)
}

var months = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// date writes the date of {{birth date|1970|1|2}} and the like; what is no number is written as it stands.
func date(c *call) {
	y, err := strconv.Atoi(c.source(1))
	if err != nil {
		first(c)
		return
	}
	m, d := month(c.source(2)), c.source(3)
	if strings.Contains(c.name, "year") {
		m = 0
	}
	df, _ := c.named("df", "dayfirst")
	dayFirst := strings.HasPrefix(strings.ToLower(c.p.src[df.i:df.end]), "y")
	switch {
	case m == 0:
		c.p.words(strconv.Itoa(y))
	case !isNumber(d) || len(d) > 2:
		c.p.words(fmt.Sprintf("%s %d", months[m-1], y))
	case dayFirst:
		c.p.words(fmt.Sprintf("%s %s %d", strings.TrimLeft(d, "0"), months[m-1], y))
	default:
		c.p.words(fmt.Sprintf("%s %s, %d", months[m-1], strings.TrimLeft(d, "0"), y))
	}
}

// month reads a month by number or name; 0 if it is none.
func month(s string) int {
	if n, err := strconv.Atoi(s); err == nil && 1 <= n && n <= 12 {
		return n
	}
	for i, name := range months {
		if len(s) >= 3 && strings.HasPrefix(strings.ToLower(name), strings.ToLower(s)) {
			return i + 1
		}
	}
	return 0
}

func circa(c *call) {
	c.p.words("c. ")
	writeRange(c)
}

func prefixed(s string) func(*call) {
	return func(c *call) {
		c.p.words(s)
		writeRange(c)
	}
}

func writeRange(c *call) {
	if r, ok := c.pos(1); ok {
		c.write(r)
	}
	if r, ok := c.pos(2); ok {
		c.p.words(" – ")
		c.write(r)
	}
}

func asOf(c *call) {
	word := "As of "
	if c.name == "since" {
		word = "Since "
	}
	if r, ok := c.named("lc"); ok && strings.HasPrefix(strings.ToLower(c.p.src[r.i:r.end]), "y") {
		word = strings.ToLower(word)
	}
	y, m, d := c.source(1), month(c.source(2)), c.source(3)
	switch {
	case m > 0 && isNumber(d):
		word += d + " " + months[m-1] + " "
	case m > 0:
		word += months[m-1] + " "
	}
	c.p.words(word + y)
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

// chem writes {{chem|C|O|3|2-}} as CO3²⁻.
func chem(c *call) {
	for _, a := range c.args {
		s := c.p.src[a.value.i:a.value.end]
		switch {
		case a.key != "":
		case strings.HasSuffix(s, "+") || strings.HasSuffix(s, "-") || strings.HasSuffix(s, "−"):
			c.p.words(raise(s))
		default:
			c.write(a.value)
		}
	}
}

// gaps writes {{gaps|6|022|140}} with blanks between the groups.
func gaps(c *call) {
	for i, a := range c.args {
		if a.key == "" {
			if i > 0 {
				c.p.words(" ")
			}
			c.write(a.value)
		}
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

// country writes the country of {{flag|France}}, which links to it.
func country(c *call) {
	name, target := c.value("name"), c.source(1)
	if name == "" {
		name = target
	}
	c.linked(name, target)
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

func shipClass(c *call) {
	if r, ok := c.pos(1); ok {
		c.write(r)
		c.p.words("-class ")
	}
	if r, ok := c.pos(2); ok {
		c.write(r)
	}
}

func fraction(c *call) {
	s := [3]string{c.source(1), c.source(2), c.source(3)}
	switch {
	case s[2] != "":
		c.p.words(s[0] + " " + s[1] + "/" + s[2])
	case s[1] != "":
		c.p.words(s[0] + "/" + s[1])
	default:
		c.p.words("1/" + s[0])
	}
}

func value(c *call) {
	if strings.HasPrefix(c.name, "e") {
		c.p.words("×10" + raise(c.source(1)))
		return
	}
	if r, ok := c.pos(1); ok {
		c.write(r)
	}
	if r, ok := c.named("e"); ok {
		c.p.words("×10" + raise(c.p.src[r.i:r.end]))
	}
	if r, ok := c.named("ul", "u"); ok {
		c.p.words(" ")
		c.write(r)
	}
}

func superscript(c *call) {
	was := c.p.raised
	c.p.raised = true
	first(c)
	c.p.raised = was
}

func height(c *call) {
	sep := ""
	for _, unit := range []string{"m", "cm", "ft", "in"} {
		if r, ok := c.named(unit); ok {
			c.p.words(sep)
			c.write(r)
			c.p.words(" " + unit)
			sep = " "
		}
	}
}

func currency(sign string) func(*call) {
	return func(c *call) {
		c.p.words(sign)
		if r, ok := c.pos(1); ok {
			c.write(r)
		}
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

func nuclide(c *call) {
	if r, ok := c.pos(1); ok {
		c.write(r)
	}
	if n := c.source(2); n != "" {
		c.p.words("-" + n)
	}
}

// raise writes digits and signs as superscripts; what has other characters stays.
func raise(s string) string {
	const plain, raised = "0123456789+-−n()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ⁽⁾"
	up := []rune(raised)
	var b strings.Builder
	for _, c := range s {
		i := strings.IndexRune(plain, c)
		if i < 0 {
			return s
		}
		b.WriteRune(up[len([]rune(plain[:i]))])
	}
	return b.String()
}
