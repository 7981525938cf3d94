// Package jsonl reads and writes JSON lines: one JSON value a line, each line ended by a newline. Errors name file and line. It knows nothing of what the
// records mean.
//
// Writing is deterministic: members of structs in the order of their fields, of maps in the order of their names; nil slices are [] and nil pointers null; text that is not
// UTF-8 is an error.
package jsonl
