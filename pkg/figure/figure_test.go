package figure

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestSecondsAreSaidInTheUnitThatFits(t *testing.T) {
	for s, want := range map[float64]string{
		0: "0 s", -1: "0 s", math.NaN(): "0 s", 0.0413: "41.3 ms", 0.999: "999 ms", 0.9996: "1 s", 1: "1 s", 90: "90 s", 119.9: "120 s", 750: "12.5 min", 7200: "2 h", 11_520: "3.2 h",
	} {
		require.Equal(t, want, Seconds(s))
	}
}

func TestARatioHasTwoDigitsWhereTheyMatter(t *testing.T) {
	for ratio, want := range map[float64]string{2.44: "2.4x", 0.5: "0.5x", 9.96: "10x", 99.7: "100x", 130.4: "130x", math.NaN(): "unknown", math.Inf(1): "unknown"} {
		require.Equal(t, want, Times(ratio))
	}
}

func TestWhatIsNotANumberIsNullInJSON(t *testing.T) {
	document, err := json.Marshal([]*float64{Known(1.5), Known(math.NaN()), Known(math.Inf(-1)), Known(0)})
	require.NoError(t, err)
	require.JSONEq(t, `[1.5,null,null,0]`, string(document))
}

func TestSecondsBecomeADuration(t *testing.T) {
	require.Equal(t, 1500*time.Millisecond, Duration(1.5))
}

func TestValuesAreSaidInTheirUnit(t *testing.T) {
	for _, c := range []struct {
		unit string
		v    float64
		want string
	}{
		{"", 0.0413, "41.3 ms"}, {"s", 90, "90 s"}, {"ms", 90, "90 s"}, // kept in seconds
		{"bytes", 1.5 * (1 << 30), "1.5 GiB"}, {"decbytes", 2e6, "2.0 MB"}, {"short", 12_300.4, "12,300"}, {"short", 0.25, "0.25"},
		{"cps", 3.25, "3.25 c/s"}, {"binBps", 3 << 20, "3.0 MiB/s"}, {"Bps", 2e6, "2.0 MB/s"},
		{"short", 999.6, "1,000"}, {"short", -999.7, "-1,000"}, {"celsius", -3.5, "-3.5 °C"}, {"short", 1e-6, "1e-06"}, {"bytes", 1e15, "909 TiB"}, {"short", 1e15, "1,000,000,000,000,000"},
		{"percentunit", 0.9995, "99.95 %"}, {"percentunit", 0.99987, "99.987 %"}, {"percent", 99.9, "99.9 %"}, {"percent", 99.4, "99.4 %"}, {"percent", 100, "100 %"},
		{"percent", 100 - 1e-13, "100 %"}, {"percent", 250, "250 %"}, {"percent", 93.44, "93.4 %"},
		{"s", 90 * 86_400, "90 days"}, {"d", 2 * 86_400, "2 days"}, {"s", 36 * 3600, "36 h"}, {"s", 1.8e9, "20,833 days"},
		{"percent", 93.4, "93.4 %"}, {"percentunit", 0.25, "25 %"}, {"furlongs", 3, "3 furlongs"}, {"bytes", -1, "0 B"}, {"short", math.Inf(1), "unknown"},
	} {
		require.Equal(t, c.want, In(c.unit, c.v), "%v in %q", c.v, c.unit)
	}
}

func TestTimesAreKeptInSecondsAndAllElseAsItIs(t *testing.T) {
	for unit, want := range map[string]float64{"": 1, "s": 1, "ms": 1000, "µs": 1e6, "h": 1.0 / 3600, "bytes": 1, "percent": 1} {
		require.InEpsilon(t, want, Scale(unit), 1e-12, unit)
	}
}
