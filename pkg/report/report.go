// Package report answers what a day, a week or a month was like: the numbers of
// the documents' reports (D2 l.444-462, D4 l.326-357). It computes; the renderer
// that makes Markdown, CSV and HTML of it is src/report.
package report

import (
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/detect"
)

// Report is the JSON of one system's period. Durations are in seconds, shares and
// ratios plain numbers; what was not measured is null.
type Report struct {
	System        string      `json:"system"`
	Title         string      `json:"title"`
	Document      string      `json:"document"`
	Period        string      `json:"period"`
	Day           string      `json:"day"` // 2006-01-02 in TimeZone, the first of the period
	TimeZone      string      `json:"timeZone"`
	From          time.Time   `json:"from"`
	To            time.Time   `json:"to"`
	KeptAt        *time.Time  `json:"keptAt,omitempty"` // where it is told as it was made then
	Summary       Summary     `json:"summary"`
	Worse         []Operation `json:"worse"`  // largest ratios first, three at most
	Better        []Operation `json:"better"` // smallest ratios first, three at most
	Sections      []Section   `json:"sections"`
	Operations    []Operation `json:"operations"`
	Violations    []Violation `json:"violations"`
	TargetsMissed []Target    `json:"targetsMissed"`
	Charts        []Chart     `json:"charts"`
}

// Summary is the day in numbers.
type Summary struct {
	Operations       int      `json:"operations"`
	WithBaseline     int      `json:"withBaseline"` // that may be judged
	Slower           int      `json:"slower"`       // operations in breach at some time of the day
	Requests         float64  `json:"requests"`
	Errors           *float64 `json:"errors"` // share over all operations with an error signal
	Violations       int      `json:"violations"`
	ViolationSeconds float64  `json:"violationSeconds"`
	Targets          Outcomes `json:"targets"`
}

// Outcomes counts the documented targets by outcome, each once, however many operations it is checked for.
type Outcomes struct {
	Met        int `json:"met"`
	Missed     int `json:"missed"`
	NotTested  int `json:"notTested"`
	CannotTell int `json:"cannotTell"`
}

// Operation is one operation over the day, beside its baseline.
type Operation struct {
	Set         string            `json:"set"`
	SetTitle    string            `json:"setTitle"` // what the catalogue calls the set
	Operation   string            `json:"operation"`
	Labels      map[string]string `json:"labels"`
	Requests    float64           `json:"requests"`
	Rate        *float64          `json:"rate"`
	P50         *float64          `json:"p50"`
	P95         *float64          `json:"p95"`
	P99         *float64          `json:"p99"`
	Mean        *float64          `json:"mean"`
	Errors      *float64          `json:"errors"`
	BaselineP95 *float64          `json:"baselineP95"`
	Ratio       *float64          `json:"ratio"`
	RatioLow    *float64          `json:"ratioLow"`
	RatioHigh   *float64          `json:"ratioHigh"`
	Tier        string            `json:"tier"`
	State       string            `json:"state"`
	Reason      string            `json:"reason"`
	Unit        string            `json:"unit,omitempty"`   // of the numbers; empty for durations, in seconds
	Failed      *Failed           `json:"failed,omitempty"` // nil where no more requests failed than usual

	tier detect.Tier
	// level is set of what has a value at any time: Requests are the scrapes of it.
	level bool
}

// Failed is the part of the period in which most requests failed, where that is more than usual.
type Failed struct {
	Tier   string    `json:"tier"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Share  float64   `json:"share"`
	Normal float64   `json:"normal"`
}

// Violation is a stretch of the day in which an operation was in breach.
type Violation struct {
	Set       string            `json:"set"`
	Operation string            `json:"operation"`
	Labels    map[string]string `json:"labels"`
	Signal    detect.Signal     `json:"signal"` // what was off: latency, errors or rate
	Tier      string            `json:"tier"`
	Start     time.Time         `json:"start"`
	End       *time.Time        `json:"end"` // null while it goes on
	Delay     *float64          `json:"delay"`
	Peak      *float64          `json:"peak"`

	verdict string // of a person
}

// Target is a documented limit that the day missed.
type Target struct {
	ID     string            `json:"id"`
	Title  string            `json:"title"`
	Labels map[string]string `json:"labels"`
	Value  *float64          `json:"value"`
	Op     string            `json:"op"`
	Limit  float64           `json:"limit"`
	Unit   string            `json:"unit"`
	Anchor string            `json:"anchor"`
}

// Section is a heading of the document's report with its items.
type Section struct {
	Title string `json:"title"`
	Items []Item `json:"items"`
}

// Item is one line (kind value) or list (kind list) that the document asks for.
type Item struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Unit    string   `json:"unit"`
	Kind    string   `json:"kind"`
	Anchor  string   `json:"anchor"`
	Value   *float64 `json:"value"`
	Word    string   `json:"word"` // the value as the document says it: "Healthy"
	Rows    []Row    `json:"rows"`
	Missing string   `json:"missing"` // why there is nothing, and what to do
}

// Row is one line of a list.
type Row struct {
	Name   string            `json:"name"`
	Labels map[string]string `json:"labels"`
	Value  *float64          `json:"value"`
	// Unit is the value's own where the rows of a list have different ones, else empty: the item's.
	Unit string `json:"unit,omitempty"`
	// Text says what a number alone does not: evidence, author and reason.
	Text string `json:"text,omitempty"`
}

// Chart is one operation hour by hour, with what was normal.
type Chart struct {
	Set       string            `json:"set"`
	Operation string            `json:"operation"`
	Labels    map[string]string `json:"labels"`
	Points    []Point           `json:"points"`
	Unit      string            `json:"unit,omitempty"` // of the numbers; empty for durations, in seconds
}

// Point is one hour of a chart.
type Point struct {
	T        time.Time `json:"t"`
	P95      *float64  `json:"p95"`
	Expected *float64  `json:"expected"`
	Lower    *float64  `json:"lower"`
	Upper    *float64  `json:"upper"`
	Rate     *float64  `json:"rate"`
}
