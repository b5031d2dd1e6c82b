package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what Gatling reported (js/stats.json of a report, or the
// text log of versions before 3.12).

// gatlingNumber is a number that some versions write as text, with - for none.
type gatlingNumber float64

func (n *gatlingNumber) UnmarshalJSON(text []byte) error {
	word := strings.Trim(string(text), `"`)
	if word == "-" || word == "" || word == "null" {
		return nil
	}
	v, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return fmt.Errorf("%q is not a number", word)
	}
	*n = gatlingNumber(v)
	return nil
}

type gatlingFigures struct {
	Total  gatlingNumber `json:"total"`
	Failed gatlingNumber `json:"ko"`
}

type gatlingGroup struct {
	Type  string `json:"type"`
	Stats struct {
		Name     string         `json:"name"`
		Requests gatlingFigures `json:"numberOfRequests"`
		Min      gatlingFigures `json:"minResponseTime"`
		Max      gatlingFigures `json:"maxResponseTime"`
		Mean     gatlingFigures `json:"meanResponseTime"`
		SD       gatlingFigures `json:"standardDeviation"`
		P50      gatlingFigures `json:"percentiles1"`
		P95      gatlingFigures `json:"percentiles3"`
		P99      gatlingFigures `json:"percentiles4"`
	} `json:"stats"`
	Contents map[string]gatlingGroup `json:"contents"`
}

func readGatling(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	var root gatlingGroup
	if err := in.decode(doc, &root); err != nil {
		return err
	}
	if err := root.add(to, nil); err != nil {
		return in.faultf(0, "%w", err)
	}
	if len(to.all) == 0 {
		return in.faultf(0, "there is no request in it: give js/stats.json, not global_stats.json")
	}
	return nil
}

// add goes down the groups; percentiles are the default ones of a report, 50, 75, 95 and 99.
func (g gatlingGroup) add(to *collector, path []string) error {
	if g.Type == "REQUEST" {
		return g.measured(to, path)
	}
	for _, name := range sortedKeys(g.Contents) {
		inner := path
		if g.Stats.Name != "" && g.Stats.Name != "Global Information" && g.Stats.Name != "All Requests" {
			inner = append(append([]string{}, path...), g.Stats.Name)
		}
		if err := g.Contents[name].add(to, inner); err != nil {
			return err
		}
	}
	return nil
}

func (g gatlingGroup) measured(to *collector, path []string) error {
	s := g.Stats
	m := store.Measured{Operation: s.Name, Labels: map[string]string{}, Count: float64(s.Requests.Total), Failed: float64(s.Requests.Failed)}
	if len(path) > 0 {
		m.Labels["group"] = strings.Join(path, " / ")
	}
	m.Stats = map[string]float64{}
	for name, v := range map[string]gatlingFigures{"min": s.Min, "max": s.Max, "mean": s.Mean, "sd": s.SD, "p50": s.P50, "p95": s.P95, "p99": s.P99} {
		m.Stats[name] = float64(v.Total) / 1000
	}
	return to.summarise(m)
}

// readGatlingLog reads the tab-separated log, request by request.
func readGatlingLog(in *input, to *collector) error {
	for {
		text, err := in.nextLine()
		if errors.Is(err, io.EOF) {
			if in.open { // a number of it may have lost its end
				return in.faultf(in.line, "the log ends in the middle of a line: the file is cut off")
			}
			return nil
		}
		if err != nil {
			return err
		}
		fields := strings.Split(string(text), "\t")
		if fields[0] != "REQUEST" {
			continue
		}
		if err := gatlingRequest(to, fields); err != nil {
			return in.faultf(in.line, "%w", err)
		}
	}
}

// gatlingRequest finds the outcome: versions differ in what stands before it.
func gatlingRequest(to *collector, fields []string) error {
	for i := 5; i < len(fields); i++ {
		if fields[i] != "OK" && fields[i] != "KO" {
			continue
		}
		start, err1 := strconv.ParseInt(fields[i-2], 10, 64)
		end, err2 := strconv.ParseInt(fields[i-1], 10, 64)
		if err := errors.Join(err1, err2); err != nil {
			return fmt.Errorf("start and end of a request are milliseconds: %w", err)
		}
		to.began(time.UnixMilli(start))
		labels := map[string]string{}
		if group := fields[i-4]; group != "" {
			labels["group"] = strings.ReplaceAll(group, ",", " / ")
		}
		return to.observe(observation{operation: fields[i-3], labels: labels, value: float64(end-start) / 1000, failed: fields[i] == "KO"})
	}
	return errors.New("this request has no outcome (OK or KO): the line is cut off")
}

var _ json.Unmarshaler = (*gatlingNumber)(nil)
