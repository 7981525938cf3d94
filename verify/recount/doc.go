// Package recount counts a question's candidates once more, by another path than the one its certificate was made on: it reads the raw text of every page itself,
// with regular expressions and maps, and computes the network of constraints by plain definition. It shares no code with hcsp, corpus or text, and uses of a corpus
// only what its pages are and say: text, names, links, categories, classes. It must not ask for Related, Mentions or Attribute, which are what it checks.
//
// What counts is defined elsewhere and written again here: when a page names another in corpus/naming.go, what time or number a text states in text/years.go and
// text/numbers.go, the network in hcsp/network.go. A difference is a mistake on one of the two sides.
package recount
