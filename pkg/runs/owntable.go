package runs

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// This file answers what a row of a CSV file says: our own format, and what
// all tables have in common.

// table reads a CSV file with a header, row by row.
type table struct {
	in     *input
	reader *csv.Reader
	at     map[string]int // column by name
	row    []string
	line   int
}

func newTable(in *input) (*table, error) {
	t := &table{in: in, reader: csv.NewReader(in), at: map[string]int{}}
	t.reader.ReuseRecord = true
	header, err := t.reader.Read()
	if err != nil {
		return nil, t.fault(err)
	}
	for i, name := range header {
		name = strings.TrimSpace(name)
		if _, twice := t.at[name]; twice {
			return nil, in.faultf(1, "the column %q is there twice", name)
		}
		t.at[name] = i
	}
	return t, nil
}

// next reads a row; io.EOF after the last.
func (t *table) next() (err error) {
	t.row, err = t.reader.Read()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return err
		}
		return t.fault(err)
	}
	t.line, _ = t.reader.FieldPos(0)
	return nil
}

func (t *table) fault(err error) error {
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse) && errors.Is(err, csv.ErrFieldCount):
		return t.in.faultf(parse.Line, "this row has %d columns, the first line has %d", len(t.row), len(t.at))
	case errors.As(err, &parse):
		return t.in.faultf(parse.Line, "this is not CSV: %w", parse.Err)
	}
	return t.in.faultf(t.line, "reading CSV: %w", err)
}

// wrong is a fault of the row.
func (t *table) wrong(err error) error { return t.in.faultf(t.line, "%w", err) }

// text is the cell of a column, empty without one.
func (t *table) text(column string) string {
	i, ok := t.at[column]
	if !ok || i >= len(t.row) {
		return ""
	}
	return t.row[i]
}

// number is the cell of a column as a number; ok is false where it is empty.
func (t *table) number(column string) (v float64, ok bool, err error) {
	text := strings.TrimSpace(t.text(column))
	if text == "" {
		return 0, false, nil
	}
	v, err = strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, false, fmt.Errorf("%s %q is not a number", column, text)
	}
	return v, true, nil
}

var ownColumns = []string{"system", "operation", "labels", "seconds", "status", "start", "memory_bytes", "cpu_seconds"}

// readTable reads our own CSV.
func readTable(in *input, to *collector) error {
	t, err := newTable(in)
	if err != nil {
		return err
	}
	for name := range t.at {
		if !slices.Contains(ownColumns, name) {
			return in.faultf(1, "%w", unknownField(name))
		}
	}
	for {
		if err := t.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		line, err := t.ownLine()
		if err == nil {
			err = line.add(to)
		}
		if err != nil {
			return t.wrong(err)
		}
	}
}

func (t *table) ownLine() (line ownLine, err error) {
	line = ownLine{
		System: t.text("system"), Operation: t.text("operation"), Labels: rawLabels{text: t.text("labels")},
		Status: t.text("status"), Start: t.text("start"),
	}
	for i, to := range [...]**float64{&line.Seconds, &line.Memory, &line.CPU} {
		v, ok, err := t.number(ownNumbers[i])
		if err != nil {
			return line, err
		}
		if ok {
			*to = &v
		}
	}
	return line, nil
}

var ownNumbers = [...]string{"seconds", "memory_bytes", "cpu_seconds"}

// labelsOf reads `size=small;mode=fast`.
func labelsOf(text string) (map[string]string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	labels := map[string]string{}
	for _, pair := range strings.Split(text, ";") {
		name, value, ok := strings.Cut(pair, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, fmt.Errorf("labels %q: write them as name=value;name=value", text)
		}
		if _, twice := labels[name]; twice {
			return nil, fmt.Errorf("the label %q is there twice", name)
		}
		labels[name] = value
	}
	return labels, nil
}
