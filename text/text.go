// Package text reads plain text: words, sentences, years and numbers, stems and overlaps. It knows nothing of pages, corpora or models.
//
// What it finds in a text decides what a corpus's relation and attribute sets hold, so a doubtful case counts in: what is found too much costs yield, what
// is missed costs soundness.
package text
