// Package backtest answers what the engine would have said of a past that is
// already known, point by point and without looking ahead.
package backtest

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// This file answers what a file of measurements holds.

// Row is one measurement. What was not measured is NaN.
type Row struct {
	Stamp string // as it stands in the file
	At    time.Time
	Value float64
	// Requests and the quantiles are there instead of Value where the file has them.
	Requests, P50, P95, P99 float64
}

// Series is the content of one file, in its order.
type Series struct {
	Rows    []Row
	Windows bool // rows have requests and quantiles
}

// ErrColumns says that a file has neither set of columns; such files are no series.
var ErrColumns = errors.New("it has neither the columns timestamp,value nor timestamp,requests,p50,p95,p99")

// byteOrder is the mark that spreadsheets write before UTF-8; it is no part of the first column's name.
const byteOrder = "\ufeff"

// Read reads a CSV file with a header. Other columns, labels among them, are not looked at.
func Read(in io.Reader) (Series, error) {
	text := bufio.NewReader(in)
	if mark, _ := text.Peek(len(byteOrder)); string(mark) == byteOrder {
		_, _ = text.Discard(len(byteOrder))
	}
	reader := csv.NewReader(text)
	reader.FieldsPerRecord = -1
	head, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return Series{}, ErrColumns
	}
	if err != nil {
		return Series{}, fmt.Errorf("reading the header: %w", err)
	}
	column := map[string]int{}
	for i, name := range head {
		column[strings.ToLower(strings.TrimSpace(name))] = i
	}
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { _, ok := column[name]; return !ok })
	}
	s := Series{Windows: has("timestamp", "requests", "p50", "p95", "p99")}
	if !s.Windows && !has("timestamp", "value") {
		return Series{}, ErrColumns
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return Series{}, fmt.Errorf("reading a row: %w", err)
		}
		line, _ := reader.FieldPos(0)
		row, err := rowOf(record, column)
		if err != nil {
			return Series{}, fmt.Errorf("line %d: %w", line, err)
		}
		s.Rows = append(s.Rows, row)
	}
}

func rowOf(record []string, column map[string]int) (Row, error) {
	text := func(name string) string {
		i, known := column[name]
		if !known || i >= len(record) {
			return ""
		}
		return strings.TrimSpace(record[i])
	}
	at, err := moment(text("timestamp"))
	if err != nil {
		return Row{}, err
	}
	return Row{
		Stamp: text("timestamp"), At: at, Value: number(text("value")),
		Requests: number(text("requests")), P50: number(text("p50")), P95: number(text("p95")), P99: number(text("p99")),
	}, nil
}

// number is NaN for what is blank or no number: a gap.
func number(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}

// moment reads RFC 3339, the same without a zone (as UTC), or seconds since 1970.
func moment(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(seconds) < 1e11 {
		whole, part := math.Modf(seconds)
		return time.Unix(int64(whole), int64(part*1e9)).UTC(), nil
	}
	return time.Time{}, fmt.Errorf("the timestamp %q is neither RFC 3339 nor seconds since 1970", text)
}

// step is the median distance of the rows.
func (s Series) step() time.Duration {
	steps := make([]time.Duration, 0, len(s.Rows))
	for i := 1; i < len(s.Rows); i++ {
		if d := s.Rows[i].At.Sub(s.Rows[i-1].At); d > 0 {
			steps = append(steps, d)
		}
	}
	if len(steps) == 0 {
		return time.Minute
	}
	slices.SortFunc(steps, cmp.Compare[time.Duration])
	return steps[len(steps)/2]
}

// The part that is learned from unless somebody says otherwise: 15 %, at most 750 rows.
const (
	learnShare = 0.15
	learnMost  = 750
)

// learning is the number of rows that are learned from before the first verdict.
func (s Series) learning(fraction float64) int {
	if fraction > 0 {
		return int(fraction * float64(len(s.Rows)))
	}
	return min(learnMost, int(learnShare*float64(len(s.Rows))))
}
