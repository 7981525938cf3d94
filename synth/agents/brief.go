package agents

import (
	"fmt"
	"strings"

	"infoseek/synth"
	"infoseek/text"
)

// brief is a draft as the Writer's model sees it: facts numbered from 1, the hidden vertices called X1, X2 …, the root first. Names of hidden vertices are not in it.
type brief struct {
	draft  *synth.Draft
	facts  []synth.Fact // fact i+1 leads to vertex i+1
	hidden []int        // vertex ids; hidden[i] is X(i+1)
	labels map[int]string
}

func briefOf(d *synth.Draft) *brief {
	b := &brief{draft: d, labels: map[int]string{}}
	for id, v := range d.Tree.Vertices {
		if v.Hidden {
			b.hidden = append(b.hidden, id)
			b.labels[id] = fmt.Sprint("X", len(b.hidden))
		}
		if id > 0 {
			b.facts = append(b.facts, d.Fact(id))
		}
	}
	return b
}

// String is what stands between the fences.
func (b *brief) String() string {
	var s strings.Builder
	for _, id := range b.hidden {
		fmt.Fprintf(&s, "%s is a thing of the kind: %s\n", b.labels[id], oneLine(b.draft.Nouns[id], maxThing))
	}
	s.WriteString("Facts:\n")
	for i := range b.facts {
		fmt.Fprintf(&s, "%d. %s\n", i+1, b.tell(i, func(id int) string { return b.labels[id] }))
	}
	return strings.TrimSuffix(s.String(), "\n")
}

// tell puts fact i in words; call says how a hidden vertex is called.
func (b *brief) tell(i int, call func(id int) string) string {
	f := &b.facts[i]
	constant := oneLine(f.Constant, maxSentence)
	subject, object := call(f.Subject), constant
	if f.Named {
		subject = constant
	}
	if f.Object >= 0 {
		object = call(f.Object)
	}
	if f.Possessive {
		subject += "'s"
	}
	return subject + " " + f.Phrase + " " + object
}

// claim is the fact as a judge is asked about it, who does not know the labels.
func (b *brief) claim(i int) string {
	return b.tell(i, func(id int) string { return "the " + b.draft.Nouns[id] })
}

// words are the stems of the content words of fact i: of its phrase, its constant, and the kinds of the things it is about.
func (b *brief) words(i int) map[string]bool {
	f := &b.facts[i]
	m := text.StemSet(f.Phrase)
	add(m, text.StemSet(f.Constant))
	add(m, text.StemSet(b.draft.Nouns[f.Subject]))
	if f.Object >= 0 {
		add(m, text.StemSet(b.draft.Nouns[f.Object]))
	}
	return m
}

func add(m, more map[string]bool) {
	for w := range more {
		m[w] = true
	}
}
