// Package train teaches a language model in this process: by imitation of accepted trajectories (SFT) and by the rewards of its own (GRPO and its kin). The model comes as a
// function that builds a graph of logits from named weights, so the package knows losses, optimizer, packing, checkpoints and the order of steps, and no architecture. It must not
// know corpora, searchers or how questions are made.
//
// Everything that a step depends on is a function of the options, the seed and the step's number: there is no other random state, so a run that was interrupted gives the losses of one that was not.
//
// Reading order: example.go and transcript.go (a trajectory as tokens, with those that are the model's own), pack.go and batch.go (rows of tokens without attention across examples), network.go, objective.go, imitation.go and policygradient.go (losses),
// engine.go and adamw.go (a step), lora.go, checkpoint.go, fit.go (SFT), advantage.go and improve.go (GRPO).
package train
