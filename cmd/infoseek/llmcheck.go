package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"infoseek"
	"infoseek/llm"

	"github.com/spf13/cobra"
)

func newLLMCmd(a *app) *cobra.Command {
	return group(&cobra.Command{
		Use:   "llm",
		Short: "Look at the language models that are configured",
		Long:  "Look at the language models that are configured.",
	}, newLLMCheckCmd(a))
}

func newLLMCheckCmd(a *app) *cobra.Command {
	var m modelFlags
	var asJSON bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Try the model of each role and say what it can do",
		Long: `Try the model of each role: whether it can be reached, how it is asked for JSON that fits a schema and whether its answer
did, how long its context is, and how many tokens a second it gives. Roles with the same model are tried once.

The models come from a YAML file (--models) or, the same for every role, from --endpoint. In the file, what a role does
not say comes from the default; unknown keys are errors. Keys are never written there, only the names of the variables
that hold them:

  budget: {dollars: 5, tokens: 2000000}
  default:
    endpoint: https://api.example.com/v1
    model: small-model
    key_env: EXAMPLE_KEY
    price: {in: 0.1, out: 0.4}              # dollars per million tokens
    context: 32768                          # tokens, if the endpoint does not say
    schema: auto                            # or json_schema, json_object_schema, json_object, text
    limits: {in_flight: 32, requests_per_minute: 500, tokens_per_minute: 200000}
    max_tokens: 1024                        # of an answer
    timeout: 2m                             # of one attempt
    attempts: 6
    extra: {top_k: 40}                      # members added to each request's body
  roles:
    planner: {temperature: 0.9, top_p: 0.95, seed: 7}
    writer: {model: large-model, price: {in: 2, out: 8}}
    judge: {off: true}

Roles are planner, browser, writer, solver, verifier, judge, refiner, agent, teacher.
Exit code 1 if a role can't be played, 4 if the budget does not allow the trial.`,
		Example: `  infoseek llm check --endpoint http://127.0.0.1:8000/v1
  infoseek llm check --models models.yaml --json
  infoseek llm check --endpoint https://api.example.com/v1 --model small-model --key-env EXAMPLE_KEY`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.checkModels(cmd.Context(), m, asJSON) },
	}
	m.add(c, llm.Roles...)
	jsonFlag(c, &asJSON)
	return c
}

// roleRecord is what 'llm check --json' prints of each role.
type roleRecord struct {
	V int `json:"v"`
	llm.Report
}

func (a *app) checkModels(ctx context.Context, m modelFlags, asJSON bool) error {
	if m.replay != "" {
		return usagef("", "llm check asks endpoints: --replay has none")
	}
	set, err := a.openModels(ctx, m, "")
	if err != nil {
		return err
	}
	defer set.Close()
	reports, err := a.reports(ctx, set)
	if err != nil {
		return err
	}
	if len(reports) == 0 {
		return usagef("give --models FILE or --endpoint URL", "no model is configured")
	}
	if err := a.tellReports(reports, asJSON); err != nil {
		return err
	}
	failed := 0
	for _, r := range reports {
		if r.Error != "" {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d roles can't be played", failed, len(reports))
	}
	return nil
}

// reports checks every role that has a model, each model once.
func (a *app) reports(ctx context.Context, set *llm.Set) ([]llm.Report, error) {
	told := a.newProgress("trying", "roles", -1)
	defer told.end()
	known := map[*llm.Client]llm.Report{}
	var reports []llm.Report
	for _, role := range llm.Roles {
		if set.Model(role) == nil {
			continue
		}
		r, seen := known[set.Client(role)]
		if !seen {
			var err error
			if r, err = set.Check(ctx, role); err != nil {
				return nil, err
			}
			known[set.Client(role)] = r
		}
		r.Role = role
		reports = append(reports, r)
		told.add(1)
	}
	return reports, nil
}

func (a *app) tellReports(reports []llm.Report, asJSON bool) error {
	if asJSON {
		for _, r := range reports {
			if err := a.printJSON(roleRecord{infoseek.FormatVersion, r}); err != nil {
				return err
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(a.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "ROLE\tMODEL\tSCHEMA\tFITS\tCONTEXT\tTOKENS/S\tENDPOINT")
	for _, r := range reports {
		if r.Error != "" {
			fmt.Fprintf(w, "%s\t%s\tfails\t-\t-\t-\t%s\n", r.Role, r.Model, r.Endpoint)
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%.1f\t%s\n", r.Role, r.Model, r.Schema, yesNo(r.Fits), contextColumn(r), r.TokensPerSecond, r.Endpoint)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return a.tellTroubles(reports)
}

// tellTroubles says each error and each piece of advice once.
func (a *app) tellTroubles(reports []llm.Report) error {
	said := map[string]bool{}
	for _, r := range reports {
		for _, line := range []string{r.Error, r.Advice} {
			if line == "" || said[line] {
				continue
			}
			said[line] = true
			if err := a.printf("%s: %s\n", r.Role, line); err != nil {
				return err
			}
		}
	}
	return nil
}

func contextColumn(r llm.Report) string {
	if r.Context == 0 {
		return "unknown"
	}
	return fmt.Sprintf("%d (%s)", r.Context, r.ContextFrom)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
