// Package prompt fills prompts and reads what models answer.
//
// A prompt is two files that lie beside the parser of its answer: NAME.system.txt, sent as it is, and NAME.user.tmpl, a text/template in which a missing key is an error. So data, which may be text
// of pages or of other models, never gets into the system message; the template puts it between fences that it can't close (Quote) or on one line (Line).
//
// Ask sends a filled prompt, reads the JSON in the answer however it is wrapped, checks it against a schema and a rule of the caller's, and lets the model repair it.
//
// The package knows nothing of what prompts say, nor of endpoints: it sees an infoseek.Model.
package prompt
