package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"infoseek"

	"pgregory.net/rapid"
)

// borrowers is a run's owner and its workers, with a network between them that loses messages, repeats them, and brings them late.
type borrowers struct {
	path     string
	ceiling  Ceiling
	now      time.Time
	ledger   *Ledger // nil: the owner is dead
	workers  []*borrower
	asks     []leaseAsk // on their way
	told     []leaseAsk // stored for the owner
	asked    int        // of the told, by the owner that lives
	past     Amount     // spent by workers that ended, as they know, or as they may have when they were killed
	own      Amount     // spent by the owner's own calls
	launched int
}

type borrower struct {
	account
	flights []Amount // worst cases of its calls
	grants  []leaseGrant
}

func (s *borrowers) open(t *rapid.T) {
	l, err := OpenLedger(s.path, s.ceiling)
	if err != nil {
		t.Fatal(err)
	}
	l.now = func() time.Time { return s.now }
	s.ledger, s.asked = l, 0
}

// die is the owner's end by a kill.
func (s *borrowers) die() {
	if l := s.ledger; l != nil && l.f != nil {
		l.f.Close()
		l.lock.Close()
	}
	s.ledger = nil
}

func drawAmount(t *rapid.T, most int64, name string) Amount {
	return Amount{rapid.Int64Range(0, most).Draw(t, name), rapid.Int64Range(0, most/10).Draw(t, name+", tokens")}
}

func pick[T any](t *rapid.T, from []T, name string) (i int) {
	if len(from) == 0 {
		t.Skip("nothing to choose from")
	}
	return rapid.IntRange(0, len(from)-1).Draw(t, name)
}

func without[T any](s []T, i int) []T { return append(s[:i:i], s[i+1:]...) }

func (s *borrowers) start(*rapid.T) {
	s.launched++
	s.workers = append(s.workers, &borrower{account: account{worker: fmt.Sprint("w", s.launched)}})
}

func (s *borrowers) call(t *rapid.T) {
	w := s.workers[pick(t, s.workers, "worker")]
	w.enter(drawAmount(t, 4e9, "worst"))
}

// admitted are calls that got in since.
func (w *borrower) admitted() {
	var held Amount
	for _, f := range w.flights {
		held = held.plus(f)
	}
	if more := w.held.minus(held); more != (Amount{}) {
		w.flights = append(w.flights, more)
	}
}

func (s *borrowers) endCall(t *rapid.T) {
	w := s.workers[pick(t, s.workers, "worker")]
	i := pick(t, w.flights, "call")
	worst := w.flights[i]
	w.flights = without(w.flights, i)
	w.pay(worst, Amount{rapid.Int64Range(0, worst.Nanodollars).Draw(t, "cost"), rapid.Int64Range(0, worst.Tokens).Draw(t, "cost in tokens")})
}

func (s *borrowers) message(t *rapid.T) {
	w := s.workers[pick(t, s.workers, "worker")]
	s.asks = append(s.asks, w.message(rapid.Bool().Draw(t, "beat")))
}

// deliver brings any message to the owner, which may be killed while it writes the answer's line, or before the answer leaves it.
func (s *borrowers) deliver(t *rapid.T) {
	i := pick(t, s.asks, "message")
	a := s.asks[i]
	if !rapid.Bool().Draw(t, "comes again") {
		s.asks = without(s.asks, i)
	}
	s.answer(t, a)
}

func (s *borrowers) answer(t *rapid.T, a leaseAsk) {
	if s.ledger == nil {
		return
	}
	var size int64
	if s.ledger.f != nil {
		info, err := s.ledger.f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		size = info.Size()
	}
	g, err := s.ledger.lend(a)
	if err != nil && !errors.Is(err, errLeaseStale) {
		t.Fatal(err)
	}
	if err == nil && rapid.IntRange(0, 9).Draw(t, "killed as it answers") == 0 {
		s.tear(t, size)
		return
	}
	for _, w := range s.workers {
		if err == nil && w.worker == a.Worker {
			w.grants = append(w.grants, g)
		}
	}
}

// tear kills the owner in the middle of what it wrote from the byte from on.
func (s *borrowers) tear(t *rapid.T, from int64) {
	if f := s.ledger.f; f != nil {
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(rapid.Int64Range(from, info.Size()).Draw(t, "size left")); err != nil {
			t.Fatal(err)
		}
	}
	s.die()
}

func (s *borrowers) hear(t *rapid.T) {
	w := s.workers[pick(t, s.workers, "worker")]
	i := pick(t, w.grants, "answer")
	w.take(w.grants[i])
	w.grants = without(w.grants, i)
}

