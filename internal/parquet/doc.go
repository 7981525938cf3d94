/*
Package parquet reads columns of Parquet files that strangers wrote. A file is a footer (thrift.go, footer.go) that says where the pages of each column lie, and the pages (page.go), which are unpacked one at a time (codec.go) and read value by value (values.go, hybrid.go, deltas.go).

Nothing is sized by what a file claims: lists grow with the elements that are there, pages are bounded, runs are counted and not laid out. This is why it doesn't stand on the library that writes our own files, which allocates what a footer, a page's header or a run says.

It reads what the common writers make of flat columns of texts and whole numbers; other columns of a file are not touched. It doesn't know what a column means.
*/
package parquet
