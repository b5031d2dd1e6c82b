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
