package opensearch

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"infoseek"
)

// metaVersion rises when an index of an earlier program can't be searched any more.
const metaVersion = 1

// meta is kept in the _meta of an index's mapping.
type meta struct {
	MadeBy      string  `json:"made_by"` // madeBy
	V           int     `json:"v"`
	Corpus      string  `json:"corpus"`
	Analysis    string  `json:"analysis"`
	K1          float64 `json:"k1"`
	B           float64 `json:"b"`
	TitleWeight int     `json:"title_weight"`
	Shards      int     `json:"shards"`
	Pages       int     `json:"pages"`
	Passages    int     `json:"passages"`
	// Cut is the hash of the passages' spans.
	Cut string `json:"cut"`
	// Whole is set when every passage is in.
	Whole bool `json:"whole"`
}

const madeBy = "infoseek"

// newMeta counts the passages of all pages.
func newMeta(info infoseek.CorpusInfo, p Passages, o Options) meta {
	m := meta{MadeBy: madeBy, V: metaVersion, Corpus: info.Hash, Analysis: o.Analysis, K1: o.K1, B: o.B, TitleWeight: o.TitleWeight, Shards: o.Shards, Pages: info.Pages}
	h := sha256.New()
	var b [16]byte
	for n := range infoseek.PageNum(info.Pages) {
		count := p.Passages(n)
		m.Passages += count
		for i := range count {
			s := p.Passage(n, i)
			binary.LittleEndian.PutUint64(b[:8], uint64(s.Start))
			binary.LittleEndian.PutUint64(b[8:], uint64(s.End))
			h.Write(b[:])
		}
		h.Write([]byte{0})
	}
	m.Cut = hex.EncodeToString(h.Sum(nil))
	return m
}

// name is that of the index behind an alias: another for whatever would be indexed otherwise.
func (m meta) name(alias string) (string, error) {
	m.Whole = false
	b, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("opensearch: %w", err)
	}
	sum := sha256.Sum256(b)
	return alias + "-" + hex.EncodeToString(sum[:6]), nil
}
