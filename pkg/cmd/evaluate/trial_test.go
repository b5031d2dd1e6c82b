package main

import "testing"

// An operation with 500 requests a minute in fine buckets, through everything that is tried.
func BenchmarkOneOperationThroughEverything(b *testing.B) {
	for b.Loop() {
		tried(1<<32, 2, 2)
	}
}
