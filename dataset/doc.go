// Package dataset turns the questions and the trajectories of a run into files that other programs read, and reads such files back, others' too. Questions: JSON lines as they are, the layout of the public InfoSeek data set, and Parquet with a card as Hugging Face
// datasets loads it. Trajectories: chat JSON lines, one text in tags, Parquet as verl and TRL read it, whole records with a card.
//
// An export is a function of the run's manifest and records: exported twice it has the same bytes. The package knows questions, trees and trajectories as records; it can't certify, run or score them, and reads no corpus.
package dataset
