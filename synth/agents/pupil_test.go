package agents

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"infoseek/synth/claims"
	"infoseek/text"
)

// pupil is a model's answer by rules to what the Browser and the Writer ask: it reads and writes plainly, and makes mistakes.
func pupil(user string) string {
	switch {
	case strings.Contains(user, "\nThings:\n"):
		return pupilReads(user)
	case strings.Contains(user, "\nFacts:\n"):
		return pupilWrites(user)
	}
	return `{"supported": false}`
}

var numbered = regexp.MustCompile(`(?m)^(\d+)\. (.*)$`)

// items are the numbered lines between two headings.
func items(user, from, to string) []string {
	_, rest, _ := strings.Cut(user, from)
	rest, _, _ = strings.Cut(rest, to)
	var out []string
	for _, m := range numbered.FindAllStringSubmatch(rest, -1) {
		out = append(out, m[2])
	}
	return out
}

var place = regexp.MustCompile(`^(.*) \(in ([\d, ]+)\)$`)

// pupilReads takes for each thing the words before it, from the nearest verb on that it knows.
func pupilReads(user string) string {
	verbs := text.WordSet("is was has lies flows rises stands borders died lived studied taught moved worked wrote painted founded designed discovered married visited travelled served led won won directed composed")
	sentences := items(user, "\nSentences:\n", "\nThings:\n")
	a := browseAnswer{Claims: []browseClaim{}}
	for i, thing := range items(user, "\nThings:\n", "\n</text-") {
		m := place.FindStringSubmatch(thing)
		if m == nil {
			continue
		}
		name := strings.TrimPrefix(strings.TrimPrefix(m[1], "the year "), "the number ")
		for _, in := range strings.Split(m[2], ", ") {
			var n int
			fmt.Sscan(in, &n)
			before, _, ok := strings.Cut(sentences[n-1], name)
			if !ok {
				continue
			}
			words := strings.Fields(before)
			at := len(words) - 1
			for at >= 0 && !verbs[words[at]] {
				at--
			}
			if at >= 0 && len(a.Claims) < 6 {
				a.Claims = append(a.Claims, browseClaim{n, i + 1, strings.Join(words[at:], " ")})
				break
			}
		}
	}
	b, _ := json.Marshal(a)
	return string(b)
}

var (
	kindLine = regexp.MustCompile(`(?m)^(X\d+) is a thing of the kind: (.*)$`)
	anyLabel = regexp.MustCompile(`X\d+`)
)

// pupilWrites tells of each hidden thing, the deepest first, what its facts say.
func pupilWrites(user string) string {
	kinds := map[string]string{}
	var order []string
	for _, m := range kindLine.FindAllStringSubmatch(user, -1) {
		kinds[m[1]] = m[2]
		order = append(order, m[1])
	}
	slices.Reverse(order)
	facts := items(user, "\nFacts:\n", "\n</text-")
	told := make([]bool, len(facts))
	var q strings.Builder
	var clauses []string
	for _, x := range order {
		opening := "Consider " + claims.Indefinite(kinds[x]) + " " + kinds[x]
		if x == "X1" {
			opening = "Which " + kinds[x] + " is the one"
		}
		q.WriteString(opening)
		first := true
		for i, f := range facts {
			if told[i] || !slices.Contains(anyLabel.FindAllString(f, -1), x) || x != "X1" && strings.Contains(f, "X1 ") {
				continue
			}
			told[i] = true
			clause := "for which it is so that " + f
			if rest, ok := strings.CutPrefix(f, x+" "); ok {
				clause = "that " + rest
			}
			clause = anyLabel.ReplaceAllStringFunc(clause, func(y string) string { return "that " + kinds[y] })
			if !first {
				q.WriteString(" and")
			}
			first = false
			q.WriteString(" " + clause)
			clauses = append(clauses, fmt.Sprintf(`{"facts": [%d], "text": %q}`, i+1, clause))
		}
		q.WriteString(map[bool]string{true: "?", false: ". "}[x == "X1"])
	}
	return fmt.Sprintf(`{"question": %q, "clauses": [%s]}`, q.String(), strings.Join(clauses, ", "))
}
