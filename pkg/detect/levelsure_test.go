package detect

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// Verdicts on a level rest on its usual value and its spread. Those of which the p95 is not known within 10 % after four weeks
// stayed "learning": an hour at a hundred times the most that was ever seen was normal, and nobody could approve them.
func TestALevelWhoseUsualValueIsKnownIsJudgedWhateverItsPeaks(t *testing.T) {
	for name, value := range map[string]func() func(at time.Time, noise float64) float64{
		"a queue that is mostly empty": func() func(at time.Time, noise float64) float64 {
			burst, r := 0.0, rand.New(rand.NewPCG(8, 4))
			return func(_ time.Time, noise float64) float64 {
				if r.Float64() < 0.01 {
					burst = 20 * math.Exp(1.2*noise)
				}
				burst = math.Floor(burst * 0.7)
				return burst
			}
		},
		"a backlog that comes and goes": func() func(at time.Time, noise float64) float64 {
			level, rho := 0.0, math.Exp(-1./12)
			return func(_ time.Time, noise float64) float64 {
				level = rho*level + math.Sqrt(1-rho*rho)*1.5*noise
				return 50 * math.Exp(level)
			}
		},
		"five times as much on Sundays": func() func(at time.Time, noise float64) float64 {
			return func(at time.Time, noise float64) float64 {
				if at.Weekday() == time.Sunday {
					return 5 * math.Exp(0.1*noise)
				}
				return math.Exp(0.1 * noise)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			all := fourWeeks(value())
			most := 0.0
			for _, w := range all {
				most = math.Max(most, w.Mean())
			}
			for _, days := range []int{14, 28} {
				r := baseline.Learn(all[:days*288], baseline.Options{Level: true, Unit: "short"})
				require.NotEqual(t, baseline.Learning, r.State, "after %d days: %s", days, r.Reason)
				v := JudgeHour(Hour{Recent: lastMinutes(lunch, 100*most, 100*most, 100*most, 100*most, 100*most)}, r, Settings{})
				require.Equal(t, Critical.String(), v.Tier.String(), "after %d days: %s", days, v.Reason)
				_, err := r.Approve(lunch)
				require.NoError(t, err)
				v = JudgeHour(Hour{Recent: lastMinutes(lunch, most, most, most, most, most)}, r, Settings{})
				require.Equal(t, Normal.String(), v.Tier.String(), "what was there before: %s", v.Reason)
			}
			require.Equal(t, baseline.Active, baseline.Learn(all, baseline.Options{Level: true, Unit: "short"}).State)
		})
	}
}

// What is new in the evening knows nothing of the morning.
func TestALevelIsStillLearningOnItsFirstMorning(t *testing.T) {
	all := fourWeeks(func(at time.Time, noise float64) float64 { return sessions(at.Add(-time.Hour)) * math.Exp(0.05*noise) })
	const evening = 19 * 12
	for _, hours := range []int{9, 12, 20} {
		r := baseline.Learn(all[evening:evening+hours*12], baseline.Options{Level: true, Unit: "short"})
		require.Equal(t, baseline.Learning, r.State, "after %d hours: %s", hours, r.Reason)
		for _, w := range all[evening+hours*12 : 2*288] {
			require.Equal(t, Normal.String(), judgeLevel([]baseline.Window{w}, r, Settings{}).Tier.String(), "%s", w.End)
		}
	}
}
