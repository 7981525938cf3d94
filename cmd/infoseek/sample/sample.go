// Package sample holds a small encyclopedia, so that the program can be tried with nothing at hand but itself: short articles on astronomy, chemistry, voyages, rivers and
// cities, music and mathematics, densely linked, as one MediaWiki XML export. It knows nothing of the rest of the program.
//
// The facts are real and well established; the words are the project's own, written for this purpose and copied from nowhere. They may be used under the project's licence,
// Apache-2.0, or under CC0 1.0.
package sample

import _ "embed"

// Name is the name under which the encyclopedia is known as a source.
const Name = "encyclopedia.xml"

//go:embed encyclopedia.xml
var encyclopedia []byte

// XML returns the encyclopedia. The bytes are shared and must not be changed.
func XML() []byte { return encyclopedia }
