package baseline

import (
	"math"
	"reflect"
	"slices"
	"strings"
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

// Whatever number of a baseline is another one is told, with a unit; of what verdicts are reckoned with beside those there is
// no word for a person.
func TestEveryNumberThatMovedIsTold(t *testing.T) {
	reckonedWith := []string{"p95Least", "p95Most", "logSdHour", "tailRatio", "bodyRatio"}
	before := Record{}
	fields := reflect.VisibleFields(reflect.TypeFor[Record]())
	told := 0
	for _, field := range fields {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		after := before
		switch value := reflect.ValueOf(&after).Elem().FieldByIndex(field.Index); {
		case value.CanFloat():
			value.SetFloat(2)
		case value.CanInt():
			value.SetInt(2)
		default:
			continue
		}
		all := Diff(before, after)
		switch {
		case slices.Contains(reckonedWith, name):
			require.Empty(t, all, name)
		case name == "rangeLow":
			require.Empty(t, all, "a range ends above 0")
		case name == "rangeHigh":
			require.Equal(t, []string{"range", "none", "0 s to 2 s"}, []string{all[0].Field, all[0].BeforeWord, all[0].AfterWord})
		default:
			require.Len(t, all, 1, name)
			require.Equal(t, name, all[0].Field)
			require.Equal(t, []float64{0, 2}, []float64{all[0].Before, all[0].After}, name)
			require.NotEmpty(t, all[0].Unit, name)
			require.True(t, math.IsNaN(all[0].Ratio), "nothing is a multiple of nothing")
			require.InDelta(t, 1, Diff(after, double(after, field.Index))[0].Ratio-1, 1e-12, name)
			told++
		}
	}
	require.Equal(t, 17, told)
}

// double is a record with one number twice as large.
func double(r Record, index []int) Record {
	switch value := reflect.ValueOf(&r).Elem().FieldByIndex(index); {
	case value.CanFloat():
		value.SetFloat(2 * value.Float())
	default:
		value.SetInt(2 * value.Int())
	}
	return r
}

func TestTheHoursOfAWeekHaveNames(t *testing.T) {
	for cell, name := range map[int]string{0: "Monday, hour 0", 23: "Monday, hour 23", 24: "Tuesday, hour 0", 5*24 + 7: "Saturday, hour 7", 167: "Sunday, hour 23"} {
		require.Equal(t, name, cellWord(byWeek, cell))
	}
	for cell, name := range map[int]string{0: "weekdays, hour 0", 23: "weekdays, hour 23", 24: "weekends, hour 0", 47: "weekends, hour 23"} {
		require.Equal(t, name, cellWord(byWeekend, cell))
	}
	days := Between{Weekdays: []Pause{{86400, 90000}, {}, {}, {}, {259200, 262800}, {}, {3600, 3600}}}
	require.Equal(t, "from Monday on 24 h, 25 h at most; from Friday on 3 days, 3.04 days at most; from Sunday on 60 min, 60 min at most", days.word())
}
