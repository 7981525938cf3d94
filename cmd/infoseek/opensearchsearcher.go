package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"time"

	"infoseek"
	"infoseek/corpus"
	"infoseek/opensearch"
	"infoseek/search"

	"github.com/spf13/cobra"
)

// openSearchKind is an index in an OpenSearch.
var openSearchKind = searcherKind{
	name: "opensearch", value: "URL", what: "an index in an OpenSearch that 'search build' made, https://HOST:9200/NAME",
	with: withOpenSearch, build: buildOpenSearch,
}

// The environment variables that say who asks, and whose certificates are trusted.
const (
	openSearchUser     = "OPENSEARCH_USERNAME"
	openSearchPassword = "OPENSEARCH_PASSWORD"
	openSearchCA       = "OPENSEARCH_CA"
)

// dialOpenSearch makes a client of the server at an address.
func (a *app) dialOpenSearch(at opensearch.Address) (*opensearch.Client, error) {
	s := opensearch.Server{URL: at.Server}
	s.Username, _ = a.env(openSearchUser)
	s.Password, _ = a.env(openSearchPassword)
	if (s.Username == "") != (s.Password == "") {
		return nil, usagef("", "set both of %s and %s, or none", openSearchUser, openSearchPassword)
	}
	if s.Password != "" && inClear(at.Server) {
		a.log.Warn("the password goes over the network in clear: give an https URL", "server", at.Server)
	}
	if file, ok := a.env(openSearchCA); ok && file != "" {
		var err error
		if s.CA, err = os.ReadFile(file); err != nil {
			return nil, fmt.Errorf("%s: %w", openSearchCA, err)
		}
	}
	return opensearch.Dial(s)
}

// inClear says whether what is sent to a server can be read on the way.
func inClear(server string) bool {
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback())
}

// openSearchAddress reads what stands behind "opensearch=". An index that is not named is the corpus's.
func openSearchAddress(spec string, c *corpus.Corpus) (opensearch.Address, error) {
	at, err := opensearch.ParseAddress(spec)
	if err != nil {
		return at, usagef("", "--searcher: %v", err)
	}
	if at.Index == "" {
		at.Index = fmt.Sprintf("infoseek-%.12s", c.Info().Hash)
	}
	return at, nil
}

func withOpenSearch(ctx context.Context, a *app, at searched, use func(*corpus.Corpus, ranker) error) error {
	if at.settings != (search.Settings{}) {
		return usagef("", "k1 and b are stored with an index in OpenSearch: 'infoseek search build --searcher' sets them")
	}
	return a.withCorpus(at.dir, func(c *corpus.Corpus) error {
		where, err := openSearchAddress(at.value, c)
		if err != nil {
			return err
		}
		client, err := a.dialOpenSearch(where)
		if err != nil {
			return err
		}
		defer client.Close()
		s, err := client.Open(ctx, where.Index, c.Info().Hash)
		if errors.Is(err, opensearch.ErrNoIndex) {
			return fmt.Errorf("%w (make it with 'infoseek search build -c %s --searcher opensearch=%s')", err, at.dir, at.value)
		}
		if err != nil {
			return howToReach(err)
		}
		return use(c, ranker{s, nil})
	})
}

// buildOpenSearch indexes the passages of the corpus's own index, with its settings where the command line does not give others.
func buildOpenSearch(cmd *cobra.Command, a *app, at searched, o buildOptions) error {
	if cmd.Flags().Changed("passage-words") {
		return usagef("", "the passages in an OpenSearch are those of the corpus's own index: build that with --passage-words first")
	}
	return a.withSearch(at.dir, func(c *corpus.Corpus, ix *search.Index) error {
		where, err := openSearchAddress(at.value, c)
		if err != nil {
			return err
		}
		own, err := ix.Searcher(search.Settings{})
		if err != nil {
			return err
		}
		client, err := a.dialOpenSearch(where)
		if err != nil {
			return err
		}
		defer client.Close()
		begin, info := time.Now(), own.Info()
		told := a.newProgress("indexing", "passages", int64(info.Passages))
		defer told.end()
		settings := openSearchOptions(cmd, info.Retriever, o)
		settings.Progress = func(n int) { told.add(int64(n)) }
		built, err := client.Build(cmd.Context(), where.Index, c, ix, settings)
		if err != nil {
			return howToReach(err)
		}
		return a.printBuiltThere(builtThereRecord{
			infoseek.FormatVersion, at.dir, where.Server, where.Index, built.Index, c.Info().Pages, built.Passages, built.Added, time.Since(begin).Seconds(),
		}, o.asJSON)
	})
}

// howToReach adds what to do where a server is there but not to be talked to.
func howToReach(err error) error {
	if distrusted := (*tls.CertificateVerificationError)(nil); errors.As(err, &distrusted) {
		return fmt.Errorf("%w (name the certificates to trust with %s=FILE)", err, openSearchCA)
	}
	if errors.Is(err, opensearch.ErrDenied) {
		return fmt.Errorf("%w (sign in with %s and %s)", err, openSearchUser, openSearchPassword)
	}
	return err
}

func openSearchOptions(cmd *cobra.Command, own infoseek.Retriever, o buildOptions) opensearch.Options {
	s := opensearch.Options{Analysis: own.Analysis, K1: own.K1, B: own.B, TitleWeight: max(1, own.TitleWeight), Shards: o.shards}
	for flag, take := range map[string]func(){
		"analysis": func() { s.Analysis = o.index.Analysis }, "title-weight": func() { s.TitleWeight = o.index.TitleWeight },
		"k1": func() { s.K1 = *o.index.K1 }, "b": func() { s.B = *o.index.B },
	} {
		if cmd.Flags().Changed(flag) {
			take()
		}
	}
	return s
}

// builtThereRecord is what 'search build --searcher opensearch=URL --json' prints.
type builtThereRecord struct {
	V        int     `json:"v"`
	Dir      string  `json:"dir"`
	Server   string  `json:"server"`
	Name     string  `json:"name"`  // that is searched
	Index    string  `json:"index"` // behind it
	Pages    int     `json:"pages"`
	Passages int     `json:"passages"`
	Added    int     `json:"added"` // now
	Seconds  float64 `json:"seconds"`
}

func (a *app) printBuiltThere(r builtThereRecord, asJSON bool) error {
	if asJSON {
		return a.printJSON(r)
	}
	return a.printf("%s/%s: %d passages of %d pages, %d added now, in %.1f s\n", r.Server, r.Name, r.Passages, r.Pages, r.Added, r.Seconds)
}
