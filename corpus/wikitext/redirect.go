package wikitext

import (
	"strings"
	"unicode"
)

// redirectWords are the magic words that make a page a redirect, in the languages of large wikis; exports state most redirects beside the text.
var redirectWords = map[string]bool{
	"redirect": true, "weiterleitung": true, "redirection": true, "redirección": true, "redireccion": true, "rinvia": true, "перенаправление": true, "перенапр": true, "redirecionamento": true,
	"doorverwijzing": true, "patrz": true, "przekieruj": true, "tam": true, "omdirigering": true, "転送": true, "リダイレクト": true, "重定向": true, "перенаправлення": true, "ohjaus": true, "uudelleenohjaus": true,
	"přesměruj": true, "átirányítás": true, "omdiriger": true, "viderestilling": true, "yönlendirme": true, "tilvísun": true, "넘겨주기": true, "تحويل": true, "הפניה": true, "ανακατευθυνση": true,
	"redirecció": true, "alih": true, "redireccionamento": true, "presmeruj": true, "preusmjeri": true, "преусмери": true, "виж": true,
}

// redirect returns the target of a page of the form #REDIRECT [[target]], "" for other pages.
func redirect(src string, site Site) string {
	s, ok := strings.CutPrefix(strings.TrimLeft(src, " \t\r\n\ufeff"), "#")
	if !ok {
		return ""
	}
	n := strings.IndexFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) })
	if n <= 0 || !redirectWords[strings.ToLower(s[:n])] {
		return ""
	}
	s, ok = strings.CutPrefix(strings.TrimLeft(s[n:], " \t\r\n:"), "[[")
	if !ok {
		return ""
	}
	if n = strings.IndexAny(s, "|]\n"); n < 0 {
		return ""
	}
	return site.Title(s[:n])
}
