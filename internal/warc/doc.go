// Package warc reads and writes web archives: records of what was fetched, as WARC (ISO 28500) or, reading alone, its forerunner ARC. It knows nothing of what is in a page. What it reads is foreign: it keeps to limits.
package warc
