package live

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/catalog"
)

// The same settings as the document's own code gives, which wrote the file (testdata/d4_tuning.py).
func TestTheDocumentsTuningOnAGrid(t *testing.T) {
	file, err := os.Open(filepath.Join("testdata", "d4_tuning.csv"))
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+9*7*7*8)
	builtin, err := catalog.Builtin()
	require.NoError(t, err)
	system, found := builtin.System("omninode")
	require.True(t, found)
	for _, row := range rows[1:] {
		var v [6]float64
		for i, text := range row {
			v[i], err = strconv.ParseFloat(text, 64)
			require.NoError(t, err)
		}
		threshold, _ := tuneThreshold(v[0], v[2], system.Breakers.Tuning)
		timeout, _ := tuneTimeout(v[1], v[3], system.Breakers.Tuning)
		require.Equal(t, [2]float64{v[4], v[5]}, [2]float64{threshold, timeout}, row)
	}
}
