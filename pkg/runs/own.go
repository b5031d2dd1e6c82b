package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what a line of our own JSON format says (docs/runs.md).

type ownLine struct {
	System    string    `json:"system"`
	Operation string    `json:"operation"`
	Labels    rawLabels `json:"labels"`
	Seconds   *float64  `json:"seconds"`
	Status    string    `json:"status"`
	Start     string    `json:"start"`
	Memory    *float64  `json:"memory_bytes"`
	CPU       *float64  `json:"cpu_seconds"`
}

func readLines(in *input, to *collector) error {
	for {
		text, err := in.nextLine()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line, err := parseLine(text)
		if err == nil {
			err = line.add(to)
		}
		if err != nil {
			return in.faultf(in.line, "%w", err)
		}
	}
}

func parseLine(text []byte) (line ownLine, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(&line)
	if _, more := decoder.Token(); err == nil && !errors.Is(more, io.EOF) {
		err = errors.New("something follows the object: one object a line")
	}
	switch {
	case err == nil:
		return line, nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return line, errors.New("the JSON ends in the middle: the line is cut off, or the object goes on below (write one object a line)")
	}
	if field, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return line, unknownField(strings.Trim(field, `"`))
	}
	return line, fmt.Errorf("reading JSON: %w", err)
}

// unknownField says what to do with a column or key that the format does not have.
func unknownField(name string) error {
	if slices.Contains([]string{"ms", "milliseconds", "duration_ms", "us", "ns", "duration", "minutes"}, strings.ToLower(name)) {
		return fmt.Errorf("%q: durations stand in the field seconds, in seconds", name)
	}
	return fmt.Errorf("the field %q is unknown: choose from system, operation, labels, seconds, status, start, memory_bytes, cpu_seconds, and put what else there is into labels", name)
}

// succeeded are the words for a good end; failedWords for a bad one.
var (
	succeeded   = []string{"", "success", "ok", "passed", "pass", "true"}
	failedWords = []string{"error", "failed", "failure", "fail", "timeout", "cancelled", "false"}
)

// outcome tells whether an execution failed, by its status: a word, or an HTTP status.
func outcome(status string) (failed bool, err error) {
	word := strings.ToLower(status)
	if code, err := strconv.Atoi(word); err == nil && code >= 100 && code < 600 {
		return code >= 400, nil
	}
	switch {
	case slices.Contains(succeeded, word):
		return false, nil
	case slices.Contains(failedWords, word):
		return true, nil
	}
	return false, fmt.Errorf("the status %q is unknown: choose from success, error, or give an HTTP status", status)
}

func (line ownLine) add(to *collector) error {
	if err := to.of(line.System); err != nil {
		return err
	}
	failed, err := outcome(line.Status)
	if err != nil {
		return err
	}
	if line.Start != "" {
		at, err := time.Parse(time.RFC3339Nano, line.Start)
		if err != nil {
			return fmt.Errorf("start %q is not a time: give one as 2006-01-02T15:04:05Z", line.Start)
		}
		to.began(at)
	}
	if line.Seconds == nil && !failed {
		return errors.New("the field seconds is missing; only what failed may be without a duration")
	}
	s, err := line.series(to)
	if err != nil {
		return err
	}
	o := observation{failed: failed, missing: line.Seconds == nil}
	if line.Seconds != nil {
		o.value = *line.Seconds
	}
	if err := to.add(s, o); err != nil || (line.Memory == nil && line.CPU == nil) {
		return err
	}
	return used(to, line.Operation, s.Labels, amount{store.Memory, line.Memory}, amount{store.CPU, line.CPU})
}

// series remembers operations as they are written: their labels are taken apart once, not in every line.
func (line ownLine) series(to *collector) (*series, error) {
	key := line.Operation + "\x00" + line.Labels.text
	if s := to.known[key]; s != nil {
		return s, nil
	}
	labels, err := line.Labels.parse()
	if err != nil {
		return nil, err
	}
	s, _, err := to.find(strings.Clone(line.Operation), labels, store.Duration)
	if err == nil {
		to.known[strings.Clone(key)] = s
	}
	return s, err
}

// rawLabels are labels as they are written: a JSON object, or name=value;name=value.
type rawLabels struct {
	text   string
	isJSON bool
}

func (r *rawLabels) UnmarshalJSON(text []byte) error {
	*r = rawLabels{string(text), true}
	return nil
}

func (r rawLabels) parse() (labels map[string]string, err error) {
	if !r.isJSON {
		return labelsOf(r.text)
	}
	if err := json.Unmarshal([]byte(r.text), &labels); err != nil {
		return nil, fmt.Errorf("labels %s: give an object of texts", r.text)
	}
	return labels, nil
}

// amount is what an execution used of something; nil where the file does not say.
type amount struct {
	quantity string
	value    *float64
}

// used adds what an execution used, in the order given: the same file is always the same run.
func used(to *collector, operation string, labels map[string]string, amounts ...amount) error {
	for _, one := range amounts {
		if one.value == nil {
			continue
		}
		if err := to.observe(observation{operation: operation, labels: labels, quantity: one.quantity, value: *one.value}); err != nil {
			return err
		}
	}
	return nil
}