func (s *borrowers) lose(t *rapid.T) { s.asks = without(s.asks, pick(t, s.asks, "message")) }

// leave ends a worker, or kills it: then its calls in flight may have cost the worst.
func (s *borrowers) leave(t *rapid.T) {
	i := pick(t, s.workers, "worker")
	w := s.workers[i]
	s.workers = without(s.workers, i)
	s.past = s.past.plus(w.used())
	if rapid.Bool().Draw(t, "killed") {
		return
	}
	w.seq++
	final := leaseAsk{V: infoseek.FormatVersion, Worker: w.worker, Seq: w.seq, Spent: w.used(), Keep: w.used(), Final: true}
	if rapid.Bool().Draw(t, "heard") {
		s.asks = append(s.asks, final)
	}
	s.told = append(s.told, final)
}

func (s *borrowers) restart(t *rapid.T) {
	s.die()
	s.ceiling.Dollars += rapid.Float64Range(0, 5).Draw(t, "more dollars")
	s.open(t)
}

// tell brings the owner the next message that was stored for it, from the first on.
func (s *borrowers) tell(t *rapid.T) {
	if s.ledger == nil || s.asked == len(s.told) {
		t.Skip("nothing to tell")
	}
	s.asked++
	s.answer(t, s.told[s.asked-1])
}

// spend is a call of the owner's own process.
func (s *borrowers) spend(t *rapid.T) {
	if s.ledger == nil {
		t.Skip("dead")
	}
	worst := drawAmount(t, 2e9, "worst")
	id, wait, err := s.ledger.tryReserve(worst)
	if wait != nil || err != nil {
		return
	}
	s.own = s.own.plus(worst)
	if rapid.Bool().Draw(t, "answered") {
		s.own = s.own.minus(worst).plus(worst.over(2))
		if err := s.ledger.settle(id, worst.over(2)); err != nil {
			t.Fatal(err)
		}
	}
}

// counted is what the ledger says, or its file where nobody has it open.
func (s *borrowers) counted(t *rapid.T) Amount {
	if s.ledger != nil {
		return s.ledger.Spent()
	}
	f, err := os.Open(s.path)
	if errors.Is(err, os.ErrNotExist) {
		return Amount{}
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := readLedger(f)
	if err != nil {
		t.Fatal(err)
	}
	sum := p.spent()
	for _, e := range p.leases {
		sum = sum.plus(e.granted)
	}
	return sum
}

// check is the invariant: what was spent or may be, by calls that were let through, is counted, and what is counted is within the ceiling.
func (s *borrowers) check(t *rapid.T) {
	used := s.past.plus(s.own)
	for _, w := range s.workers {
		w.admitted()
		if !w.used().within(w.granted) {
			t.Fatalf("%s uses %+v of %+v", w.worker, w.used(), w.granted)
		}
		used = used.plus(w.granted)
	}
	counted := s.counted(t)
	if !used.within(counted) {
		t.Fatalf("%+v granted or spent, %+v counted", used, counted)
	}
	if !s.ceiling.allows(counted) {
		t.Fatalf("%+v counted, of %+v", counted, s.ceiling)
	}
}

// TestSharedBudgetHolds: whatever is asked, lost, repeated or late, and whoever is killed when, the workers and the owner together never get more than the budget, and nothing they may have spent is forgotten.
func TestSharedBudgetHolds(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(dir, fmt.Sprintf("%d.jsonl", time.Now().UnixNano()))
		s := &borrowers{path: path, now: time.Unix(1e9, 0), ceiling: Ceiling{Dollars: rapid.Float64Range(0.001, 30).Draw(t, "dollars"), Tokens: rapid.Int64Range(1, 1e10).Draw(t, "tokens")}}
		s.open(t)
		defer s.die()
		t.Repeat(map[string]func(*rapid.T){
			"start": s.start, "call": s.call, "call more": s.call, "end call": s.endCall, "message": s.message, "message more": s.message, "deliver": s.deliver, "deliver more": s.deliver,
			"hear": s.hear, "hear more": s.hear, "lose": s.lose, "leave": s.leave, "restart": s.restart, "tell": s.tell, "spend": s.spend,
			"wait": func(*rapid.T) { s.now = s.now.Add(leaseLost / 2) },
			"":     s.check,
		})
	})
}

