package plugin

import (
	"runtime"
	"runtime/debug"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// Which build answers?

// buildInfo is 1, with the version of the catalogue that is built in, the revision of the source, and that of Go.
func buildInfo() prometheus.Collector {
	version := "unknown"
	if builtin, err := catalog.Builtin(); err == nil {
		version = builtin.Version
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name:        "yardstick_build_info",
		Help:        "1; the labels tell the version of Yardstick, the revision of its source, and the Go that built it.",
		ConstLabels: prometheus.Labels{"version": version, "revision": revision(), "goversion": runtime.Version()},
	})
	info.Set(1)
	return info
}

// revision is that of the source, where the build knows it.
func revision() string {
	if build, known := debug.ReadBuildInfo(); known {
		for _, setting := range build.Settings {
			if setting.Key == "vcs.revision" {
				return setting.Value
			}
		}
	}
	return "unknown"
}
