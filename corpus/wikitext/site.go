package wikitext

import (
	"html"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The namespaces that matter.
const (
	nsMedia    = -2
	nsMain     = 0
	nsFile     = 6
	nsCategory = 14
)

// Site is what a wiki's pages mean by their namespaces. The zero value is a wiki with English names; these count in every wiki.
type Site struct {
	// CaseSensitive is set where the first letter of a title matters.
	CaseSensitive bool
	namespaces    map[string]int // by lower-case name
}

var englishNamespaces = map[string]int{
	"media": nsMedia, "special": -1, "talk": 1, "user": 2, "user talk": 3, "wikipedia": 4, "project": 4, "wp": 4, "wikipedia talk": 5, "file": nsFile, "image": nsFile, "file talk": 7, "image talk": 7,
	"mediawiki": 8, "mediawiki talk": 9, "template": 10, "template talk": 11, "help": 12, "help talk": 13, "category": nsCategory, "category talk": 15, "portal": 100, "portal talk": 101, "book": 108,
	"draft": 118, "module": 828, "module talk": 829, "timedtext": 710,
}

// AddNamespace names a namespace of the wiki.
func (s *Site) AddNamespace(key int, name string) {
	if s.namespaces == nil {
		s.namespaces = map[string]int{}
	}
	s.namespaces[strings.ToLower(strings.ReplaceAll(name, "_", " "))] = key
}

// Namespace returns the namespace that title's prefix names, 0 where it names none.
func (s Site) Namespace(title string) int {
	prefix, _, ok := strings.Cut(title, ":")
	if !ok {
		return nsMain
	}
	prefix = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(prefix, "_", " ")))
	if n, ok := s.namespaces[prefix]; ok {
		return n
	}
	return englishNamespaces[prefix]
}

// Title normalises a title as written in a link: entities, percent escapes, underscores, section, first letter. It is "" where the link has no page.
func (s Site) Title(raw string) string {
	if t := strings.Trim(raw, " "); isPlainTitle(t) {
		if !s.CaseSensitive {
			t = upperFirst(t)
		}
		return t
	}
	t := raw
	if strings.Contains(t, "&") {
		t = html.UnescapeString(t)
	}
	if strings.Contains(t, "%") {
		if u, err := url.PathUnescape(t); err == nil && utf8.ValidString(u) {
			t = u
		}
	}
	if i := strings.IndexByte(t, '#'); i >= 0 {
		t = t[:i]
	}
	t = strings.TrimPrefix(strings.TrimSpace(strings.ReplaceAll(t, "_", " ")), ":")
	t = strings.Join(strings.FieldsFunc(t, isBlankInTitle), " ")
	if strings.ContainsAny(t, "<>[]{}|\x00\uFFFD") {
		return ""
	}
	if !s.CaseSensitive {
		t = upperFirst(t)
	}
	return t
}

// isPlainTitle is the fast way out: a title that normalising does not change, but for its first letter. It may say false of one.
func isPlainTitle(t string) bool {
	if t == "" || t[0] == ':' {
		return false
	}
	blank := false
	for i := range len(t) {
		c := t[i]
		if !plainInTitle[c] || blank && c == ' ' {
			return false
		}
		blank = c == ' '
	}
	return true
}

// plainInTitle leaves out what begins an escape, has a meaning in links, or is a blank or invisible, or begins with the byte one begins with.
var plainInTitle = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= ' ' && c != 0x7f && strings.IndexByte("&%#_<>[]{}|", byte(c)) < 0 && c != 0xc2 && (c < 0xe1 || c > 0xe3) && c != 0xef
	}
	return t
}()

func isBlankInTitle(c rune) bool {
	return unicode.IsSpace(c) || unicode.IsControl(c) || c == '\u200e' || c == '\u200f'
}

func upperFirst(s string) string {
	if s != "" && 'A' <= s[0] && s[0] <= 'Z' {
		return s
	}
	c, n := utf8.DecodeRuneInString(s)
	if u := unicode.ToUpper(c); u != c && n > 0 && c != 'ß' {
		return string(u) + s[n:]
	}
	return s
}

// isLanguage says whether a prefix leads to a wiki in another language: such links belong to the page, not to its text.
func isLanguage(prefix string) bool { return languages[prefix] }

var languages = func() map[string]bool {
	t := map[string]bool{}
	for _, code := range strings.Fields(`aa ab ace ady af ak als alt am ami an ang ann anp ar arc ary arz as ast atj av avk awa ay az azb ba ban bar bat-smg bbc bcl bdr be be-tarask
		be-x-old bew bg bh bi bjn blk bm bn bo bpy br bs btm bug bxr ca cbk-zam cdo ce ceb ch cho chr chy ckb co cr crh cs csb cu cv cy da dag de dga din diq dsb dtp dty dv dz ee el eml en
		eo es et eu ext fa fat ff fi fiu-vro fj fo fon fr frp frr fur fy ga gag gan gcr gd gl glk gn gom gor got gpe gsw gu guc gur guw gv ha hak haw he hi hif ho hr hsb ht hu hy hyw hz ia iba
		id ie ig igl ii ik ilo inh io is it iu ja jam jbo jv ka kaa kab kbd kbp kcg kg kge ki kj kk kl km kn knc ko koi kr krc ks ksh ku kus kv kw ky la lad lb lbe lez lfn lg li lij lld lmo ln
		lo lrc lt ltg lv mad mai map-bms mdf mg mh mhr mi min mk ml mn mni mnw mo mos mr mrj ms mt mus mwl my myv mzn na nah nan nap nds nds-nl ne new ng nia nl nn no nov nqo nr nrm nso nup nv ny
		oc olo om or os pa pag pam pap pcd pcm pdc pfl pi pih pl pms pnb pnt ps pt pwn qu rm rmy rn ro roa-rup roa-tara rsk ru rue rup rw sa sah sat sc scn sco sd se sg sgs sh shi shn shy si
		simple sk skr sl sm smn sn so sq sr srn ss st stq su sv sw szl szy ta tay tcy tdd te tet tg th ti tk tl tly tn to tpi tr trv ts tt tum tw ty tyv udm ug uk ur uz ve vec vep vi vls vo vro wa war
		wo wuu xal xh xmf yi yo yue za zea zgh zh zh-classical zh-min-nan zh-yue zu`) {
		t[code] = true
	}
	return t
}()

// interwiki holds the prefixes that lead to other projects: such links are text.
var interwiki = func() map[string]bool {
	t := map[string]bool{}
	for _, p := range strings.Fields(`wikt wiktionary c commons s wikisource b wikibooks q wikiquote n wikinews v wikiversity voy wikivoyage species wikispecies m meta metawikipedia d wikidata mw
		mediawikiwiki w wikimedia foundation wmf phab bugzilla google googlebooks doi imdb imdbtitle imdbname arxiv oeis rfc pmid isbn iarchive irc mailarchive orcid wikia wikimania toollabs
		toolforge tools hdl viaf outreach incubator`) {
		t[p] = true
	}
	return t
}()
