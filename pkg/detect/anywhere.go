package detect

import "github.com/yardstick-baselines/yardstick/pkg/baseline"

// anywhere bounds the ratio wherever in their buckets the requests were; low and high hold the window's p95. The interval of
// a quantile speaks of what the same buckets would show of endless data: in a wide one a p95 is a guess, in another bucket than
// the learned one another guess, and of default buckets the true ratio lies beside the interval five times as often as it says
// (go test ./pkg/detect -run TrueRatio -v).
func (v *Verdict) anywhere(now baseline.Window, r baseline.Record, low, high float64) {
	least, _, below := now.Bucket(low)
	_, most, above := now.Bucket(high)
	if len(now.Samples) > 0 || !below || !above || !(least > 0) || !(r.P95Least > 0) || !(r.P95 > 0) {
		return
	}
	hour := v.Expected / r.P95
	v.RatioLeast, v.RatioMost = least/(r.P95Most*hour), most/(r.P95Least*hour)
}
