package plugin

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
)

// Will the store still be there tomorrow? In a container without a volume, and
// in memory, it will not, and nobody notices before the baselines are gone.

// mountsFile lists the mounts of this process on Linux; elsewhere it does not exist, and nothing is said.
const mountsFile = "/proc/self/mounts"

// passing are the file systems that end with the container or the machine's run.
var passing = map[string]string{
	"overlay": "the container's own layer",
	"aufs":    "the container's own layer",
	"tmpfs":   "memory",
	"ramfs":   "memory",
}

// ephemeral warns where a store lies on a file system that does not last; empty where it does or that is unknown.
func ephemeral(location string) string {
	path := strings.TrimPrefix(location, "sqlite:")
	file, err := os.Open(mountsFile)
	if err != nil || !filepath.IsAbs(path) {
		return ""
	}
	defer func() { _ = file.Close() }() // only read
	place, known := passing[fileSystemOf(path, bufio.NewScanner(file))]
	if !known {
		return ""
	}
	return "It lies in " + place + " and is lost on the next restart: mount a volume there."
}

// fileSystemOf is the type of the mount that a path lies on: that of the longest mount point above it.
func fileSystemOf(path string, mounts *bufio.Scanner) string {
	longest, kind := "", ""
	for mounts.Scan() {
		fields := strings.Fields(mounts.Text()) // device, mount point, type, …
		if len(fields) < 3 {
			continue
		}
		point := strings.ReplaceAll(fields[1], `\040`, " ")
		if within(path, point) && len(point) >= len(longest) {
			longest, kind = point, fields[2]
		}
	}
	return kind
}
