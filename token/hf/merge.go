package hf

import "container/heap"

// merger joins the characters that stand for a piece's bytes, lowest rank first and leftmost of equal ranks, until no merge applies.
type merger struct {
	ids    map[string]int // of tokens, by their bytes
	merges map[[2]int]merge
	ignore bool // a piece that is a token itself is not merged
	bytes  [256]int
}

// merge says which token a pair of tokens makes, and how early.
type merge struct{ rank, id int }

// token is a token of a text: its id, and how many bytes of the text it stands for. An id of -1 is a byte that the vocabulary lacks.
type token struct{ id, bytes int }

// part is a token on the way, in a list; next and prev are -1 at the ends, bytes 0 where it was merged away.
type part struct {
	token
	prev, next int
}

func (m *merger) tokens(dst []token, piece string) []token {
	if m.ignore {
		if id, ok := m.ids[piece]; ok {
			return append(dst, token{id, len(piece)})
		}
	}
	parts := make([]part, len(piece))
	for i := range len(piece) {
		parts[i] = part{token{m.bytes[piece[i]], 1}, i - 1, i + 1}
	}
	parts[len(parts)-1].next = -1
	var queue candidates
	for i := range parts {
		queue.push(m, parts, i)
	}
	for len(queue) > 0 {
		c := heap.Pop(&queue).(candidate)
		m.apply(parts, c, &queue)
	}
	for i := 0; i >= 0; i = parts[i].next {
		dst = append(dst, parts[i].token)
	}
	return dst
}

// candidate is a merge that applied to part left and its next when it was queued.
type candidate struct {
	merge
	left        int
	ids, bytes2 [2]int
}

func (m *merger) apply(parts []part, c candidate, queue *candidates) {
	left := &parts[c.left]
	if left.bytes == 0 || left.next < 0 {
		return
	}
	right := &parts[left.next]
	if c.ids != [2]int{left.id, right.id} || c.bytes2 != [2]int{left.bytes, right.bytes} {
		return // one of both has been merged since
	}
	left.id, left.bytes, left.next = c.id, left.bytes+right.bytes, right.next
	right.bytes = 0
	if left.next >= 0 {
		parts[left.next].prev = c.left
	}
	if left.prev >= 0 {
		queue.push(m, parts, left.prev)
	}
	queue.push(m, parts, c.left)
}

// candidates is a heap by rank, then place.
type candidates []candidate

func (q *candidates) push(m *merger, parts []part, left int) {
	next := parts[left].next
	if next < 0 {
		return
	}
	ids := [2]int{parts[left].id, parts[next].id}
	if found, ok := m.merges[ids]; ok {
		heap.Push(q, candidate{found, left, ids, [2]int{parts[left].bytes, parts[next].bytes}})
	}
}

// Len, Less, Swap, Push and Pop are heap's.
func (q candidates) Len() int { return len(q) }
func (q candidates) Less(i, j int) bool {
	return q[i].rank < q[j].rank || q[i].rank == q[j].rank && q[i].left < q[j].left
}
func (q candidates) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *candidates) Push(x any)   { *q = append(*q, x.(candidate)) }
func (q *candidates) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
