// Package runs answers what files of benchmarks and tests say, and whether one
// run is slower than another or than the baseline.
package runs
