package main

// What comes in on standard input, all numbers little-endian:
//
//	"YHIST1\n"                                the format
//	uint32 length, JSON span                  which times the columns cover
//	then, until the end of the input:
//	uint32 length, JSON frame, payload        one histogram or one series
//
// The payload of kind "histogram" is one column of uint16 per bucket (the +Inf
// bucket included): requests of each step, not cumulative; then one column of
// float64: their durations' sum at each step. The payload of kind "values" is
// one column of float64; NaN means that there was no sample.

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

const (
	magic = "YHIST1\n"
	// maxHeader keeps a stream of another format from being read as a length of gigabytes.
	maxHeader = 1 << 20
	maxSteps  = 10_000_000
)

// span is the time axis that all columns share.
type span struct {
	Start int64 `json:"start"` // milliseconds, of the first step
	Step  int64 `json:"step"`  // milliseconds
	Steps int   `json:"steps"`
	Block int64 `json:"block"` // milliseconds a block covers; its borders are multiples of it
}

func (s span) at(step int) int64 { return s.Start + int64(step)*s.Step }

func (s span) validate() error {
	if s.Step <= 0 || s.Block < s.Step || s.Steps <= 0 || s.Steps > maxSteps {
		return fmt.Errorf("a span of %d steps of %d ms in blocks of %d ms makes no sense", s.Steps, s.Step, s.Block)
	}
	return nil
}

// frame is one histogram or one series with its columns.
type frame struct {
	Kind   string            `json:"kind"` // histogram | values
	Name   string            `json:"name"`
	Labels map[string]string `json:"labels"`
	Bounds []float64         `json:"bounds"` // ascending, +Inf excluded; histogram only
	// Absent are step ranges [from, to) in which the target did not answer.
	Absent [][2]int `json:"absent"`

	counts [][]uint16
	values []float64 // the sums of a histogram, or the series itself
}

type frameReader struct {
	in    io.Reader
	steps int
}

// span reads what comes before the first frame.
func (r *frameReader) span() (span, error) {
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(r.in, head); err != nil || string(head) != magic {
		return span{}, errors.New("standard input is not a history stream (it must start with " + magic[:len(magic)-1] + ")")
	}
	var s span
	if err := r.header(&s); err != nil {
		return span{}, fmt.Errorf("reading the span: %w", err)
	}
	r.steps = s.Steps
	return s, s.validate()
}

// next reads one frame; io.EOF after the last.
func (r *frameReader) next() (*frame, error) {
	f := &frame{}
	if err := r.header(f); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, fmt.Errorf("reading a frame's header: %w", err)
	}
	switch f.Kind {
	case "histogram":
		for range len(f.Bounds) + 1 {
			column := make([]uint16, r.steps)
			if err := binary.Read(r.in, binary.LittleEndian, column); err != nil {
				return nil, fmt.Errorf("reading buckets of %s: %w", f.Name, err)
			}
			f.counts = append(f.counts, column)
		}
	case "values":
	default:
		return nil, fmt.Errorf("frame %s has kind %q; known are histogram and values", f.Name, f.Kind)
	}
	f.values = make([]float64, r.steps)
	if err := binary.Read(r.in, binary.LittleEndian, f.values); err != nil {
		return nil, fmt.Errorf("reading values of %s: %w", f.Name, err)
	}
	for _, gap := range f.Absent {
		if gap[0] < 0 || gap[1] > r.steps || gap[0] > gap[1] {
			return nil, fmt.Errorf("frame %s is absent in steps %v of %d", f.Name, gap, r.steps)
		}
	}
	return f, nil
}

func (r *frameReader) header(into any) error {
	var size uint32
	if err := binary.Read(r.in, binary.LittleEndian, &size); err != nil {
		return err
	}
	if size > maxHeader {
		return fmt.Errorf("a header of %d bytes", size)
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(r.in, text); err != nil {
		return fmt.Errorf("reading %d bytes: %w", size, err)
	}
	return json.Unmarshal(text, into)
}

// blank marks the steps without an answer in a column.
func (f *frame) blank(column []float64) {
	for _, gap := range f.Absent {
		for i := gap[0]; i < gap[1]; i++ {
			column[i] = math.NaN()
		}
	}
}
