package baseline

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What makes another version is told where the extremes of a shape and the number of its moments are the same.
func TestAShapeThatMovedIsADifference(t *testing.T) {
	of := func(hour float64, regular map[int]float64) Record {
		p := Profile{TimeZone: "UTC", Days: 9, Factors: flat(), Regular: regular}
		p.Factors[3], p.Factors[5], p.Factors[9] = 0.5, 2, hour
		return Record{Profile: &p}
	}
	for says, pair := range map[string][2]Record{
		"02:00 1x instead of 5x, 03:00 2x instead of 1x": {of(1, map[int]float64{120: 5}), of(1, map[int]float64{180: 2})},
		"hour 9 0.7x instead of 1.4x":                    {of(1.4, nil), of(0.7, nil)},
	} {
		require.True(t, pair[0].Differs(pair[1]))
		all := Diff(pair[0], pair[1])
		require.Len(t, all, 1, says)
		require.Contains(t, all[0].AfterWord, says)
	}
	require.Empty(t, Diff(of(1, nil), of(1, nil)))
}

func TestAnotherRegularPauseIsADifference(t *testing.T) {
	of := func(pauses ...int) Record {
		return Record{RateProfile: &Profile{TimeZone: "UTC", Days: 9, Factors: flat(), Pauses: pauses}}
	}
	require.True(t, of().Differs(of(3, 26)))
	require.False(t, of(3).Differs(of(3)))
	all := Diff(of(), of(3, 26))
	require.Len(t, all, 1)
	require.Equal(t, "weekdays, hour 3; weekends, hour 2", all[0].AfterWord)
}

// Of many moments three are told, and how many more there are.
func TestOfAShapeThatMovedEverywhereThreeMomentsAreTold(t *testing.T) {
	of := func(hours int) Record {
		p := Profile{TimeZone: "UTC", Days: 9, Factors: flat()}
		p.Factors[20], p.Factors[21] = 0.5, 2
		for h := range hours {
			p.Factors[h] = 1.5
		}
		return Record{Profile: &p}
	}
	three, five := Diff(of(0), of(3)), Diff(of(0), of(5))
	require.Contains(t, three[0].AfterWord, "hour 0 1.5x instead of 1x, hour 1 1.5x instead of 1x, hour 2 1.5x instead of 1x")
	require.NotContains(t, three[0].AfterWord, "more")
	require.Contains(t, five[0].AfterWord, "hour 2 1.5x instead of 1x, 2 more")
}
