// Program clients runs others' own client code against our server: Search-R1's agent, its inference script and its sample request, InfoSeek's agent with search and Refiner, BrowseComp-Plus's tools and clients (drive.py). The files are
// run as they stand in checkouts of the public repositories, of which nothing is kept here: the folder that INFOSEEK_CLIENTS names has them as Search-R1, Infomatica and BrowseComp-Plus. A file is run only if it is, byte by byte, the one
// at the commit that package checkout names; where it is missing or another, its row is skipped and says so. Started from the repository's root (make parity-clients); the table goes to stdout and to bench/out/parity-clients.json, its exit status is
// table.Table's.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"

	"infoseek/bench/checkout"
	"infoseek/bench/table"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var tab table.Table
	if err := measure(ctx, &tab, checkout.Folder(), filepath.Join("bin", "infoseek")); err != nil {
		slog.Error("parity-clients", "error", err)
		os.Exit(table.Missed)
	}
	tab.Exit("parity-clients")
}
