// Package memcorpus is a small corpus in memory, an infoseek.Pages for tests. It states exactly what it is told: relations, names, years and numbers are
// given by the test, not read out of text, save that a page whose text holds another page's name, word for word, mentions it. It must not know how
// a real corpus reads its sources.
package memcorpus
