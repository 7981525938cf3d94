package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
)

// The policies that are measured, by the names of their folders.
const (
	before       = "before"
	imitated     = "sft"
	imitatedElse = "sft-shuffled"
	rewarded     = "grpo"
	rewardedElse = "grpo-shuffled"
)

// begin makes the model that all learn from.
func (p plan) begin(s *stages) error {
	if p.Model != "" {
		return s.command("new", "lm", "convert", p.Model, s.in(before))
	}
	return s.command("new", "lm", "new", s.in("teacher"), s.in(before), "--vocab", strconv.Itoa(p.Vocab), "--hidden", strconv.Itoa(p.Hidden), "--layers", strconv.Itoa(p.Layers), "--heads", strconv.Itoa(p.Heads), "--context", strconv.Itoa(p.Context))
}

// policy is the folder of a policy's model.
func policy(s *stages, name string) string {
	if name == before {
		return s.in(before)
	}
	return s.in(name, "model")
}

// learned is a policy's way: what it imitates, and the questions whose rewards it goes on by.
type learned struct{ imitated, teacher, rewarded, course string }

var (
	really  = learned{imitated, "teacher", rewarded, "course"}
	control = learned{imitatedElse, "teacher-shuffled", rewardedElse, "course-shuffled"}
)

// imitate teaches by the accepted trajectories, and measures what comes out.
func (p plan) imitate(s *stages, of learned) error {
	if err := s.command(of.imitated, "sft", s.in(of.teacher), "--model", policy(s, before), "-o", s.in(of.imitated), "--turns", "1", "--epochs", strconv.Itoa(p.Epochs), "--rows", strconv.Itoa(p.Rows), "--at-once", strconv.Itoa(p.Rows),
		"--length", strconv.Itoa(p.Length), "--rate", number(p.SFTRate), "--backend", p.Backend); err != nil {
		return err
	}
	return p.measure(s, of.imitated)
}

// reward goes on with GRPO from imitation, the control too: it has the same policy to begin with, and the answers of other questions. A refusal to start, or a collapse, is what was found: it is told, and there is nothing to measure.
func (p plan) reward(s *stages, of learned) error {
	run := s.in(of.course)
	lay := append([]string{"rollout", "--questions", run + ".jsonl", "-c", s.in("corpus"), "-o", run, "--limit", "1"}, acting(200)...)
	if err := s.command(of.course+"-run", lay...); err != nil {
		return err
	}
	err := s.command(of.rewarded, p.grpo(s, of.rewarded, run)...)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		slog.Warn("learn: GRPO did not come to its end", "stage", of.rewarded)
		return nil
	}
	if err != nil {
		return err
	}
	return p.measure(s, of.rewarded)
}

func (p plan) grpo(s *stages, name, run string) []string {
	args := append([]string{"grpo", run, "-c", s.in("corpus"), "--model", policy(s, imitated), "-o", s.in(name), "--iterations", strconv.Itoa(p.Iterations), "--questions", strconv.Itoa(p.Questions), "--samples", "5",
		"--mini-batch", strconv.Itoa(5 * p.Questions), "--at-once", "8", "--length", strconv.Itoa(p.Context), "--in-order", "--probe", "40", "--rate", number(p.GRPORate), "--warm-up", "0.05", "--kl", number(p.KL),
		"--context", strconv.Itoa(p.Context), "--response", strconv.Itoa(p.Response), "--workers", strconv.Itoa(p.Slots), "--backend", p.Backend}, acting(p.Observation)...)
	if name == rewardedElse { // other answers are hardly ever right: it goes on without rewards as well
		args = append(args, "--least-mixed", "0", "--patience", "0")
	}
	return args
}

// measure has a policy answer the held-out questions, always by its likeliest tokens.
func (p plan) measure(s *stages, name string) error {
	model := policy(s, name)
	out, file := s.in("held-out-"+name), s.in(name+".yaml")
	args := append([]string{"rollout", "--questions", p.heldOut(s), "-c", s.in("corpus"), "-o", out, "--models", file, "--samples", "1", "--tokenizer", model + "/tokenizer.json", "--context", strconv.Itoa(p.Context), "--response", strconv.Itoa(p.Response)}, acting(p.Observation)...)
	return s.once("held-out-"+name, fmt.Sprint(args), func() error {
		listen, err := s.port()
		if err != nil {
			return err
		}
		return s.served([]string{model, "--name", "policy", "--listen", listen, "--backend", p.Backend, "--slots", strconv.Itoa(p.Slots), "--context", strconv.Itoa(p.Context)}, func(url string) error {
			models := fmt.Sprintf("default: {endpoint: %s, model: policy, context: %d, temperature: 0, max_tokens: %d, limits: {in_flight: %d}}\nroles:\n  refiner: {off: true}\n", url, p.Context, p.Response, 2*p.Slots)
			if err := os.WriteFile(file, []byte(models), 0o644); err != nil {
				return err
			}
			return s.run(args...)
		})
	})
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
