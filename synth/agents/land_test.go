package agents

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"

	"infoseek"
	"infoseek/corpus/source"
)

// land is an invented country of as many pages as asked for, always the same, of which each may be a question's answer.
type land struct {
	rng    *rand.Rand
	titles map[string][]string // by kind
}

// landKinds are the kinds of pages, as they take turns.
var landKinds = strings.Fields("region town river painter novel town composer town novelist novel")

func pagesOfLand(n int) iter.Seq2[source.Record, error] {
	l := &land{rng: rand.New(rand.NewPCG(3, 9)), titles: map[string][]string{}}
	titles := make([]string, n)
	for i := range n {
		kind := landKinds[i%len(landKinds)]
		titles[i] = landTitle(i, kind)
		l.titles[kind] = append(l.titles[kind], titles[i])
	}
	return func(yield func(source.Record, error) bool) {
		for i, title := range titles {
			if !yield(l.page(i, title, landKinds[i%len(landKinds)]), nil) {
				return
			}
		}
	}
}

func landID(i int) string { return fmt.Sprint(1000 + i) }

// landTitle is a name that no other page has a word of.
func landTitle(i int, kind string) string {
	syllables := strings.Fields("ba ke li mo nu ra se ti vo zu da fe gi ho ju")
	n := len(syllables)
	s := syllables[i%n] + syllables[i/n%n] + syllables[i/n/n%n]
	name := func(end string) string { return strings.ToUpper(s[:1]) + s[1:] + end }
	switch kind {
	case "town":
		return name("wick")
	case "river":
		return name("ven")
	case "region":
		return name("mark")
	case "novel":
		return name("s") + " " + name("tide")
	}
	return name("do") + " " + name("strand")
}

func (l *land) any(kind string) string {
	return "[[" + l.titles[kind][l.rng.IntN(len(l.titles[kind]))] + "]]"
}

func (l *land) person() string {
	return l.any([]string{"painter", "composer", "novelist"}[l.rng.IntN(3)])
}

// page writes a page; links are written [[so]].
func (l *land) page(i int, title, kind string) source.Record {
	r := source.Record{ID: landID(i), Title: title, Line: i + 1, Categories: []string{"Pages on each " + kind}}
	var b strings.Builder
	for rest := strings.Join(l.sentences(title, kind), " "); rest != ""; {
		before, after, _ := strings.Cut(rest, "[[")
		name, tail, linked := strings.Cut(after, "]]")
		b.WriteString(before)
		if linked {
			r.Links = append(r.Links, source.Link{Target: name, Anchor: infoseek.Span{Start: b.Len(), End: b.Len() + len(name)}})
			b.WriteString(name)
		}
		rest = tail
	}
	r.Text = b.String()
	return r
}

func (l *land) sentences(title, kind string) []string {
	year := func(from int) int { return from + l.rng.IntN(150) }
	switch kind {
	case "region":
		return []string{title + " is a region in the north of the country.", "It borders " + l.any("region") + ".", "Its capital is " + l.any("town") + ".", "It was visited by " + l.person() + ".",
			"The land is mostly flat, with orchards and fields of barley between small woods, and its markets are known for cheese, honey and wool."}
	case "town":
		return []string{title + " is a town in " + l.any("region") + ".", fmt.Sprintf("It was founded in %d.", year(1100)), "The town lies on the " + l.any("river") + ".", "It was painted by " + l.any("painter") + ".",
			"It was described by " + l.any("novelist") + ".", "Its streets are narrow, and a market is held there every week under the old lime trees beside the church, as it has been for generations."}
	case "river":
		return []string{"The " + title + " is a river in " + l.any("region") + ".", "It flows through " + l.any("town") + ".", "It passes " + l.any("town") + ".", "The river was mapped by " + l.person() + ".",
			fmt.Sprintf("It was first bridged in %d.", year(1300)), "In spring its water is high, and barges carry timber and grain down to the coast, where they are loaded on ships that wait for them."}
	case "novel":
		return []string{title + " is a novel by " + l.any("novelist") + ".", fmt.Sprintf("It was finished in %d.", year(1740)), "It is set in " + l.any("town") + ".", "It was dedicated to " + l.person() + ".",
			"The novel was inspired by the " + l.any("river") + ".", "The story is that of two sisters who keep an inn, and of a guest who stays for a winter and never tells anybody where he came from."}
	}
	born := year(1700)
	return []string{fmt.Sprintf("%s (%d–%d) was a %s.", title, born, born+40+l.rng.IntN(40), kind), "She was born in " + l.any("town") + ".", "She was taught by " + l.person() + ".", "She married " + l.person() + ".",
		"She travelled along the " + l.any("river") + ".", "She was influenced by " + l.person() + ".", "She died in " + l.any("town") + ".",
		"She kept a small house with a garden, in which friends met on Sundays to read aloud and to play music, and she answered every letter on the day it came."}
}
