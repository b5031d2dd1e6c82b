package figure

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
)

// perSecond are the units of time that Grafana knows, and how many of them make a second.
var perSecond = map[string]float64{
	"": 1, "s": 1, "ms": 1e3, "µs": 1e6, "ns": 1e9, "m": 1.0 / 60, "h": 1.0 / 3600, "d": 1.0 / 86400,
}

// IsTime tells whether a unit of Grafana is one of time; none is a second.
func IsTime(unit string) bool {
	_, is := perSecond[unit]
	return is
}

// Scale is what a value of a metric is divided by: times are kept in seconds, all else as it is.
func Scale(unit string) float64 {
	if per, is := perSecond[unit]; is {
		return per
	}
	return 1
}

// In writes a value that is kept in a unit of Grafana: 41.3 ms, 1.5 GiB, 12,300. Of a unit that it does not know the id follows the number.
func In(unit string, v float64) string {
	switch {
	case IsTime(unit):
		return Seconds(v)
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "unknown"
	}
	switch unit {
	case "bytes":
		return humanize.IBytes(uint64(math.Max(0, math.Round(v))))
	case "decbytes":
		return humanize.Bytes(uint64(math.Max(0, math.Round(v))))
	case "binBps":
		return In("bytes", v) + "/s"
	case "Bps":
		return In("decbytes", v) + "/s"
	case "percent":
		return percent(v)
	case "percentunit":
		return percent(100 * v)
	case "short", "none", "locale":
		return plain(v)
	case "reqps":
		return plain(v) + " req/s"
	case "cps":
		return plain(v) + " c/s"
	case "ops":
		return plain(v) + " ops/s"
	case "celsius":
		return plain(v) + " °C"
	}
	return plain(v) + " " + unit
}

// percent tells what is nearly all from all of it: of 99.987 % the digits that matter are those of what is missing.
func percent(v float64) string {
	if missing := 100 - v; missing > 1e-9 && missing < 1 {
		decimals := 1 - int(math.Floor(math.Log10(missing)))
		text := strings.TrimRight(strconv.FormatFloat(v, 'f', decimals, 64), "0")
		return strings.TrimSuffix(text, ".") + " %"
	}
	return plain(v) + " %"
}

// plain has three digits, or all before the decimal point.
func plain(v float64) string {
	if math.Abs(v) >= 999.5 && math.Abs(v) < 1<<53 {
		return humanize.Comma(int64(math.Round(v)))
	}
	return fmt.Sprintf("%.3g", v)
}
