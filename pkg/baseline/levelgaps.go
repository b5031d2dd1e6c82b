package baseline

// This file answers what is expected of a level in the hours in which it has no values: a gauge of sessions that is not there at
// night has a shape all the same, and what is seen at such an hour for once is compared with something.

// mostlyMissing is how many times as many days the hour with most of them has as one whose values are an accident: those of one
// late evening in four weeks are no hour of their own, and take none from the others.
const mostlyMissing = 4

// missing tells of each hour of one kind of day whether it has no values, or next to none.
func missing(hours *[24]levelCell) (none [24]bool) {
	most := 0
	for _, c := range hours {
		most = max(most, len(c.days))
	}
	for h, c := range hours {
		none[h] = len(c.days) == 0 || mostlyMissing*len(c.days) < most
	}
	return none
}

// filled gives hours without values what is usual at the nearest that has some: what begins early is like the beginning, and what
// ends late like the end. Days that have none at all are like the others. It tells whether any had some.
func filled(hours *[2][24]float64, none *[2][24]bool) bool {
	var has [2]bool
	for d := range hours {
		known := hours[d]
		for h := range known {
			if near, is := nearest(h, &none[d]); is {
				hours[d][h], has[d] = known[near], true
			}
		}
	}
	for d := range hours {
		if !has[d] {
			hours[d] = hours[1-d]
		}
	}
	return has[0] || has[1]
}

// nearest is the hour with values that is next to one, round the clock; of two the later.
func nearest(hour int, none *[24]bool) (int, bool) {
	for d := range 13 {
		for _, h := range [2]int{(hour + d) % 24, (hour + 24 - d) % 24} {
			if !none[h] {
				return h, true
			}
		}
	}
	return 0, false
}
