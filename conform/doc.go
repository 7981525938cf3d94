// Package conform holds a conformance suite for each of the root's interfaces: whatever an implementation promises beside its types. A suite takes a constructor and a testing.TB, and reads the
// implementation through the interface alone. It is for tests, and must not know any implementation.
package conform
