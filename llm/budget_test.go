package llm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"infoseek"

	"pgregory.net/rapid"
)

// priced is a model with a price, whose calls are told from outside.
type priced struct {
	stub
	price infoseek.Price
}

func (p priced) Info() infoseek.ModelInfo {
	return infoseek.ModelInfo{Name: "priced", Context: 100, Price: p.price}
}

// dollarEach is a model that bills a dollar for 10 tokens of prompt, nothing for the rest.
func dollarEach(generate func(context.Context, infoseek.Request) (infoseek.Response, error)) priced {
	return priced{stubbed(generate), infoseek.Price{In: 1e5}}
}

func TestBudget(t *testing.T) {
	billed := infoseek.Response{Text: "yes", Finish: infoseek.FinishStop, Usage: infoseek.Usage{Prompt: 10, Completion: 1}}
	for name, c := range map[string]struct {
		answer infoseek.Response
		err    error
		spent  float64 // by one call whose worst case is 7 dollars
	}{
		"answered":          {billed, nil, 1},
		"usage not told":    {infoseek.Response{Text: "yes", Finish: infoseek.FinishStop}, nil, 7},
		"refused":           {infoseek.Response{}, waitFor(0), 0},
		"nobody knows":      {infoseek.Response{}, fault("ask", true, &CallError{Err: errors.New("cut")}), 7},
		"another fault":     {infoseek.Response{}, errSpent, 7},
		"context cancelled": {infoseek.Response{}, context.Canceled, 7},
	} {
		t.Run(name, func(t *testing.T) {
			l := mustLedger(t, "", Ceiling{Dollars: 100})
			m := Budget(dollarEach(func(context.Context, infoseek.Request) (infoseek.Response, error) { return c.answer, c.err }), l, 0)
			if _, err := m.Generate(t.Context(), infoseek.Request{Messages: hello}); err != c.err {
				t.Fatal(err)
			}
			if got := l.Spent().Dollars(); got != c.spent {
				t.Errorf("$%g spent, want $%g", got, c.spent)
			}
		})
	}
}

// TestPromptIsBounded: what a byte-level tokenizer may make of a text counts: more tokens than the text has bytes, where its NFC form is longer or its bytes are no UTF-8.
func TestPromptIsBounded(t *testing.T) {
	for text, tokens := range map[string]int{"plain": 5, "\u0958": 6, "\U0001d160": 12, "\xff": 3} {
		b := &budget{Model: NewClient(Endpoint{URL: "http://127.0.0.1:1/v1", Model: "fake"})}
		r := infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: strings.Repeat(text, 1000)}}}
		if got := b.promptBound(r); got < 1000*tokens {
			t.Errorf("%+q: %d tokens reserved for what may be %d", text, got, 1000*tokens)
		}
	}
}

func TestBudgetIsReached(t *testing.T) {
	for name, c := range map[string]struct {
		ceiling Ceiling
		want    string
	}{
		"dollars": {Ceiling{Dollars: 12}, "the budget of $12 is reached: $6.000000 spent or reserved, and the next call may cost $7.000000"},
		"tokens":  {Ceiling{Tokens: 1160}, "the budget of 1160 tokens is reached: 77 spent or reserved, and the next call may take 1094"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := 0
			m := Budget(dollarEach(func(_ context.Context, r infoseek.Request) (infoseek.Response, error) {
				if asked++; r.Sampling.MaxTokens != 1024 {
					t.Errorf("%d tokens allowed", r.Sampling.MaxTokens)
				}
				return said, nil
			}), mustLedger(t, "", c.ceiling), 0)
			var err error
			for err == nil {
				_, err = m.Generate(t.Context(), infoseek.Request{Messages: hello})
			}
			var f *infoseek.Fault
			if !errors.Is(err, infoseek.ErrLimit) || !errors.As(err, &f) || f.Retryable || !strings.Contains(err.Error(), c.want) {
				t.Errorf("after %d calls: error %v, want %q", asked, err, c.want)
			}
		})
	}
}

// TestBudgetWaitsForCallsInFlight: what is only reserved may come back, so the next call waits for it and is not refused.
func TestBudgetWaitsForCallsInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := mustLedger(t, "", Ceiling{Dollars: 15})
		m := Budget(dollarEach(func(context.Context, infoseek.Request) (infoseek.Response, error) {
			time.Sleep(time.Second)
			return said, nil
		}), l, 0)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := m.Generate(t.Context(), infoseek.Request{Messages: hello}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := l.Spent().Dollars(); got != 4 {
			t.Errorf("$%g spent", got)
		}
	})
}

// TestBudgetHolds: whatever is asked, however answers come or fail, and wherever the process is killed, the provider never bills more than the budget, over all processes together.
func TestBudgetHolds(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(dir, fmt.Sprintf("%d.jsonl", time.Now().UnixNano()))
		defer os.Remove(path)
		ceiling := Ceiling{Dollars: rapid.Float64Range(0, 50).Draw(t, "dollars"), Tokens: rapid.Int64Range(0, 5000).Draw(t, "tokens")}
		provider := &provider{}
		for range rapid.IntRange(1, 6).Draw(t, "processes") {
			provider.live(t, path, ceiling)
			if !ceiling.allows(provider.billed) {
				t.Fatalf("billed %+v of %+v", provider.billed, ceiling)
			}
		}
	})
}

// provider bills calls as dearly as it may.
type provider struct{ billed Amount }

