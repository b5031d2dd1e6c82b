// Package support answers what a maintainer needs to know of an installation
// that does not work, without a secret and without a name that is a person's.
package support

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"time"
)

// Finding is what was looked at, and what was found.
type Finding struct {
	Of     string `json:"of"`
	Well   bool   `json:"well"`
	Detail string `json:"detail,omitempty"`
}

// Bundle is everything that is told.
type Bundle struct {
	Made     time.Time
	Build    Build
	Store    Stored
	Settings map[string]any // nil where none were given
	Findings []Finding
	Metrics  []byte // nil where no address was given
}

// Build says which program made the bundle, and where.
type Build struct {
	Version  string `json:"version"` // of the catalogue that is built in
	Revision string `json:"revision"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// ThisBuild is the running one.
func ThisBuild(version string) Build {
	b := Build{Version: version, Revision: "unknown", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if info, known := debug.ReadBuildInfo(); known {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				b.Revision = setting.Value
			}
		}
	}
	return b
}

// Found tells of something that was looked at; what is wrong is told in our own words.
func (h Hiding) Found(of string, detail string, err error) Finding {
	if err != nil {
		return Finding{Of: of, Detail: h.sentence(err.Error())}
	}
	return Finding{Of: of, Well: true, Detail: h.sentence(detail)}
}

const readme = `What Yardstick tells about one installation, to find out why it does not work.

build.json     which version, revision, Go and platform made this
store.json     the store: its schema, rows and bytes of every table; operations and
               baselines of every system, the learner's progress and its last errors
settings.json  the settings of the data source, where they were given: no secret,
               no header, no credentials
findings.json  whether the store and Prometheus answer
metrics.txt    the metrics of the back end, where their address was given

Names of operations, label values, hosts and systems of one's own are replaced by
hashes (#1a2b3c4d5e), always the same ones for one store, unless --names was given.
Of messages only the words remain that Yardstick's own are made of.
`

// Write writes one archive.
func (b Bundle) Write(out io.Writer) error {
	archive := zip.NewWriter(out)
	documents := []struct {
		name  string
		value any
	}{{"build.json", b.Build}, {"store.json", b.Store}, {"findings.json", b.Findings}, {"settings.json", b.Settings}}
	if err := put(archive, "README.txt", b.Made, []byte(readme)); err != nil {
		return err
	}
	for _, d := range documents {
		text, err := json.MarshalIndent(d.value, "", "  ")
		if err != nil {
			return fmt.Errorf("writing %s: %w", d.name, err)
		}
		if err := put(archive, d.name, b.Made, append(text, '\n')); err != nil {
			return err
		}
	}
	if b.Metrics != nil {
		if err := put(archive, "metrics.txt", b.Made, b.Metrics); err != nil {
			return err
		}
	}
	return archive.Close()
}

func put(archive *zip.Writer, name string, made time.Time, text []byte) error {
	file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made})
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if _, err := file.Write(text); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
