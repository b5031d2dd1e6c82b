package learn

import (
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// What is written down rests on as many windows as the alert did, however often a metric is scraped (TestTheWindowHoldsFourScrapes of pkg/live).
func TestAVerdictOfThePastRestsOnTheWindowsThatCountLive(t *testing.T) {
	for width, want := range map[time.Duration]int{time.Minute: 5, 80 * time.Second: 4, 2 * time.Minute: 3, 4 * time.Minute: 2, 10 * time.Minute: 1} {
		var windows []baseline.Window
		for i := range 10 {
			windows = append(windows, baseline.Window{End: time.Unix(0, 0).Add(time.Duration(i) * width), Width: width})
		}
		if n := len(latest(windows)); n != want {
			t.Errorf("%d windows of %s, want %d", n, width, want)
		}
	}
}