// live is one process: some calls one after the other, of which the last may be cut short by a kill.
func (p *provider) live(t *rapid.T, path string, c Ceiling) {
	l, err := OpenLedger(path, c)
	if err != nil {
		t.Fatal(err)
	}
	calls := rapid.IntRange(0, 8).Draw(t, "calls")
	for range calls {
		b := &budget{dollarEach(nil), l, nil, 0}
		r := infoseek.Request{Messages: []infoseek.Message{{Role: "user", Content: strings.Repeat("x", rapid.IntRange(0, 60).Draw(t, "bytes"))}}}
		r.Sampling.MaxTokens = rapid.IntRange(1, 50).Draw(t, "max tokens")
		price := infoseek.Price{In: 1e5, Out: rapid.Float64Range(0, 1e5).Draw(t, "price")}
		b.Model = priced{stubbed(p.answer(t, price)), price}
		b.Generate(context.Background(), r)
	}
	if !rapid.Bool().Draw(t, "killed") {
		l.Close()
		return
	}
	p.kill(t, l)
}

// kill ends the process in the middle of a call whose reservation is written, or half written.
func (p *provider) kill(t *rapid.T, l *Ledger) {
	worst := Amount{rapid.Int64Range(0, 10e9).Draw(t, "nanodollars"), rapid.Int64Range(0, 500).Draw(t, "tokens")}
	_, wait, err := l.tryReserve(worst)
	if wait != nil {
		t.Fatal("waits for a call although none is in flight")
	}
	written := err == nil
	if l.f != nil && written && rapid.Bool().Draw(t, "torn") {
		info, err := l.f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		if err := l.f.Truncate(info.Size() - rapid.Int64Range(1, 20).Draw(t, "bytes lost")); err != nil {
			t.Fatal(err)
		}
		written = false // the system has not had it, so the call was not made
	}
	if written {
		p.billed = p.billed.plus(worst)
	}
	if l.f != nil {
		l.f.Close()
		l.lock.Close()
	}
}

// answer bills up to the worst case, and answers or fails in one way or another.
func (p *provider) answer(t *rapid.T, price infoseek.Price) func(context.Context, infoseek.Request) (infoseek.Response, error) {
	return func(_ context.Context, r infoseek.Request) (infoseek.Response, error) {
		used := infoseek.Usage{Prompt: 1 + len(r.Messages[0].Content), Completion: rapid.IntRange(0, r.Sampling.MaxTokens).Draw(t, "completion")}
		switch rapid.IntRange(0, 3).Draw(t, "end") {
		case 0:
			return infoseek.Response{}, waitFor(0)
		case 1:
			p.billed = p.billed.plus(amountOf(price, used))
			return infoseek.Response{}, errSpent
		case 2:
			p.billed = p.billed.plus(amountOf(price, used))
			return infoseek.Response{Text: "no usage"}, nil
		}
		p.billed = p.billed.plus(amountOf(price, used))
		return infoseek.Response{Usage: used}, nil
	}
}

// TestLedgerGoesOn: a ledger opened again counts what was spent and what was never settled.
func TestLedgerGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run", "ledger.jsonl")
	l := mustLedger(t, path, Ceiling{Dollars: 1})
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there before the first call")
	}
	for i, cost := range []int64{300, 200} {
		id, err := l.reserve(t.Context(), Amount{1000, 10})
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if err := l.settle(id, Amount{cost, 3}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := OpenLedger(path, Ceiling{}); err == nil || !strings.Contains(err.Error(), "another process has this ledger open") {
		t.Errorf("opened twice: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.reserve(t.Context(), Amount{}); !errors.Is(err, errLedgerClosed) {
		t.Errorf("reserve after Close: %v", err)
	}
	again := mustLedger(t, path, Ceiling{Dollars: 1})
	if got := again.Spent(); got != (Amount{1300, 13}) {
		t.Errorf("spent %+v", got)
	}
}

func TestReadLedger(t *testing.T) {
	whole := string(ledgerLine{1, 1, opReserve, "", Amount{5, 5}}.append(nil)) + string(ledgerLine{1, 1, opSettle, "", Amount{2, 3}}.append(nil))
	for text, want := range map[string]string{
		"":                                 "",
		whole:                              "",
		whole + `{"v":1,"n":2,"op`:         "",
		whole + "\n":                       "line 3: ",
		"{}\n" + whole:                     "line 1: no entry",
		whole + whole:                      `line 3: "reserve" of reservation 1 out of order`,
		strings.SplitAfter(whole, "\n")[1]: `line 1: "settle" of reservation 1 out of order`,
		`{"v":1,"n":1,"op":"reserve","nanodollars":-1,"tokens":0}` + "\n": "no entry",
	} {
		p, err := readLedger(strings.NewReader(text))
		if want == "" && (err != nil || p.size > int64(len(whole))) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %+v, error %v, want %q", text, p, err, want)
		}
	}
}

// FuzzLedger: no file makes a ledger that counts less than it says.
func FuzzLedger(f *testing.F) {
	f.Add(`{"v":1,"n":1,"op":"reserve","nanodollars":5,"tokens":0}` + "\n" + `{"v":1,"n":1,"op":"settle","nanodollars":4,"tokens":0}` + "\n")
	f.Add("{")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := readLedger(strings.NewReader(text))
		if err != nil {
			return
		}
		if p.size > int64(len(text)) || p.settled.Tokens < 0 || p.settled.Nanodollars < 0 {
			t.Fatalf("%q: %+v", text, p)
		}
		again, err := readLedger(strings.NewReader(text[:p.size]))
		if err != nil || again.spent() != p.spent() {
			t.Fatalf("%q: %+v, then %+v, %v", text, p, again, err)
		}
	})
}
