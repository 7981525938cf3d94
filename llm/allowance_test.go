package llm

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"infoseek"
)

// atHand is a run's owner in this process.
type atHand struct {
	mu     sync.Mutex
	lender *Lender // nil: nobody is there
	asked  int
	told   [][]byte
}

func (o *atHand) become(l *Lender) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lender = l
}

var errGone = errors.New("nobody there")

func (o *atHand) Ask(_ context.Context, message []byte) ([]byte, error) {
	time.Sleep(time.Millisecond)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.asked++
	if o.lender == nil {
		return nil, errGone
	}
	return o.lender.Lend(message)
}

func (o *atHand) Tell(_ context.Context, message []byte) error {
	o.told = append(o.told, message)
	return nil
}

// billed is a model whose calls cost a dollar, may cost seven, and take a second, within an allowance.
func billed(t *testing.T, a *Allowance) infoseek.Model {
	m := dollarEach(func(context.Context, infoseek.Request) (infoseek.Response, error) {
		time.Sleep(time.Second)
		return said, nil
	})
	return &budget{m, mustLedger(t, "", Ceiling{}), a, 0}
}

func ask(ctx context.Context, m infoseek.Model) error {
	_, err := m.Generate(ctx, infoseek.Request{Messages: hello})
	return err
}

func leaveIt(t *testing.T, leave func(context.Context) error) {
	t.Helper()
	if err := leave(context.Background()); err != nil {
		t.Error(err)
	}
}

// TestAllowanceIsBorrowedAhead: a worker with a thousand calls a second asks the owner a few times, not for each of them, and gives all back that it did not spend.
func TestAllowanceIsBorrowedAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := mustLedger(t, "", Ceiling{Dollars: 1e5})
		o, a := &atHand{lender: &Lender{ledger}}, &Allowance{}
		m := billed(t, a)
		leave := a.Join("w", o)
		var all sync.WaitGroup
		for range 1000 {
			all.Go(func() {
				for range 20 {
					if err := ask(t.Context(), m); err != nil {
						t.Error(err)
					}
				}
			})
		}
		time.Sleep(10 * time.Second)
		if got := ledger.Spent().Dollars(); got < 10000 || got > 45000 {
			t.Errorf("$%g counted with $10000 spent, 7000 in flight and ten seconds ahead", got)
		}
		all.Wait()
		leaveIt(t, leave)
		if got := ledger.Spent().Dollars(); got != 20000 {
			t.Errorf("$%g spent", got)
		}
		if o.asked > 100 {
			t.Errorf("asked %d times for 20,000 calls", o.asked)
		}
		t.Logf("asked %d times for 20,000 calls", o.asked)
	})
}

// TestIdleWorkerGivesBack: what one worker has no more use for, another can spend, to the last call.
func TestIdleWorkerGivesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := mustLedger(t, "", Ceiling{Dollars: 20})
		o := &atHand{lender: &Lender{ledger}}
		var a, b Allowance
		leaveA, leaveB := a.Join("a", o), b.Join("b", o)
		if err := ask(t.Context(), billed(t, &a)); err != nil {
			t.Fatal(err)
		}
		m := billed(t, &b)
		for range 13 { // a spent 1; the 13th begins with 13 spent and needs 7
			if err := ask(t.Context(), m); err != nil {
				t.Fatal(err)
			}
		}
		leaveIt(t, leaveA)
		leaveIt(t, leaveB)
		if got := ledger.Spent().Dollars(); got != 14 {
			t.Errorf("$%g spent", got)
		}
	})
}

// TestCallsWaitForTheOwner: without the owner, and where the budget is reached, calls wait; another owner with a larger budget lets them go on. A strict allowance lets them fail.
func TestCallsWaitForTheOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		small, large := &Lender{mustLedger(t, "", Ceiling{Dollars: 6})}, &Lender{mustLedger(t, "", Ceiling{Dollars: 7})}
		o := &atHand{}
		why := make(chan string, 1)
		a := &Allowance{Waiting: func(w string) { why <- w }}
		if err := ask(t.Context(), billed(t, a)); !errors.Is(err, errNoRun) {
			t.Errorf("outside a run: %v", err)
		}
		leave := a.Join("w", o)
		ended := make(chan error)
		go func() { ended <- ask(t.Context(), billed(t, a)) }()
		time.Sleep(time.Minute)
		o.become(small)
		if got := <-why; !strings.Contains(got, "the budget of $6 is reached: $0.000000 spent or reserved, and the next call may cost $7.000000") {
			t.Errorf("waits because %q", got)
		}
		if err := small.Reached(t.Context()); !errors.Is(err, infoseek.ErrLimit) {
			t.Error(err)
		}
		strict := &Allowance{Strict: true}
		leaveStrict := strict.Join("s", o)
		if err := ask(t.Context(), billed(t, strict)); !errors.Is(err, infoseek.ErrLimit) {
			t.Errorf("strict: %v", err)
		}
		leaveIt(t, leaveStrict)
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := ask(impatient, billed(t, a)); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		o.become(large)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		large.Collect(t.Context())
		o.become(nil)
		leaveIt(t, leave)
		if len(o.told) != 1 {
			t.Fatalf("told %q", o.told)
		}
		if _, err := large.Lend(o.told[0]); err != nil || large.ledger.Spent().Dollars() != 1 {
			t.Errorf("$%g spent, %v", large.ledger.Spent().Dollars(), err)
		}
		if _, err := large.Lend(o.told[0]); !errors.Is(err, errLeaseStale) {
			t.Errorf("told twice: %v", err)
		}
	})
}

// TestLostLeaseStaysCounted: a worker that falls silent keeps its lease, and nobody waits for it longer than leaseLost.
func TestLostLeaseStaysCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := mustLedger(t, "", Ceiling{Dollars: 10})
		if _, err := ledger.lend(leaseAsk{V: 1, Worker: "dead", Seq: 1, Need: Amount{4e9, 0}}); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		_, err := ledger.reserve(t.Context(), Amount{7e9, 0})
		if !errors.Is(err, infoseek.ErrLimit) || time.Since(begin) < leaseLost || time.Since(begin) > leaseLost+2*time.Second {
			t.Errorf("after %v: %v", time.Since(begin), err)
		}
		if got := ledger.Spent().Dollars(); got != 4 {
			t.Errorf("$%g counted", got)
		}
	})
}
