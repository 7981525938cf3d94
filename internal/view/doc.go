// Package view opens a page for a reader: the part of its text around a match, the places where some words stand. Servers and agents show pages through it. It knows nothing of protocols, or of how a part is told.
package view
