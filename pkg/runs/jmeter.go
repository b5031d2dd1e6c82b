package runs

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what JMeter logged (JTL, as CSV or XML).

func readJMeter(in *input, to *collector) error {
	t, err := newTable(in)
	if err != nil {
		return err
	}
	for {
		if err := t.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := jmeterSample(to, t.text("label"), t.text("elapsed"), t.text("timeStamp"), t.text("success")); err != nil {
			return t.wrong(err)
		}
	}
}

// jmeterSample adds one request; times are whole milliseconds.
func jmeterSample(to *collector, label, elapsed, at, success string) error {
	ms, err := strconv.ParseInt(elapsed, 10, 64)
	if err != nil {
		return fmt.Errorf("elapsed %q is no whole number of milliseconds", elapsed)
	}
	if to.started.IsZero() {
		began, err := strconv.ParseInt(at, 10, 64)
		if err != nil {
			return fmt.Errorf("timeStamp %q is no number of milliseconds since 1970: save results with jmeter.save.saveservice.timestamp_format=ms", at)
		}
		to.began(time.UnixMilli(began))
	}
	if success != "" && success != "true" && success != "false" {
		return fmt.Errorf("success %q is neither true nor false", success)
	}
	s := to.known[label]
	if s == nil {
		label = strings.Clone(label)
		if s, _, err = to.find(label, nil, store.Duration); err != nil {
			return err
		}
		to.known[label] = s
	}
	return to.add(s, observation{value: float64(ms) / 1000, failed: success == "false"})
}

// readJMeterXML counts the samples at the top: those within them are parts of them.
func readJMeterXML(in *input, to *collector) error {
	decoder := xml.NewDecoder(in)
	depth := 0
	for {
		token, err := decoder.Token()
		line, _ := decoder.InputPos()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && strings.Contains(err.Error(), "unexpected EOF"):
			return in.faultf(line, "the XML ends in the middle: the file is cut off")
		case err != nil:
			return in.faultf(line, "this is not XML: %w", err)
		}
		switch element := token.(type) {
		case xml.StartElement:
			depth++
			if depth != 2 {
				continue
			}
			if err := jmeterElement(to, element); err != nil {
				return in.faultf(line, "%w", err)
			}
		case xml.EndElement:
			depth--
		}
	}
}

func jmeterElement(to *collector, element xml.StartElement) error {
	if name := element.Name.Local; name != "httpSample" && name != "sample" {
		return nil
	}
	of := map[string]string{}
	for _, a := range element.Attr {
		of[a.Name.Local] = a.Value
	}
	return jmeterSample(to, of["lb"], of["t"], of["ts"], of["s"])
}
