package corpus

import (
	"errors"
	"strings"
	"time"

	"infoseek"
)

// originRow says where a page is from. It belongs to no page's content, so it is no part of the corpus's hash.
type originRow struct {
	Source, Licence uint32 // which of origins.names
	Time            int64  // of the revision, Unix seconds; noTime if it is not known
}

const noTime = -1 << 63

// originFile writes the origins of pages in order.
type originFile struct {
	rows, text *file
	names      []stringRow
	number     map[string]uint32
}

func newOriginFile(s *store) (*originFile, error) {
	rows, err := s.create("origins")
	text, e := s.create("origins.text")
	return &originFile{rows: rows, text: text, number: map[string]uint32{}}, errors.Join(err, e)
}

func (o *originFile) add(source, licence, timestamp string) {
	row := originRow{o.name(source), o.name(licence), noTime}
	if t, err := time.Parse(time.RFC3339, timestamp); err == nil {
		row.Time = t.Unix()
	}
	o.rows.Write(bytesOf([]originRow{row}))
}

func (o *originFile) name(s string) uint32 {
	n, ok := o.number[s]
	if !ok {
		n = uint32(len(o.names))
		o.number[strings.Clone(s)] = n
		o.names = append(o.names, stringRow{Off: o.text.text(s), Len: uint32(len(s))})
	}
	return n
}

func (o *originFile) close() error {
	return errors.Join(o.rows.close(), o.text.close(), put(o.rows.st, "origins.names", o.names))
}

// origins reads them.
type origins struct {
	rows  []originRow
	names []stringRow
	text  []byte
}

func mapOrigins(m *mapping) origins {
	return origins{rows[originRow](m, "origins"), rows[stringRow](m, "origins.names"), m.open("origins.text")}
}

// Origin is where a page is from.
type Origin struct {
	Source    string `json:"source"`    // the file that it was read from
	Timestamp string `json:"timestamp"` // when its revision was made, RFC 3339 in UTC; "" where the source does not say
	Licence   string `json:"licence"`   // "" where it is not known
}

// Origin returns where page n is from.
func (c *Corpus) Origin(n infoseek.PageNum) (Origin, error) {
	if _, err := c.row(n); err != nil {
		return Origin{}, err
	}
	row := c.origins.rows[n]
	o := Origin{Source: c.origins.name(row.Source), Licence: c.origins.name(row.Licence)}
	if row.Time != noTime {
		o.Timestamp = time.Unix(row.Time, 0).UTC().Format(time.RFC3339)
	}
	return o, nil
}

func (o origins) name(n uint32) string {
	r := o.names[n]
	return string(o.text[r.Off : r.Off+uint64(r.Len)])
}
