package corpus

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
)

// resolver finds the page that each redirect leads to, through chains of them, and enters the redirect's title for it. A page's own title goes before a redirect's, the
// first of several redirects of one title before the others.
type resolver struct {
	*builder
	m       *mapping
	from    dictionary // where a redirect of a title stands in spooled
	titles  dictionary // of pages
	spooled []byte
	own     uint32 // entries of titles that are of pages
}

// resolve enters the redirects. Afterwards aliases are by page.
func (b *builder) resolve() error {
	b.aliases = newPairs(b.work.dir, "aliases", b.opt.Pairs)
	m := &mapping{dir: b.work.dir}
	defer m.close()
	next, err := b.nextRedirects(m)
	if err != nil {
		return err
	}
	r := &resolver{builder: b, m: m, from: next, spooled: next.strings, titles: b.titles.view(m, m.written(b.strings)), own: b.titles.count()}
	if m.err != nil {
		return m.err
	}
	in, err := b.redirects.reread()
	if err != nil {
		return err
	}
	for range b.redirected {
		from, to := in.string(), in.string()
		if in.err != nil {
			return in.err
		}
		r.enter(from, to)
	}
	return errors.Join(b.redirects.close(), b.aliases.err)
}

// nextRedirects finds the first redirect of each title in the spool, where its target follows it.
func (b *builder) nextRedirects(m *mapping) (dictionary, error) {
	t, err := newKeyTable(b.work, "redirects.titles", b.redirects.file, titleKey)
	if err != nil {
		return dictionary{}, err
	}
	in, err := b.redirects.reread()
	if err != nil {
		return dictionary{}, err
	}
	at := uint64(0)
	for n := range b.redirected {
		from := in.string()
		at += uint64(uvarintLen(len(from)))
		if key := titleKey(from); in.err == nil && !t.has(key) {
			t.add(key, at, len(from), uint32(n))
		}
		at += uint64(len(from))
		to := in.bytes()
		at += uint64(uvarintLen(len(to)) + len(to))
	}
	found := t.view(m, m.written(b.redirects.file))
	return found, errors.Join(in.err, t.err, t.entries.close())
}

func uvarintLen(n int) int { return len(binary.AppendUvarint(nil, uint64(n))) }

// target is the title to which the redirect of an entry leads.
func (r *resolver) target(e entry) string {
	rest := r.spooled[e.Off+uint64(e.Len):]
	n, size := binary.Uvarint(rest)
	return string(rest[size : size+int(n)])
}

// enter enters a redirect. One that stands twice is no trouble.
func (r *resolver) enter(from, to string) {
	key := titleKey(from)
	if n, e, taken := r.builder.titles.find(key); taken {
		if n < r.own || strings.ReplaceAll(r.builder.titles.text(e), "_", " ") != from {
			r.report.problem(problemShadowed, "%s", from)
		}
		return
	}
	if page, ok := r.follow(from, to); ok {
		r.aliases.add(page, r.builder.titles.add(key, r.strings.text(from), len(from), page))
		r.report.Redirects++
	}
}

// follow finds the page to which a redirect leads.
func (r *resolver) follow(from, to string) (uint32, bool) {
	seen := []string{titleKey(from)}
	for at := titleKey(to); ; {
		if page, ok := r.titles.find(at); ok {
			return page, true
		}
		if _, e, ok := r.builder.titles.find(at); ok {
			return e.Val, true
		}
		if slices.Contains(seen, at) {
			r.report.problem(problemLoop, "%s -> %s", from, to)
			return 0, false
		}
		e, ok := r.from.entry(at)
		if !ok {
			r.report.problem(problemDangling, "%s -> %s", from, to)
			return 0, false
		}
		if seen = append(seen, at); len(seen) > maxRedirects {
			r.report.problem(problemLoop, "%s -> %s", from, to)
			return 0, false
		}
		at = titleKey(r.target(e))
	}
}

// maxRedirects bounds chains: following those that are longer would take time that grows with the square of their length.
const maxRedirects = 64
