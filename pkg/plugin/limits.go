package plugin

import (
	"fmt"
	"time"

	"github.com/dustin/go-humanize"
)

// How much may one request ask for? Every bound stands here with its reason.
const (
	// maxQueryBytes bounds the JSON of one query. The largest that an editor makes, a multi-value variable over
	// a thousand operations, is about 40 kB.
	maxQueryBytes = 64_000
	// maxRows bounds a table or numeric answer; 10,000 operations is the size that Yardstick is measured at.
	maxRows = 20_000
	// maxSeries bounds an answer over time: a browser draws no more lines than this.
	maxSeries = 500
	// maxForecast bounds the days to come of one forecast, of all operations of a system together: four weeks of 10,000
	// operations are 280,000, some 30 MB.
	maxForecast = 300_000
	// maxPoints is what Prometheus itself allows per series (11,000), with room for one step of alignment.
	maxPoints = 10_999
	// queriesAtOnce is used where Grafana does not say; it is also the largest that the SDK runs at once.
	queriesAtOnce = 10
	// maxBodyBytes bounds what a resource accepts, uploads excepted.
	maxBodyBytes = 64 << 10
	// maxRunBytes and maxPartBytes bound uploads (design 5.2): Grafana's plugin protocol ends at 16 MiB. Larger files come
	// in parts, and very large ones by the command, which streams them.
	maxRunBytes  = 10 << 20
	maxPartBytes = 8 << 20
	// maxUploadBytes bounds the parts of one file together; they wait on this machine's disk.
	maxUploadBytes = 512 << 20
	// maxParts bounds their number: each is a file, and all are open at once while they are joined.
	maxParts = 512
	// maxUploads bounds the files that one data source may have under way.
	maxUploads = 4
	// maxViolations bounds a list of violations; more than this is a fault of the settings, not a list to read.
	maxViolations = 5_000
	// maxDefinitions bounds the definitions of one data source: each costs a question a minute and one an hour.
	maxDefinitions = 200
	// maxDefined bounds the operations of one definition; 10,000 is the size that Yardstick is measured at.
	maxDefined = 10_000
	// previewMost and previewDays bound a preview: 20 operations over a week are 40,000 windows, a few seconds' work.
	previewMost = 20
	previewDays = 7
	// previewTime is how long a person waits for one.
	previewTime = 45 * time.Second
	// minStep keeps a series over time from asking for points between two scrapes.
	minStep = time.Second
)

// tooLarge says that a query is too long to be read, before it is parsed.
func tooLarge(size int) error {
	if size <= maxQueryBytes {
		return nil
	}
	return fmt.Errorf("the query is %s long, the limit is %s: filter operations by a label instead of listing them",
		humanize.Bytes(uint64(size)), humanize.Bytes(maxQueryBytes))
}

// tooMany says that an answer has more rows or series than anybody can use.
func tooMany(n, limit int, what string) error {
	if n <= limit {
		return nil
	}
	return fmt.Errorf("the answer has %s %s, the limit is %s: choose a system, operations or labels",
		humanize.Comma(int64(n)), what, humanize.Comma(int64(limit)))
}

// pointsFit widens the step until a range has no more points than Prometheus answers.
func pointsFit(from, to time.Time, step time.Duration) time.Duration {
	step = max(step, minStep)
	if least := to.Sub(from) / maxPoints; step < least {
		return least.Truncate(time.Second) + time.Second
	}
	return step
}
