//go:build xla

package lm

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gomlx/compute"
	"github.com/gomlx/go-xla/compute/xla"
)

// The device is cpu or what follows the backend's name; options of go-xla may follow it after commas.
func init() {
	openers["xla"] = func(config string) (compute.Backend, error) {
		xla.EnableAutoInstall(false) // nothing is fetched that nobody asked for: scripts/xla-plugin.sh does
		device, options, _ := strings.Cut(config, ",")
		if device == "" {
			device = "cpu"
		}
		if filepath.IsAbs(device) || os.Getenv("PJRT_PLUGIN_LIBRARY_PATH") != "" {
			return xla.New(strings.Trim(device+","+options, ","))
		}
		plugin := filepath.Join(pluginFolder(), "pjrt_c_api_"+device+"_plugin.so")
		if _, err := os.Stat(plugin); err != nil {
			return nil, fmt.Errorf("no plugin: run scripts/xla-plugin.sh %s: %w", device, err)
		}
		if device == "cpu" {
			options = "shared_buffers=true," + options // it shares them if asked by name only
		}
		return xla.New(strings.Trim(plugin+","+options, ","))
	}
}

// pluginFolder is where scripts/xla-plugin.sh puts plugins.
func pluginFolder() string {
	cache := os.Getenv("INFOSEEK_CACHE")
	if cache == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		cache = filepath.Join(home, ".cache", "infoseek")
	}
	return filepath.Join(cache, "xla")
}
