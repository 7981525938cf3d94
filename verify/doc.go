// Package verify judges questions: each check asks one thing of a question and answers pass or fail, with its evidence, or a fault where nothing could be found out. A fault is never a fail.
//
// Checks differ in what they need: some compute over the certificate alone, some over the corpus, some ask a language model in a role (solver, verifier, judge). Job runs them over the questions of a run,
// keeps every verdict as it comes, and goes on where it was stopped; Policy turns verdicts into a final set and says what went why; Mapping brings questions made elsewhere onto a corpus, so that the same checks
// can be asked of them.
//
// Reading order: check.go, verdict.go, item.go, job.go; then the checks, one file each: certificate, cocoverage, selectivity, constants, prior, duplicates, contamination, support, difficulty, verifiability,
// necessity, clarity; then policy.go, filter.go and mapping.go.
//
// The package must not know how trees are grown, which adapter serves a model, or where a run lies on disk.
package verify
