// Package bzip2 reads bzip2 on several processors. A stream is cut where its blocks begin, which their 48-bit signs tell at any bit; the blocks are decoded at the same time and given in order. What streams hold is checked by their
// CRCs; several streams end to end are one. It must not know what is in them.
//
// Reading order: finder.go (where blocks begin), block.go with huffman.go, mtf.go and expander.go (what is in one), reader.go (the order of all).
package bzip2
