package source

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// The formats. The zero Format is recognised by content.
const (
	FormatMediaWiki     = "mediawiki"     // XML export
	FormatWikiExtractor = "wikiextractor" // JSON lines whose text holds <a href="title">anchor</a>
	FormatJSONL         = "jsonl"         // JSON lines of plain text
	FormatFolder        = "folder"        // folder or archive (tar, zip) of HTML, Markdown, wikitext (.wiki) and MediaWiki exports, by the ends of their names
	FormatHTML          = "html"          // folder or archive, of which the files of HTML are read
	FormatWARC          = "warc"          // web archive, WARC or ARC
	FormatMarkdown      = "markdown"      // folder or archive, of which the files of Markdown are read
	FormatParquet       = "parquet"       // table with the columns of the Hugging Face data sets wikipedia and fineweb
)

// Formats lists the formats.
func Formats() []string {
	return []string{FormatMediaWiki, FormatWikiExtractor, FormatJSONL, FormatFolder, FormatHTML, FormatMarkdown, FormatWARC, FormatParquet}
}

// GroupTitle merges records that share a title.
const GroupTitle = "title"

// DefaultMaxText is the limit of Options.MaxText where it is zero.
const DefaultMaxText = 64 << 20

// Options are how a file is read. The zero value is the default.
type Options struct {
	// Format is one of the formats; "" is recognised by content.
	Format string
	// MaxText is the most bytes of source that one page (or JSON line) may have; a longer one is lost with a RecordError and never held in memory whole.
	MaxText int
	// Group, if GroupTitle, merges the records of a file that share a title into one, in order of first appearance: texts joined by an empty line, id and url the first's.
	// It holds all records in memory until the file ends.
	Group string
	// Licence is that of each page whose source names none.
	Licence string
	// Workers parse pages at the same time; 0 is one for each processor. The order of records doesn't depend on it.
	Workers int
}

// Validate says what is wrong with the options.
func (o Options) Validate() error {
	if o.Format != "" && !slices.Contains(Formats(), o.Format) {
		return fmt.Errorf("source: format %q is unknown: use %s", o.Format, strings.Join(Formats(), ", "))
	}
	if o.Group != "" && o.Group != GroupTitle {
		return fmt.Errorf("source: group %q is unknown: use %s", o.Group, GroupTitle)
	}
	if o.MaxText < 0 || o.Workers < 0 {
		return fmt.Errorf("source: negative limit")
	}
	return nil
}

func (o Options) withDefaults() Options {
	if o.MaxText == 0 {
		o.MaxText = DefaultMaxText
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return o
}
