package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// This file answers how long reads of PyAirbyte took (the performance_metrics
// of its log), and the ingestion of DPAS that wraps it (D1 l.115-131).

type airbyteRead struct {
	Job struct {
		Description string `json:"description"`
		Source      struct {
			Name string `json:"name"`
		} `json:"source"`
	} `json:"job_info"`
	Metrics *struct {
		Seconds *float64 `json:"read_time_seconds"`
		Start   float64  `json:"read_start_time"`
		Streams map[string]struct {
			Seconds *float64 `json:"read_time_seconds"`
		} `json:"stream_metrics"`
	} `json:"performance_metrics"`
}

// readPyAirbyte reads the lines of a log that tell performance; all others are of other things.
func readPyAirbyte(in *input, to *collector) error {
	found := false
	for {
		text, err := in.nextLine()
		if errors.Is(err, io.EOF) {
			if !found {
				return in.faultf(0, "no line of it has performance_metrics: each must be JSON on one line, as PyAirbyte logs it")
			}
			return nil
		}
		if err != nil {
			return err
		}
		begin := bytes.IndexByte(text, '{')
		if begin < 0 || !bytes.Contains(text, []byte(`"performance_metrics"`)) {
			continue
		}
		var read airbyteRead
		if err := json.Unmarshal(text[begin:], &read); err != nil {
			return in.faultf(in.line, "%w", cutLine(err))
		}
		if err := read.add(to); err != nil {
			return in.faultf(in.line, "%w", err)
		}
		found = true
	}
}

func (r airbyteRead) add(to *collector) error {
	if r.Metrics == nil || r.Metrics.Seconds == nil {
		return errors.New("performance_metrics has no read_time_seconds")
	}
	source := r.Job.Source.Name
	if source == "" {
		source = r.Job.Description
	}
	if r.Metrics.Start > 0 {
		to.began(time.UnixMicro(int64(r.Metrics.Start * 1e6)))
	}
	labels := map[string]string{"connector": source}
	if err := to.observe(observation{operation: "read", labels: labels, value: *r.Metrics.Seconds}); err != nil {
		return err
	}
	for _, stream := range sortedKeys(r.Metrics.Streams) {
		seconds := r.Metrics.Streams[stream].Seconds
		if seconds == nil {
			continue // not read to its end
		}
		labels := map[string]string{"connector": source, "stream": stream}
		if err := to.observe(observation{operation: "read stream", labels: labels, value: *seconds}); err != nil {
			return fmt.Errorf("the stream %s: %w", stream, err)
		}
	}
	return nil
}

// readIngestion reads the metrics of DPAS' ingestion service, one object or many.
func readIngestion(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	return in.each(doc, func(one json.RawMessage, line int) error {
		var m struct {
			Start    float64  `json:"startTime"`
			Duration *float64 `json:"duration"`
			Source   string   `json:"source"`
		}
		if err := json.Unmarshal(one, &m); err != nil {
			return in.faultf(line, "reading JSON: %w", err)
		}
		if m.Duration == nil {
			return in.faultf(line, "duration is missing (milliseconds)")
		}
		if m.Start > 0 {
			to.began(time.UnixMilli(int64(m.Start)))
		}
		labels := map[string]string{}
		if m.Source != "" {
			labels["source"] = m.Source
		}
		if err := to.observe(observation{operation: "ingestion", labels: labels, value: *m.Duration / 1000}); err != nil {
			return in.faultf(line, "%w", err)
		}
		return nil
	})
}
