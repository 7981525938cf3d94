package agent

import (
	"fmt"
	"strings"

	"infoseek"
	"infoseek/internal/prompt"
	"infoseek/internal/tags"
)

// listDocuments writes documents as InfoSeek's and Search-R1's agents know them.
func listDocuments(documents []Document) string {
	var b strings.Builder
	for i, d := range documents {
		fmt.Fprintf(&b, "Doc %d(Title: %s) %s\n", i+1, oneLine(d.Title), oneLine(d.Text))
	}
	return b.String()
}

// disarm makes foreign text harmless: neither the protocol's tags nor the marks of chat templates are left in it, so that it can't end the block or message it stands in.
func disarm(s string) string { return tags.Disarm(prompt.Defuse(s)) }

// oneLine is disarm for what has to stand in one line.
func oneLine(s string) string { return disarm(strings.Join(strings.Fields(s), " ")) }

// finding is what one query of a turn brought, disarmed.
type finding struct {
	query    string
	evidence string
}

func newFinding(query, evidence string) finding {
	return finding{oneLine(query), strings.TrimSpace(disarm(evidence))}
}

// leastQuery is the least of a query, in tokens, that is worth showing; the only one of a turn that is longer may be left out.
const leastQuery = 4

// observation writes findings in the form of its protocol.
type observation struct {
	tok  infoseek.Tokenizer
	wrap func(body string) string
}

// inTags is the form of the protocol by tags; untagged is that of a tool's message.
func inTags(body string) string   { return tags.Wrap(tags.Information, body) }
func untagged(body string) string { return body }

// observe writes the findings of a turn as an observation of at most limit tokens. Tags and queries survive, the evidence shares what is left: a finding that needs less leaves the rest to
// the others. Where not even the queries fit they are cut, then left out from the last. What was left out is told to drop, in tokens.
func (o observation) observe(findings []finding, limit int, drop func(what string, tokens int)) string {
	kept, room := len(findings), limit
	for o.tok.Count(o.render(findings[:kept], 0, room)) > limit && kept > 0 {
		if room /= 2; room < leastQuery {
			kept, room = kept-1, limit
		}
	}
	for _, f := range findings[kept:] {
		drop("query "+f.query, o.tok.Count(f.query+f.evidence))
	}
	findings = findings[:kept]
	share := limit
	for share > 0 && o.tok.Count(o.render(findings, share, room)) > limit {
		share = shrink(share)
	}
	for _, f := range findings {
		if left := o.tok.Count(f.evidence) - o.tok.Count(cut(o.tok, f.evidence, share)); left > 0 {
			drop("evidence for "+f.query, left)
		}
	}
	return o.render(findings, share, room)
}

// shrink makes a share smaller by an eighth, at last by one.
func shrink(share int) int { return share - 1 - share/8 }

// render writes an observation with each query cut at room tokens and each evidence at share.
func (o observation) render(findings []finding, share, room int) string {
	parts := make([]string, len(findings))
	for i, f := range findings {
		parts[i] = "[Current Query]: " + cut(o.tok, f.query, room) + "\n\n" + cut(o.tok, f.evidence, share)
	}
	return o.wrap(strings.Join(parts, "\n\n[SNIPPET]\n\n"))
}

// cut returns a prefix of s with at most n tokens whatever the tokenizer does: where its own cut is too long, a shorter one is tried, at last none.
func cut(tok infoseek.Tokenizer, s string, n int) string {
	if n <= 0 {
		return ""
	}
	if tok.Count(s) <= n {
		return s
	}
	for c := tok.Cut(s, n); c != ""; c = c[:len(c)/2] {
		if c = strings.ToValidUTF8(c, ""); strings.HasPrefix(s, c) && tok.Count(c) <= n {
			return c
		}
	}
	return ""
}
