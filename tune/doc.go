// Package tune fits the settings of a ranking to judged queries, and says on others what that is worth.
//
// Half of the items, drawn by a seed, is fitted to; on the other half what was found is held against other settings, with intervals and a paired test. Settings that were chosen and measured on the same queries look better than
// they are. With cross-fitting each half is measured with what was fitted on the other, so that all items are measured and none with settings that saw it.
//
// Reading order: point.go, score.go, measure.go (what is fitted, what a trial says), ledger.go, search.go (how the best is looked for), split.go, study.go (the whole), depth.go, compare.go.
//
// The package must not know what ranks, nor what an item is: it calls a Trial.
package tune