// TestNothingIsLostToRounding: when all workers have ended, and the owner has heard so, what counts is what they spent, however they shared the budget; and all of it could be spent.
func TestNothingIsLostToRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ceiling := Ceiling{Dollars: rapid.Float64Range(1, 30).Draw(t, "dollars")}
		l, err := OpenLedger("", ceiling)
		if err != nil {
			t.Fatal(err)
		}
		n := rapid.IntRange(1, 5).Draw(t, "workers")
		accounts := make([]account, n)
		var spent Amount
		worst, cost := Amount{1e8, 0}, Amount{rapid.Int64Range(1e7, 1e8).Draw(t, "cost"), 0}
		talk := func(c *account, beat bool) bool {
			g, err := l.lend(c.message(beat))
			if err != nil {
				t.Fatal(err)
			}
			c.take(g)
			return g.Reached != ""
		}
		for reached := false; !reached; {
			i := rapid.IntRange(0, n-1).Draw(t, "worker")
			c := &accounts[i]
			c.worker = fmt.Sprint("w", i)
			c.enter(worst)
			for range 3 { // what the others have no use for comes back within two beats
				for j := range accounts {
					if j != i && accounts[j].worker != "" && len(c.queue) > 0 {
						talk(&accounts[j], true)
					}
				}
				if len(c.queue) > 0 {
					reached = talk(c, false)
				}
			}
			if reached {
				break
			}
			if len(c.queue) > 0 {
				t.Fatalf("a call waits although %+v of %+v is counted", l.Spent(), ceiling)
			}
			c.pay(worst, cost)
			spent = spent.plus(cost)
		}
		if ceiling.allows(spent.plus(worst)) {
			t.Fatalf("ended with %+v of %+v", spent, ceiling)
		}
		for i := range accounts {
			if c := &accounts[i]; c.worker != "" {
				if _, err := l.lend(leaseAsk{V: 1, Worker: c.worker, Seq: c.seq + 1, Spent: c.used(), Keep: c.used(), Final: true}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if l.Spent() != spent {
			t.Fatalf("%+v counted, %+v spent", l.Spent(), spent)
		}
	})
}

func TestLeaseAskIsChecked(t *testing.T) {
	whole := `{"v":1,"worker":"w-1","seq":1,"spent":{"nanodollars":1,"tokens":1},"keep":{"nanodollars":2,"tokens":2},"need":{"nanodollars":3,"tokens":3},"want":{"nanodollars":3,"tokens":3}}`
	for old, wrong := range map[string]string{
		`"v":1`:                    `"v":2`,
		`w-1`:                      `w\"1`,
		`{"v"`:                     `["v"`,
		`keep":{"`:                 `keep":{"nanodollars":0,"`, // twice: the last counts, so this one still reads
		`"spent":{"nanodollars":1`: `"spent":{"nanodollars":9`,
		`"tokens":3`:               `"tokens":-3`,
		`"seq":1`:                  `"seq":1,"final":true`,
		`nanodollars":3`:           `nanodollars":4611686018427387904`,
	} {
		_, err := readLeaseAsk([]byte(strings.Replace(whole, old, wrong, 1)))
		if fine := strings.HasPrefix(old, "keep"); fine != (err == nil) {
			t.Errorf("%s for %s: %v", wrong, old, err)
		}
	}
}

// FuzzLend: no message makes the ledger count more than its ceiling, or count less than what a worker says it spent.
func FuzzLend(f *testing.F) {
	f.Add(`{"v":1,"worker":"w","seq":1,"spent":{"nanodollars":0,"tokens":0},"keep":{"nanodollars":0,"tokens":0},"need":{"nanodollars":5,"tokens":5},"want":{"nanodollars":9,"tokens":9}}`)
	f.Add(`{"v":1,"worker":"w","seq":2,"spent":{"nanodollars":3,"tokens":3},"keep":{"nanodollars":3,"tokens":3},"final":true}`)
	f.Fuzz(func(t *testing.T, message string) {
		ledger := mustLedger(t, "", Ceiling{Tokens: 1000})
		l := &Lender{ledger}
		answer, err := l.Lend([]byte(message))
		if err != nil {
			return
		}
		var g leaseGrant
		if err := json.Unmarshal(answer, &g); err != nil {
			t.Fatal(err)
		}
		a, err := readLeaseAsk([]byte(message))
		if err != nil {
			t.Fatal(err)
		}
		if g.Granted != a.Keep && g.Granted.Tokens > 1000 || !a.Keep.within(g.Granted) || ledger.Spent() != g.Granted {
			t.Errorf("%s: granted %+v, counted %+v", message, g.Granted, ledger.Spent())
		}
	})
}
