package verify

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const policy = `
fault: keep
checks:
  certificate: {}
  difficulty: {missing: drop}
  necessity:
    fail: keep
    limits:
      share: {min: 0.5, max: 0.9}
`

func read(t testing.TB, s string) Policy {
	t.Helper()
	p, err := ReadPolicy(strings.NewReader(s), "p.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestReadPolicy(t *testing.T) {
	p := read(t, policy)
	want := Policy{Fault: Keep, Missing: Stop, Checks: map[string]Rule{
		"certificate": {Fail: Drop, Fault: Keep, Missing: Stop},
		"difficulty":  {Fail: Drop, Fault: Keep, Missing: Drop},
		"necessity":   {Fail: Keep, Fault: Keep, Missing: Stop, Limits: map[string]Limit{"share": {ref(.5), ref(.9)}}},
	}}
	if d := cmp.Diff(want, p); d != "" {
		t.Error(d)
	}
	for in, want := range map[string]string{
		"":                                    "p.yaml: the file is empty",
		"checks: {}":                          "no checks",
		"check: {}":                           "field check not found",
		"checks: {clarity: {min: 1}}":         "field min not found",
		"checks: {clearness: {}}":             `no check is called "clearness"`,
		"checks: {clarity: {fail: perhaps}}":  `check clarity: "perhaps": give keep, drop or stop`,
		"fault: never\nchecks: {clarity: {}}": `"never"`,
		"checks: {clarity: {limits: {clear: {}}}}":               "give min or max",
		"checks: {clarity: {limits: {clear: {min: 2, max: 1}}}}": "min 2 is over max 1",
		"checks: {clarity: {limits: {clear: {min: .nan}}}}":      "no number",
		"checks: {clarity: {}}\n---\nchecks: {clarity: {}}":      "more than one document",
		"checks: [clarity]":                                             "cannot unmarshal",
		"checks: {clarity: {}, clarity: {}}":                            "already defined",
		"checks: {clarity: {limits: {clear: {min: 1, least: 2}}}}":      "field least not found",
		"checks: {clarity: {fault: Keep}}":                              `"Keep"`,
		"missing: drop\nfault: stop\nchecks: {clarity: {missing: yes}}": `"yes"`,
	} {
		if _, err := ReadPolicy(strings.NewReader(in), "p.yaml"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

func TestDecide(t *testing.T) {
	p := read(t, policy)
	good := func() map[string]Verdict {
		return map[string]Verdict{
			"certificate": {Outcome: Pass},
			"difficulty":  {Outcome: Pass},
			"necessity":   {Outcome: Fail, Measures: map[string]float64{"share": .5}},
			"clarity":     {Outcome: Fail},
		}
	}
	for name, c := range map[string]struct {
		change func(map[string]Verdict)
		want   []Loss
		stop   string
	}{
		"kept":    {func(map[string]Verdict) {}, nil, ""},
		"fails":   {func(v map[string]Verdict) { v["difficulty"] = Verdict{Outcome: Fail, Detail: "easy"} }, []Loss{{"difficulty", "fail", "easy"}}, ""},
		"fault":   {func(v map[string]Verdict) { v["difficulty"] = Verdict{Outcome: Fault} }, nil, ""},
		"missing": {func(v map[string]Verdict) { delete(v, "difficulty") }, []Loss{{"difficulty", "no verdict", "it was not asked"}}, ""},
		"stops":   {func(v map[string]Verdict) { delete(v, "certificate") }, nil, "certificate: no verdict"},
		"limit": {func(v map[string]Verdict) {
			v["necessity"] = Verdict{Outcome: Pass, Measures: map[string]float64{"share": 1}}
		},
			[]Loss{{"necessity", "share", "1, wanted at least 0.5, at most 0.9"}}, ""},
		"not measured": {func(v map[string]Verdict) { v["necessity"] = Verdict{Outcome: Pass} }, nil, "nothing measured as share"},
		"two": {func(v map[string]Verdict) {
			v["certificate"], v["difficulty"] = Verdict{Outcome: Fail, Detail: "a"}, Verdict{Outcome: Fail, Detail: "b"}
		}, []Loss{{"certificate", "fail", "a"}, {"difficulty", "fail", "b"}}, ""},
	} {
		v := good()
		c.change(v)
		got, err := p.Decide("q1", v)
		stop := (*StopError)(nil)
		if c.stop != "" {
			if !errors.As(err, &stop) || !strings.Contains(err.Error(), c.stop) {
				t.Errorf("%s: %v, want %q", name, err, c.stop)
			}
			continue
		}
		if d := cmp.Diff(c.want, got); d != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, d)
		}
	}
}

func TestLosses(t *testing.T) {
	var l Losses
	fail := func(check string) Loss { return Loss{check, "fail", "…"} }
	l.Count(nil)
	l.Count([]Loss{fail("difficulty")})
	l.Count([]Loss{fail("certificate"), fail("difficulty")})
	l.Count([]Loss{fail("certificate"), {"difficulty", "fault", ""}})
	want := Losses{1, 3, []LossLine{{"certificate", "fail", 2, 2, 0}, {"difficulty", "fail", 1, 2, 1}, {"difficulty", "fault", 0, 1, 0}}}
	if d := cmp.Diff(want, l); d != "" {
		t.Error(d)
	}
}

// FuzzPolicy: whatever is read, a policy that comes out decides about any verdict.
func FuzzPolicy(f *testing.F) {
	f.Add(policy)
	f.Add("checks: {clarity: {limits: {clear: {min: 1e999}}}}")
	f.Add("checks: &a {clarity: *a}")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ReadPolicy(strings.NewReader(s), "p.yaml")
		if err != nil {
			return
		}
		if len(p.Checks) == 0 {
			t.Fatal("a policy of no checks")
		}
		for _, o := range []Outcome{Pass, Fail, Fault} {
			verdicts := map[string]Verdict{}
			for _, n := range Names() {
				verdicts[n] = Verdict{Outcome: o}
			}
			losses, err := p.Decide("q", verdicts)
			if stop := (*StopError)(nil); err != nil && !errors.As(err, &stop) {
				t.Fatal(err)
			}
			for _, l := range losses {
				if _, asked := p.Checks[l.Check]; !asked {
					t.Fatalf("%s was not asked", l.Check)
				}
			}
		}
	})
}
