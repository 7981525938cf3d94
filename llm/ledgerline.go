package llm

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"infoseek"
)

// The operations of a ledger.
const (
	opReserve = "reserve"
	opSettle  = "settle"
	opLease   = "lease"  // what a worker elsewhere may spend, all that it has spent included
	opReturn  = "return" // what it spent in the end
)

// mostEntry keeps sums from overflowing.
const mostEntry = 1 << 52

// ledgerLine is one line of a ledger's file.
type ledgerLine struct {
	V  int    `json:"v"`
	N  uint64 `json:"n"` // of the reservation, or of the worker's request
	Op string `json:"op"`
	// Worker is whose lease it is.
	Worker string `json:"worker,omitempty"`
	Amount
}

// append writes the line as JSON. By hand, since it happens twice a call.
func (e ledgerLine) append(b []byte) []byte {
	b = append(b, `{"v":`...)
	b = strconv.AppendInt(b, infoseek.FormatVersion, 10)
	b = append(b, `,"n":`...)
	b = strconv.AppendUint(b, e.N, 10)
	b = append(b, `,"op":"`...)
	b = append(b, e.Op...)
	if e.Worker != "" {
		b = append(b, `","worker":"`...)
		b = append(b, e.Worker...) // workerName: nothing to escape
	}
	b = append(b, `","nanodollars":`...)
	b = strconv.AppendInt(b, e.Nanodollars, 10)
	b = append(b, `,"tokens":`...)
	b = strconv.AppendInt(b, e.Tokens, 10)
	return append(b, "}\n"...)
}

// ledgerPast is what a ledger's file says.
type ledgerPast struct {
	size    int64 // of its whole lines
	next    uint64
	settled Amount
	open    map[uint64]Amount // reserved and not settled
	leases  map[string]*lease
}

// spent is what was settled, and what was left reserved.
func (p ledgerPast) spent() Amount {
	sum := p.settled
	for _, a := range p.open {
		sum = sum.plus(a)
	}
	return sum
}

// readLedger reads up to a last line that is not whole. Any other line that makes no sense is an error.
func readLedger(r io.Reader) (ledgerPast, error) {
	p := ledgerPast{open: map[uint64]Amount{}, leases: map[string]*lease{}}
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return p, err
		}
		if err := p.apply(line); err != nil {
			return p, fmt.Errorf("line %d: %w", n, err)
		}
		p.size += int64(len(line))
	}
}

func (p *ledgerPast) apply(line []byte) error {
	var e ledgerLine
	if err := json.Unmarshal(line, &e); err != nil {
		return err
	}
	if e.V != infoseek.FormatVersion || e.Nanodollars < 0 || e.Tokens < 0 || e.Nanodollars > mostEntry || e.Tokens > mostEntry {
		return errors.New("no entry of a ledger")
	}
	_, open := p.open[e.N]
	switch {
	case e.Op == opLease || e.Op == opReturn:
		return p.lease(e)
	case e.Worker != "":
		return fmt.Errorf("%q for a worker", e.Op)
	case e.Op == opReserve && e.N > p.next:
		p.next = e.N
		p.open[e.N] = e.Amount
	case e.Op == opSettle && open:
		delete(p.open, e.N)
		p.settled = p.settled.plus(e.Amount)
	default:
		return fmt.Errorf("%q of reservation %d out of order", e.Op, e.N)
	}
	return nil
}

func (p *ledgerPast) lease(e ledgerLine) error {
	was := p.leases[e.Worker]
	if !workerName.MatchString(e.Worker) || was != nil && (was.returned || e.N <= was.seq) {
		return fmt.Errorf("%q of worker %q, request %d, out of order", e.Op, e.Worker, e.N)
	}
	p.leases[e.Worker] = &lease{granted: e.Amount, seq: e.N, returned: e.Op == opReturn}
	return nil
}
