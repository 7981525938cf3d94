// Package verify judges questions: each check asks one thing of a question and answers pass or fail, with its evidence, or a fault where nothing could be found out. A fault is never a fail.
//
// Checks differ in what they need: some compute over the certificate alone, some over the corpus, some ask a language model in a role (solver, verifier, judge). Job runs them over the questions of a run,
// keeps every verdict as it comes, and goes on where it was stopped; Policy turns verdicts into a final set and says what went why; Mapper brings questions made elsewhere onto a corpus, so that the same checks
// can be asked of them, and Profile puts two sets side by side.
//
// Reading order: check.go, verdict.go, item.go, job.go with known.go and publish.go; then the checks, one file each: certificate, cocoverage, oneclue, constants, prior, duplicates, contamination (with ngrams), support (with
// cited), difficulty, verifiability (with excerpt), alternatives and necessity (with fits and clues), clarity; then policy.go, filter.go, losses.go; then mapping.go, readings.go, profile.go. What models are told lies in prompts.
//
// The package must not know how trees are grown, how a corpus is stored, or which adapter serves a model.
package verify
