// Package runs keeps what a command produced in a directory that survives being killed at any moment and is resumed by the same command.
//
// A run directory holds
//
//	manifest.json    what was asked for (command, options, seed, corpus, versions) and how far it is; replaced whole
//	journal/         000001.jsonl, 000002.jsonl …: one record appended for each thing done, each with its checksum; never rewritten
//	calls/           the same, one record for each model call that was answered; only where a model is used
//	NAME.jsonl       outputs, rebuilt from the journal and replaced whole
//	lock, lock.pid   held by the one process that writes
//
// The invariant: the journals are the truth, and everything in each but the last record is whole. A process that is killed leaves at most one record half written, at a journal's end; the next
// Open cuts it. manifest.json and outputs are written to a temporary file, synced and renamed, so a reader sees the old file or the new one.
//
// Of what is written, everything is a function of options, seed and corpus, except created, updated, versions.go and the state of work in manifest.json, the journals' order of records, times and costs of calls, and the lock.
//
// The package knows nothing of questions: what the records mean is the caller's, but for Reader, which names the outputs that every reader of a run wants.
package runs
