// Package split parts questions into those to train on and those to test by, so that no entity is on both sides: neither a page nor a name of any vertex or answer.
//
// Questions are the edges of a hypergraph whose vertices are what they share. Where its connected components are small enough, whole ones are held out and nothing is lost; where one giant component has nearly all
// questions, a part of it is cut out, and the questions that straddle the cut belong to neither side.
//
// Pure functions over ids and keys: it must not know files, runs or how questions are made.
package split
