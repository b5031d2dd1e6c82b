package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// This file answers what the load and stress tests of KGAS found (D2 l.328-391).

func isLoadTest(s shape) bool {
	if len(s.keys) == 0 || s.isArray {
		return false
	}
	_, err := strconv.ParseFloat(s.keys[0], 64)
	return err == nil && s.mentions("_to_")
}

func isStressTest(s shape) bool { return s.isArray && s.has("operation") && s.has("status") }

// readLoadTest reads seconds by conversion by size of the data set, in the order of the file.
func readLoadTest(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	var file map[string]json.RawMessage
	if err := in.decode(doc, &file); err != nil {
		return err
	}
	for _, size := range firstKeys(doc) {
		if _, err := strconv.ParseFloat(size, 64); err != nil {
			return in.faultf(lineOf(doc, size), "%q is no size of a data set", size)
		}
		for _, conversion := range firstKeys(file[size]) {
			if err := loaded(to, file[size], conversion, size); err != nil {
				return in.faultf(lineOf(doc, size, conversion), "%s of size %s: %w", conversion, size, err)
			}
		}
	}
	return nil
}

// loaded adds one conversion: its seconds, a list of them, or an object with the duration.
func loaded(to *collector, conversions json.RawMessage, conversion, size string) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(conversions, &all); err != nil {
		return err
	}
	source, target, ok := strings.Cut(conversion, "_to_")
	if !ok {
		return errors.New("a conversion is named SOURCE_to_TARGET")
	}
	seconds, err := durationsIn(all[conversion])
	if err != nil {
		return err
	}
	for _, v := range seconds {
		o := observation{operation: source + "-to-" + target, labels: map[string]string{"source": source, "target": target, "entities": size}, value: v}
		if err := to.observe(o); err != nil {
			return err
		}
	}
	return nil
}

func durationsIn(text json.RawMessage) ([]float64, error) {
	var one float64
	if json.Unmarshal(text, &one) == nil {
		return []float64{one}, nil
	}
	var many []float64
	if json.Unmarshal(text, &many) == nil {
		return many, nil
	}
	var object struct {
		Duration *float64 `json:"duration"`
		Seconds  *float64 `json:"seconds"`
	}
	if json.Unmarshal(text, &object) == nil {
		for _, v := range []*float64{object.Duration, object.Seconds} {
			if v != nil {
				return []float64{*v}, nil
			}
		}
	}
	return nil, errors.New("give seconds, a list of seconds, or an object with duration")
}

// readStressTest reads a list of operations with their outcome, as long as it may be.
func readStressTest(in *input, to *collector) error {
	lines := &countedLines{from: in}
	decoder := json.NewDecoder(lines)
	if _, err := decoder.Token(); err != nil {
		return in.faultf(1, "reading JSON: %w", err)
	}
	for i := 1; decoder.More(); i++ {
		var one struct {
			Operation string   `json:"operation"`
			Status    string   `json:"status"`
			Duration  *float64 `json:"duration"`
		}
		err := decoder.Decode(&one)
		if err != nil {
			return in.faultf(lines.at(lines.read), "entry %d: %w", i, cutOff(err))
		}
		at := lines.at(decoder.InputOffset())
		if err := stressed(to, one.Operation, one.Status, one.Duration); err != nil {
			return in.faultf(at, "entry %d: %w", i, err)
		}
	}
	if _, err := decoder.Token(); err != nil {
		return in.faultf(lines.at(lines.read), "%w", cutOff(err))
	}
	return nil
}

func stressed(to *collector, operation, status string, duration *float64) error {
	failed, err := outcome(status)
	if err != nil {
		return err
	}
	if duration == nil {
		if !failed {
			return errors.New("it succeeded and has no duration")
		}
		return to.observe(observation{operation: operation, failed: true, missing: true})
	}
	return to.observe(observation{operation: operation, value: *duration, failed: failed})
}

// cutOff names the commonest reason why JSON cannot be read.
func cutOff(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return errors.New("the JSON ends in the middle: the file is cut off")
	}
	return fmt.Errorf("reading JSON: %w", err)
}

// countedLines remembers where lines end, as far as a reader ahead of the decoder has come.
type countedLines struct {
	from io.Reader
	read int64
	ends []int64 // offsets behind which a line ends, not yet passed
	done int     // lines passed
}

func (c *countedLines) Read(to []byte) (int, error) {
	n, err := c.from.Read(to)
	for i := 0; i < n; {
		next := bytes.IndexByte(to[i:n], '\n')
		if next < 0 {
			break
		}
		i += next + 1
		c.ends = append(c.ends, c.read+int64(i))
	}
	c.read += int64(n)
	return n, err
}

// at is the line of an offset; offsets only grow.
func (c *countedLines) at(offset int64) int {
	passed := 0
	for passed < len(c.ends) && c.ends[passed] <= offset-1 {
		passed++
	}
	c.done += passed
	c.ends = append(c.ends[:0], c.ends[passed:]...)
	return c.done + 1
}
