package lm

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// goBackendName is what GoMLX's own backend calls itself.
const goBackendName = "Go Backend"

// openers are the backends that this program was built with, by name. Each is given what follows the name's colon.
var openers = map[string]func(config string) (compute.Backend, error){
	"go": func(config string) (compute.Backend, error) {
		if config == "" {
			// several operations at once make its pool of workers hang (docs/adr/0009-tensors.md); one operation still uses all processors
			config = "ops_sequential"
		}
		return gobackend.New(config)
	},
}

// Backends are the names that OpenBackend knows in this build.
func Backends() []string {
	var names []string
	for name := range openers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Absent are the backends that only other builds have.
func Absent() []string {
	if _, ok := openers["xla"]; ok {
		return nil
	}
	return []string{"xla"}
}

// OpenBackend opens what runs a graph: "go" (in this program; "" too), and in builds with the tag xla "xla" (its CPU) or "xla:cuda". The caller finalizes it.
func OpenBackend(spec string) (compute.Backend, error) {
	name, config, _ := strings.Cut(spec, ":")
	if name == "" {
		name = "go"
	}
	open, ok := openers[name]
	switch {
	case ok:
	case name == "xla":
		return nil, errors.New("backend xla: not in this build: build with -tags xla (docs/models.md)")
	default:
		return nil, fmt.Errorf("backend %q: not known: %s are", name, strings.Join(Backends(), ", "))
	}
	b, err := open(config)
	if err != nil {
		return nil, fmt.Errorf("backend %s: %w", spec, err)
	}
	return b, nil
}
