package capacity

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// The same results as the document's own function, which wrote the file (testdata/d3_capacity.py).
func TestTheDocumentsFunctionOnAGrid(t *testing.T) {
	file, err := os.Open(filepath.Join("testdata", "d3_capacity.csv"))
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+11*9*8)
	for _, row := range rows[1:] {
		var v [4]float64
		for i, text := range row {
			v[i], err = strconv.ParseFloat(text, 64)
			require.NoError(t, err)
		}
		got, err := Model{Rate: v[0], Growth: v[1], Peak: 3, PerInstance: 100}.Instances(v[2])
		require.NoError(t, err)
		require.InDelta(t, v[3], got, 0, row)
	}
}

func TestWhenTheModelReachesALimit(t *testing.T) {
	m := Model{Rate: 100, Growth: 0.2, Peak: 3, PerInstance: 100}
	periods := m.PeriodsUntil(600)
	require.InDelta(t, 600, 300*math.Pow(1.2, periods), 1e-9)
	require.Zero(t, m.PeriodsUntil(300))
	m.Growth = 0
	require.True(t, math.IsInf(m.PeriodsUntil(301), 1))
	m.Season = 0.5
	n, err := m.Instances(0)
	require.NoError(t, err)
	require.InDelta(t, 5, n, 0, "half as much again during releases: 450 of 100 each")
}

func TestImpossibleModelsSayWhy(t *testing.T) {
	for _, m := range []Model{{Rate: 1, Peak: 3}, {Rate: -1, Peak: 3, PerInstance: 100}, {Rate: 1, Growth: -2, Peak: 3, PerInstance: 100}, {Rate: math.NaN(), Peak: 3, PerInstance: 100},
		{Rate: 1, Peak: 3, PerInstance: 100, Season: -3}, {Rate: 1, Peak: 3, PerInstance: 100, Season: math.NaN()}, {Rate: 1e308, Growth: 9, Peak: 3, PerInstance: 100}} {
		_, err := m.Instances(1)
		require.Error(t, err)
	}
}
