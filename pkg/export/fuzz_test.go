package export

// What holds of everything that is written for other systems, whatever an operation is called?

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
)

// Every format can be read again, and Prometheus reads the value that was written.
func FuzzFormats(f *testing.F) {
	f.Add("operation", "say \"hi\"\n\\o/, =1+1", 0.25)
	f.Add("http.method", "\x00\x1b[2J\u202e", 1e308)
	f.Add("2nd", "", math.Copysign(0, -1))
	f.Add("", "</script>", 5e-324)
	f.Add("stat", "\xff", 1.)
	f.Fuzz(func(t *testing.T, name, value string, v float64) {
		gauge := Gauge{Name: "yardstick_baseline_seconds", Help: "What is normal.", Labels: map[string]string{name: value}, Value: v, At: time.UnixMilli(1_700_000_000_500)}
		for _, format := range Formats() {
			var out bytes.Buffer
			err := Write(&out, format, []Gauge{gauge})
			if v-v != 0 { // JSON has no word for it
				continue
			}
			require.NoError(t, err, format)
			require.Less(t, out.Len(), 1000+12*(len(name)+len(value)), format)
			switch format {
			case "prometheus":
				if !utf8.ValidString(value) {
					continue
				}
				parser := expfmt.NewTextParser(model.LegacyValidation)
				families, err := parser.TextToMetricFamilies(&out)
				require.NoError(t, err)
				require.Len(t, families, 1)
				metrics := families["yardstick_baseline_seconds"].GetMetric()
				require.Len(t, metrics, 1)
				require.Equal(t, value, metrics[0].GetLabel()[0].GetValue())
				require.Equal(t, v, metrics[0].GetGauge().GetValue())
			case "openmetrics":
				require.True(t, bytes.HasSuffix(out.Bytes(), []byte("\n# EOF\n")))
				require.Equal(t, 3+1, bytes.Count(out.Bytes(), []byte("\n")), "%s", out.String())
			default:
				require.True(t, json.Valid(out.Bytes()), "%s", out.String())
			}
		}
	})
}
