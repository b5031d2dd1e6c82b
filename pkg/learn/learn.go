// Package learn answers how baselines come to be: which hours are still to be
// learned, what each of them taught, and who works at it. It reads Prometheus
// and writes the store; what a baseline is stands in pkg/baseline.
package learn
