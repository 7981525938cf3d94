package llm

import (
	"strings"
	"testing"
	"time"

	"infoseek"

	"github.com/google/go-cmp/cmp"
)

const fullConfig = `
budget: {dollars: 5, tokens: 2000000}
default:
  endpoint: https://api.example.com/v1
  model: small
  context: 32768
  price: {in: 0.1, out: 0.4}
  key_env: EXAMPLE_KEY
  schema: json_schema
  limits: {in_flight: 32, requests_per_minute: 500, tokens_per_minute: 200000}
  extra: {top_k: 40}
  temperature: 0.7
  top_p: 0.9
  seed: 7
  max_tokens: 500
  timeout: 90s
  attempts: 3
roles:
  planner: {temperature: 0.9}
  writer: {model: large, price: {in: 2, out: 8}}
  solver: {endpoint: "http://127.0.0.1:8000/v1", model: own}
  judge: {off: true}
`

func TestReadConfig(t *testing.T) {
	c, err := readConfig(strings.NewReader(fullConfig))
	if err != nil {
		t.Fatal(err)
	}
	whole := Role{
		Endpoint: "https://api.example.com/v1", Model: "small", Context: 32768, Price: &infoseek.Price{In: 0.1, Out: 0.4}, KeyEnv: "EXAMPLE_KEY", Schema: FormatSchema,
		Limits: Limits{32, 500, 200000}, Extra: map[string]any{"top_k": 40}, Temperature: ptr(0.7), TopP: ptr(0.9), Seed: ptr(uint64(7)), MaxTokens: 500, Timeout: 90 * time.Second, Attempts: 3,
	}
	hot, large := whole, whole
	hot.Temperature = ptr(0.9)
	large.Model, large.Price, large.Context = "large", &infoseek.Price{In: 2, Out: 8}, 0
	// Another endpoint gets neither the key nor the price nor the other's peculiarities.
	own := Role{Endpoint: "http://127.0.0.1:8000/v1", Model: "own", Schema: FormatAuto, Temperature: ptr(0.7), TopP: ptr(0.9), Seed: ptr(uint64(7)), MaxTokens: 500, Timeout: 90 * time.Second, Attempts: 3}
	for name, want := range map[string]Role{"browser": whole, "planner": hot, "writer": large, "solver": own} {
		if got, ok := c.Role(name); !ok || cmp.Diff(want, got) != "" {
			t.Errorf("%s, ok=%v: %s", name, ok, cmp.Diff(want, got))
		}
	}
	if _, ok := c.Role("judge"); ok {
		t.Error("the judge is off and has a model")
	}
	if c.Budget != (Ceiling{5, 2000000}) {
		t.Errorf("budget %+v", c.Budget)
	}
}

func TestCustomaryOptions(t *testing.T) {
	c := Config{Default: Role{Endpoint: "http://127.0.0.1:1/v1"}}
	for name, want := range map[string]float64{"planner": 0.9, "browser": 0.8, "refiner": 0.5, "judge": 0} {
		if r, ok := c.Role(name); !ok || r.Temperature == nil || *r.Temperature != want {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if r, _ := c.Role("refiner"); *r.TopP != 0.95 {
		t.Errorf("refiner: top_p %g", *r.TopP)
	}
	if r, _ := c.Role("writer"); r.Temperature != nil || r.MaxTokens != defaultMaxTokens || r.Timeout != defaultTimeout {
		t.Errorf("writer: %+v", r)
	}
	if _, ok := (Config{}).Role("planner"); ok {
		t.Error("a model out of nothing")
	}
}

func TestConfigErrors(t *testing.T) {
	for text, want := range map[string]string{
		"default:\n  modle: x\n":                          `line 2: unknown key "modle"`,
		"default: {price: {in: 1, uot: 2}}":               `line 1: unknown key "uot"`,
		"colour: red":                                     `line 1: unknown key "colour"`,
		"default: {max_tokens: many}":                     "line 1: cannot unmarshal",
		"default: {timeout: soon}":                        "line 1: cannot unmarshal",
		"roles: {planer: {model: x}}":                     `no role "planer"; the roles are planner, browser`,
		"a: [":                                            "yaml: ",
		"default: {}\n---\ndefault: {}":                   "more than one document",
		"budget: {dollars: -1}":                           "budget: less than nothing",
		"default: {off: true}":                            "off is for roles",
		"default: {endpoint: localhost}":                  `endpoint "localhost": give a URL like`,
		"default: {endpoint: 'http://me:secret@host/v1'}": "a password in the URL",
		"default: {schema: xml}":                          `no form "xml"`,
		"default: {temperature: 9}":                       "temperature 9",
		"default: {top_p: 0}":                             "top_p 0",
		"roles: {judge: {context: -1}}":                   "role judge: context: less than nothing",
		"default: {limits: {in_flight: -2}}":              "limits.in_flight: less than nothing",
		"default: {price: {in: -2}}":                      "price: less than nothing",
		"default: {temperature: .nan}":                    "temperature NaN",
		"default: {model: a}\ndefault: {model: b}":        "already defined",
		"roles:\n  planner: {model: a}\n  planner: {model: b}\nbudget: {}\n": "already defined",
	} {
		if _, err := readConfig(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

// FuzzConfig: what is read is written so that it reads back the same.
func FuzzConfig(f *testing.F) {
	f.Add(fullConfig)
	f.Add("")
	f.Add("default: &d {model: x}\nroles: {judge: *d}")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := readConfig(strings.NewReader(text))
		if err != nil {
			return
		}
		written, err := c.write()
		if err != nil {
			t.Skip(err) // extra may hold what YAML reads but does not write
		}
		again, err := readConfig(strings.NewReader(string(written)))
		if err != nil {
			t.Fatalf("written as %q: %v", written, err)
		}
		if d := cmp.Diff(c.Default.Endpoint+c.Default.Model, again.Default.Endpoint+again.Default.Model); d != "" {
			t.Fatal(d)
		}
		if c.Budget != again.Budget || len(c.Roles) != len(again.Roles) {
			t.Fatalf("%+v became %+v", c, again)
		}
	})
}
