package serve

import (
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"sync/atomic"
)

// idMaker numbers requests, apart from those of other servers.
type idMaker struct {
	prefix string
	last   *atomic.Uint64
}

func newIDMaker() idMaker {
	var b [6]byte
	rand.Read(b[:])
	return idMaker{hex.EncodeToString(b[:]) + "-", new(atomic.Uint64)}
}

func (m idMaker) next() string { return m.prefix + strconv.FormatUint(m.last.Add(1), 36) }

// goodID says whether an id that a client gave may be told to others: short, and nothing but letters, digits and .-_ in it.
func goodID(id string) bool {
	for i := range len(id) {
		switch c := id[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return id != "" && len(id) <= 64
}
