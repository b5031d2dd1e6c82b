//go:build mage

// Build targets of the back end: Grafana's own (build:linux, buildAll, …), and
// those of this project in the namespace yardstick.
package main

import (
	"path/filepath"
	"runtime"

	// mage:import
	"github.com/grafana/grafana-plugin-sdk-go/build"
	"github.com/magefile/mage/mg"
	"github.com/magefile/mage/sh"
)

// Default builds the data source for every platform that Grafana knows.
var Default = build.BuildAll

// Yardstick holds this project's own targets; Grafana's targets own the top level.
type Yardstick mg.Namespace

// Command builds bin/yardstick for this machine.
func (Yardstick) Command() error {
	name := "yardstick"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return sh.RunWithV(map[string]string{"CGO_ENABLED": "0"},
		"go", "build", "-trimpath", "-o", filepath.Join("bin", name), "./pkg/cmd/yardstick")
}

// Schema writes src/datasource/query.schema.json from the query types in Go.
func (Yardstick) Schema() error {
	return sh.RunV("go", "test", "./pkg/plugin", "-run", "TestQuerySchemaIsUpToDate", "-count=1", "-update")
}

// Lint runs the linters of .golangci.yaml. The folder is named because node_modules holds Go files too.
func (Yardstick) Lint() error { return sh.RunV("golangci-lint", "run", "./pkg/...") }
