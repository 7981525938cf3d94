// Package queue carries the items of a run to workers elsewhere, and back what they answer, over NATS JetStream: Server is one inside this process, Dial reaches one, or a cluster, by URL.
//
// A run has two streams. Its items stream is a work queue: an item is a message that stays until a worker acknowledges it, which it does only after the item's outcome is stored in the other; while a
// worker is busy it says so, and an item whose worker has been silent for AckWait is given to another. Its back stream holds what the run is of (the spec), and what workers send back: notes, which
// are part of an item's work and are given to the worker that takes the item over, and one outcome. An item may be carried out twice; which outcome counts, the run's owner decides: the first.
//
// What is published is acknowledged when a server, or most of a cluster's, has written it to its file: no process that dies loses it. Files are synced now and then (Server: every second; a NATS server by itself: every
// two minutes, its sync_interval), so that a power cut may take what came after, in a cluster only if it hits most servers at once. The run's directory is the truth: what the streams lost is worked on again.
//
// The package knows nothing of what items, notes and outcomes mean.
package queue
