package runs

import (
	"fmt"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// This file answers what pytest-benchmark saved (--benchmark-json).

func readPytest(in *input, to *collector) error {
	doc, err := in.document()
	if err != nil {
		return err
	}
	var file struct {
		Date    string `json:"datetime"`
		Machine struct {
			Node   string `json:"node"`
			System string `json:"system"`
			Python string `json:"python_version"`
			CPU    struct {
				Brand string `json:"brand_raw"`
			} `json:"cpu"`
		} `json:"machine_info"`
		Commit struct {
			ID     string `json:"id"`
			Branch string `json:"branch"`
		} `json:"commit_info"`
		Benchmarks []pytestBenchmark `json:"benchmarks"`
	}
	if err := in.decode(doc, &file); err != nil {
		return err
	}
	if err := dated(to, file.Date); err != nil {
		return in.faultf(lineOf(doc, "datetime"), "%w", err)
	}
	to.note("machine", file.Machine.Node)
	to.note("os", file.Machine.System)
	to.note("python", file.Machine.Python)
	to.note("cpu", file.Machine.CPU.Brand)
	if file.Commit.ID != "unversioned" { // there was no repository
		to.note("commit", file.Commit.ID)
		to.note("branch", file.Commit.Branch)
	}
	for i, b := range file.Benchmarks {
		if err := b.add(to); err != nil {
			return in.faultf(lineOf(doc, "benchmarks", i), "%w", err)
		}
	}
	return nil
}

type pytestBenchmark struct {
	Name     string  `json:"fullname"`
	Group    *string `json:"group"`
	Measured struct {
		Min    *float64  `json:"min"`
		Max    *float64  `json:"max"`
		Mean   *float64  `json:"mean"`
		SD     *float64  `json:"stddev"`
		Median *float64  `json:"median"`
		Rounds float64   `json:"rounds"`
		Data   []float64 `json:"data"`
	} `json:"stats"`
}

func (b pytestBenchmark) add(to *collector) error {
	labels := map[string]string{}
	if b.Group != nil {
		labels["group"] = *b.Group
	}
	if len(b.Measured.Data) > 0 {
		if _, isNew, err := to.find(b.Name, labels, store.Duration); err != nil || !isNew {
			return orTwice(err, b.Name)
		}
		for _, v := range b.Measured.Data {
			if err := to.observe(observation{operation: b.Name, labels: labels, value: v}); err != nil {
				return fmt.Errorf("%s: %w", b.Name, err)
			}
		}
		return nil
	}
	m := store.Measured{Operation: b.Name, Labels: labels, Count: b.Measured.Rounds, Stats: map[string]float64{}}
	given := b.Measured
	for name, v := range map[string]*float64{"min": given.Min, "max": given.Max, "mean": given.Mean, "sd": given.SD, "p50": given.Median} {
		if v != nil {
			m.Stats[name] = *v
		}
	}
	return to.summarise(m)
}

func orTwice(err error, name string) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("%s is there twice", name)
}
