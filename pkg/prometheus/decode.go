package prometheus

// What one answer of the query end points says, series by series.

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	jsoniter "github.com/json-iterator/go"
)

type label struct{ name, value string }

type point struct {
	ms    int64
	value float64
}

// series is one decoded series; its slices are reused for the next one.
type series struct {
	labels []label
	points []point
	hists  []histogramPoint
}

type histogramPoint struct {
	ms         int64
	count, sum float64
	buckets    []nativeBucket
}

type nativeBucket struct {
	boundaries          int // 3: closed on both sides, the zero bucket
	lower, upper, count float64
}

// decoder reads one answer of the query end points.
type decoder struct {
	it       *jsoniter.Iterator
	body     *body
	visit    func(*series) error
	visitErr error
	current  series
	said     apiAnswer
	warnings []string
}

func (d *decoder) failure(c *Client, expr string) error {
	broken := d.it.Error != nil && !errors.Is(d.it.Error, io.EOF)
	switch {
	case d.visitErr != nil:
		return d.visitErr
	case d.body.failed != nil && !errors.Is(d.body.failed, io.ErrUnexpectedEOF):
		return c.answerError(expr, d.body.failed)
	case broken && d.body.ended:
		return breaksOff(c.URL()) // whatever the parser makes of an end where none may be
	case broken:
		return notTheAPI(c.URL(), d.it.Error.Error())
	case d.said.Status == "error":
		return c.answerError(expr, apiError(c.URL(), d.said.ErrorType, d.said.Error))
	case d.said.Status != "success":
		return breaksOff(c.URL())
	}
	return nil
}

// errBroken is the cause of an answer that began well and has no end.
var errBroken = errors.New("no end")

func breaksOff(server string) error {
	return &Error{Kind: ErrUnreachable, Cause: errBroken, Message: fmt.Sprintf("the answer of %s breaks off. Try again", server)}
}

// onceMore asks again where an answer broke off. A query changes nothing, and proxies lose answers that the server
// behind them has given: net/http/httputil.ReverseProxy, which many are made of, now and then does so where the request
// was larger than its buffer of 4 KiB.
func onceMore[T any](ask func() (T, error)) (T, error) {
	answer, err := ask()
	if errors.Is(err, errBroken) {
		return ask()
	}
	return answer, err
}

// body remembers how an answer ended: a parser that meets the end in the middle of something only says what it missed.
type body struct {
	io.Reader
	ended  bool
	failed error // other than by its end
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.ended = b.ended || n == 0 && err != nil
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return n, err
}

func (d *decoder) answer() {
	complete := d.it.ReadObjectCB(func(it *jsoniter.Iterator, key string) bool {
		switch key {
		case "status":
			d.said.Status = it.ReadString()
		case "errorType":
			d.said.ErrorType = it.ReadString()
		case "error":
			d.said.Error = it.ReadString()
		case "warnings":
			var warnings []string
			it.ReadVal(&warnings)
			d.warnings = append(d.warnings, warnings...)
		case "isPartial":
			if it.ReadBool() {
				d.warnings = append(d.warnings, isPartial)
			}
		case "data":
			return it.ReadObjectCB(d.data)
		default:
			it.Skip()
		}
		return true
	})
	if !complete && d.it.Error == nil && d.visitErr == nil {
		d.it.Error = errors.New("an object is expected")
	}
	if errors.Is(d.it.Error, io.EOF) || errors.Is(d.it.Error, io.ErrUnexpectedEOF) {
		d.said.Status = "" // cut off
		d.it.Error = nil
	}
}

func (d *decoder) data(it *jsoniter.Iterator, key string) bool {
	if key != "result" {
		it.Skip()
		return true
	}
	return it.ReadArrayCB(func(it *jsoniter.Iterator) bool {
		d.current.labels, d.current.points, d.current.hists = d.current.labels[:0], d.current.points[:0], d.current.hists[:0]
		if !it.ReadObjectCB(d.field) {
			return false
		}
		d.visitErr = d.visit(&d.current)
		return d.visitErr == nil
	})
}

func (d *decoder) field(it *jsoniter.Iterator, key string) bool {
	switch key {
	case "metric":
		return it.ReadMapCB(func(it *jsoniter.Iterator, name string) bool {
			d.current.labels = append(d.current.labels, label{name, it.ReadString()})
			return true
		})
	case "value":
		return d.point(it)
	case "values":
		return it.ReadArrayCB(d.point)
	case "histogram":
		return d.histogram(it)
	case "histograms":
		return it.ReadArrayCB(d.histogram)
	}
	it.Skip()
	return true
}

func (d *decoder) point(it *jsoniter.Iterator) bool {
	ms, ok := moment(it)
	if !ok {
		return false
	}
	value := number(it)
	d.current.points = append(d.current.points, point{ms, value})
	return closed(it)
}

func (d *decoder) histogram(it *jsoniter.Iterator) bool {
	ms, ok := moment(it)
	if !ok {
		return false
	}
	h := histogramPoint{ms: ms}
	complete := it.ReadObjectCB(func(it *jsoniter.Iterator, key string) bool {
		switch key {
		case "count":
			h.count = number(it)
		case "sum":
			h.sum = number(it)
		case "buckets":
			return it.ReadArrayCB(func(it *jsoniter.Iterator) bool { return bucket(it, &h) })
		default:
			it.Skip()
		}
		return true
	})
	d.current.hists = append(d.current.hists, h)
	return complete && closed(it)
}

func bucket(it *jsoniter.Iterator, h *histogramPoint) bool {
	var b nativeBucket
	if !next(it) {
		return false
	}
	b.boundaries = it.ReadInt()
	for _, field := range []*float64{&b.lower, &b.upper, &b.count} {
		if !next(it) {
			return false
		}
		*field = number(it)
	}
	h.buckets = append(h.buckets, b)
	return closed(it)
}

// moment reads the first element of [seconds, …] and goes to the second.
func moment(it *jsoniter.Iterator) (int64, bool) {
	if !next(it) {
		return 0, false
	}
	seconds := it.ReadFloat64()
	return int64(math.Round(seconds * 1000)), next(it)
}

// number reads a float that is written as a string, as the API does for NaN and Inf.
func number(it *jsoniter.Iterator) float64 {
	text := it.ReadString()
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && it.Error == nil {
		it.ReportError("reading a value", strconv.Quote(text)+" is not a number")
	}
	return f
}

func next(it *jsoniter.Iterator) bool {
	if it.ReadArray() {
		return true
	}
	if it.Error == nil {
		it.ReportError("reading an array", "it is too short")
	}
	return false
}

func closed(it *jsoniter.Iterator) bool {
	if !it.ReadArray() {
		return it.Error == nil
	}
	it.ReportError("reading an array", "it is too long")
	return false
}
