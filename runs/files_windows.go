package runs

// Windows has no way to sync a directory; a rename is durable when the file system says so.
const syncsDirectories = false
