package export

import (
	"bytes"
	"io"
)

// This file answers how much goes into one request.

// Part is what one request holds.
type Part struct {
	Body   []byte
	Gauges int // in it
}

// Parts writes gauges in a format, as documents of at most so many bytes each. A gauge that alone is longer is
// one.
func Parts(format string, gauges []Gauge, most int) ([]Part, error) {
	write, err := writerOf(format)
	if err != nil {
		return nil, err
	}
	clean, err := readable(gauges) // all at once: the names of labels depend on those of the others
	if err != nil || len(clean) == 0 {
		return nil, err
	}
	return parts(write, clean, most)
}

func parts(write func(io.Writer, []Gauge) error, clean []Gauge, most int) (all []Part, err error) {
	var body bytes.Buffer
	if err := write(&body, clean); err != nil {
		return nil, err
	}
	if body.Len() <= most || len(clean) == 1 {
		return []Part{{body.Bytes(), len(clean)}}, nil
	}
	// Numbers are about as long as each other: at first as many pieces as that makes, then halves of those that are not.
	pieces := min(len(clean), max(2, (body.Len()+most-1)/most))
	for i := range pieces {
		some, err := parts(write, clean[i*len(clean)/pieces:(i+1)*len(clean)/pieces], most)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}
