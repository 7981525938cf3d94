// Package agents are synth's Planner, Browser and Writer on language models (arXiv 2509.00375, section 3): the model proposes, the machine disposes. A model answers in numbers of what it was shown and in
// few words of its own, through a JSON schema; what it says is checked against the corpus before it counts, and what stays wrong is dropped and counted.
//
// Texts of pages and answers of models are data. They stand between fences in the user's message, never in the system message, and nothing they say can add an entity, a name or markup.
//
// The package sees the corpus through the root's Pages and the models through its Model; it must not know where either comes from.
package agents
