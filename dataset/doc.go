// Package dataset turns the questions of a run into files that other programs read, and reads such files back: JSON lines as they are, the layout of the public InfoSeek data
// set, and Parquet with a card as Hugging Face datasets loads them.
//
// An export is a function of the run's manifest and questions.jsonl: exported twice it has the same bytes. The package knows questions and trees as records; it can't certify them, and reads no corpus.
package dataset
