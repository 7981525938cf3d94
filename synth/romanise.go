package synth

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"infoseek/text"
)

// spelling is the form under which a name in one script or spelling is compared with the same in another: folded, in Latin letters, with the letters alike that transliterations disagree on ("Чайковский",
// "Tchaikovsky"; "Göttingen", "Goettingen").
func spelling(word string) string {
	s := mergeSpellings.Replace(romanise.Replace(text.Fold(word)))
	var b strings.Builder
	last := rune(0)
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// romanise gives Cyrillic and Greek letters in Latin ones, as folded by text.Fold.
var romanise = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "ґ", "g", "д", "d", "е", "e", "є", "e", "ж", "zh", "з", "z", "и", "i", "і", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s",
	"т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts", "ч", "ch", "ш", "sh", "щ", "sh", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya", "ј", "j", "љ", "lj", "њ", "nj", "џ", "dzh", "ћ", "c",
	"ου", "ou", "αυ", "au", "ευ", "eu", "γγ", "ng", "μπ", "b", "ντ", "d", "α", "a", "β", "v", "γ", "g", "δ", "d", "ε", "e", "ζ", "z", "η", "i", "θ", "th", "ι", "i", "κ", "k", "λ", "l", "μ", "m", "ν", "n", "ξ", "x",
	"ο", "o", "π", "p", "ρ", "r", "σ", "s", "τ", "t", "υ", "y", "φ", "ph", "χ", "ch", "ψ", "ps", "ω", "o",
)

// mergeSpellings makes one of what transliterations write in several ways.
var mergeSpellings = strings.NewReplacer("tsch", "c", "tch", "c", "sch", "s", "dzh", "z", "ch", "c", "sh", "s", "zh", "z", "kh", "c", "h", "c", "ts", "c", "tz", "c", "ph", "f", "th", "t", "ck", "k", "q", "k", "x", "ks", "w", "v",
	"ae", "a", "oe", "o", "ue", "u", "ou", "u", "y", "i", "j", "i", "ij", "i", "dj", "d")

// beyondASCII reports whether s has letters beyond ASCII, for which other spellings are usual.
func beyondASCII(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) })
}
