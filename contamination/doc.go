// Package contamination finds questions that are told in a text: a benchmark's question in what a model is trained on, or the question that is asked in what a search brings up for it. It must not know where texts come from, nor
// what a question's answer is.
package contamination
