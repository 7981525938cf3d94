package split

import "slices"

// graph is the hypergraph of questions and what they share, both by number.
type graph struct {
	names []string  // of keys
	keys  [][]int32 // of each question
	users [][]int32 // of each key: the questions that have it, ascending
}

func newGraph(items []Item, order []int) *graph {
	g := &graph{keys: make([][]int32, len(items))}
	number := map[string]int32{}
	for n, i := range order {
		for _, key := range items[i].Keys {
			k, ok := number[key]
			if !ok {
				k = int32(len(g.names))
				number[key] = k
				g.names, g.users = append(g.names, key), append(g.users, nil)
			}
			if u := g.users[k]; len(u) > 0 && u[len(u)-1] == int32(n) {
				continue // twice in one question
			}
			g.keys[n], g.users[k] = append(g.keys[n], k), append(g.users[k], int32(n))
		}
	}
	return g
}

// neighbours calls visit once for each other question that shares something with question n; mark needs as many elements as there are questions, none of them stamp.
func (g *graph) neighbours(n int32, mark []int32, stamp int32, visit func(int32)) {
	mark[n] = stamp
	for _, k := range g.keys[n] {
		for _, m := range g.users[k] {
			if mark[m] != stamp {
				mark[m] = stamp
				visit(m)
			}
		}
	}
}

// components lists the connected components, each in ascending order, by their first question.
func (g *graph) components() [][]int32 {
	var all [][]int32
	seen := make([]bool, len(g.keys))
	done := make([]bool, len(g.names)) // keys
	for first := range g.keys {
		if seen[first] {
			continue
		}
		seen[first] = true
		part := []int32{int32(first)}
		for at := 0; at < len(part); at++ {
			for _, k := range g.keys[part[at]] {
				if done[k] {
					continue
				}
				done[k] = true
				for _, m := range g.users[k] {
					if !seen[m] {
						seen[m] = true
						part = append(part, m)
					}
				}
			}
		}
		slices.Sort(part)
		all = append(all, part)
	}
	return all
}

// sharedWith names the first thing that question n shares with a question to test by.
func (g *graph) sharedWith(n int, sides []Side) string {
	for _, k := range g.keys[n] {
		for _, m := range g.users[k] {
			if sides[m] == Test {
				return g.names[k]
			}
		}
	}
	return ""
}
