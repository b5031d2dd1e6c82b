package prometheus

// The one place where PromQL is written and escaped: every name, value and
// selector that comes from a person, a file or a metric passes through here.

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

var promql = parser.NewParser(parser.Options{})

// Quote writes a label value as a PromQL string literal.
func Quote(value string) string { return strconv.Quote(value) }

// LabelName writes a label name, quoted where it is not a plain identifier ("http.route", Prometheus 3).
func LabelName(name string) string {
	if model.LegacyValidation.IsValidLabelName(name) {
		return name
	}
	return Quote(name)
}

// Equal writes the matcher name="value".
func Equal(name, value string) string { return LabelName(name) + "=" + Quote(value) }

// Matchers joins selectors without braces; empty ones are left out.
func Matchers(selectors ...string) string {
	kept := make([]string, 0, len(selectors))
	for _, s := range selectors {
		if s = trimmed(s); strings.Contains(s, "#") {
			s = withoutComment(s)
		}
		if s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, ",")
}

// AnyOf matches each of the labels by the values that some operations have of it: it finds those operations, and others
// that mix their values.
func AnyOf(names []string, operations []map[string]string) string {
	matchers := make([]string, len(names))
	for i, name := range names {
		values := make([]string, len(operations))
		for j, labels := range operations {
			values[j] = regexp.QuoteMeta(labels[name])
		}
		slices.Sort(values)
		matchers[i] = LabelName(name) + "=~" + Quote(strings.Join(slices.Compact(values), "|"))
	}
	return Matchers(matchers...)
}

func trimmed(selector string) string { return strings.Trim(selector, ", \t\r\n") }

// withoutComment leaves a comment out: it would take in the matchers that follow, and the brace behind them. What is no
// selector stays as it is, for whoever says what is wrong with it.
func withoutComment(selector string) string {
	vector, is, err := inBraces(selector)
	if err != nil || !is {
		return selector
	}
	var kept []string
	for _, m := range vector.LabelMatchers {
		if m.Name != model.MetricNameLabel || m.Type != labels.MatchEqual || m.Value != "x" {
			kept = append(kept, m.String())
		}
	}
	return strings.Join(kept, ",")
}

// beforeMatchers makes a selector of matchers; Prometheus wants one that does not match everything.
const beforeMatchers = `{__name__="x",`

// mostBehind is how many words may stand behind the braces that matchers are put into. Of a few the parser says what is
// wrong with them; an expression there may take it seconds, and is none of a selector anyway.
const mostBehind = 10

func isExpression(selector string) bool {
	var item parser.Item
	closed, behind := false, 0
	for words := parser.Lex(beforeMatchers + selector + "\n}"); behind <= mostBehind; {
		words.NextItem(&item)
		if item.Typ == parser.EOF || item.Typ == parser.ERROR {
			return false
		}
		if closed {
			behind++
		}
		closed = closed || item.Typ == parser.RIGHT_BRACE
	}
	return true
}

// inBraces reads matchers as those of a series; is tells whether they are no more than that.
func inBraces(selector string) (vector *parser.VectorSelector, is bool, err error) {
	if isExpression(selector) {
		return nil, false, nil
	}
	expr, err := promql.ParseExpr(beforeMatchers + selector + "\n}")
	if err != nil {
		return nil, false, err
	}
	vector, is = expr.(*parser.VectorSelector)
	return vector, is, nil
}

// Select writes a series selector: metric{matchers}.
func Select(metric string, selectors ...string) string {
	matchers := Matchers(selectors...)
	if !model.LegacyValidation.IsValidMetricName(metric) {
		return "{" + Matchers(Equal(model.MetricNameLabel, metric), matchers) + "}"
	}
	if matchers == "" {
		return metric
	}
	return metric + "{" + matchers + "}"
}

// ValidateSelector says what is wrong with matchers that a person wrote, without braces: job="shop",status!="5xx".
func ValidateSelector(selector string) error {
	_, err := canonical(selector)
	return err
}

// canonical parses matchers and writes them anew: what could close the braces,
// or comment out what follows, does not survive.
func canonical(selector string) (string, error) {
	if selector = trimmed(selector); selector == "" {
		return "", nil
	}
	vector, is, err := inBraces(selector)
	if err != nil {
		return "", fmt.Errorf("the selector %s is not valid: %s; write matchers without braces, such as job=\"shop\",status!=\"error\"",
			selector, positionIn(err, len(beforeMatchers)))
	}
	if !is || vector.OriginalOffset != 0 || vector.Timestamp != nil || vector.StartOrEnd != 0 {
		return "", fmt.Errorf("the selector %s is more than label matchers; write matchers without braces, such as job=\"shop\"", selector)
	}
	return rewrite(selector, vector.LabelMatchers)
}

func rewrite(selector string, matchers []*labels.Matcher) (string, error) {
	kept := make([]string, 0, len(matchers))
	for _, m := range matchers {
		if m.Name == model.MetricNameLabel {
			if m.Type == labels.MatchEqual && m.Value == "x" {
				continue
			}
			return "", fmt.Errorf("the selector %s names a metric; the metric has a field of its own", selector)
		}
		kept = append(kept, m.String())
	}
	return Matchers(kept...), nil
}

// positionIn moves the column of a parse error back by what stands before the user's text.
func positionIn(err error, before int) string {
	var list parser.ParseErrors
	if !errors.As(err, &list) || len(list) == 0 {
		return err.Error()
	}
	first := list[0]
	return fmt.Sprintf("at character %d: %s", max(1, int(first.PositionRange.Start)-before+1), first.Err)
}

// duration writes a range; Prometheus knows milliseconds at the finest.
func duration(d time.Duration) string { return model.Duration(d.Round(time.Millisecond)).String() }

func byList(first string, by []string) string {
	names := make([]string, 0, len(by)+1)
	if first != "" {
		names = append(names, first)
	}
	for _, name := range by {
		names = append(names, LabelName(name))
	}
	return strings.Join(names, ", ")
}

// named selects metrics whose names are base followed by one of the endings.
func named(base string, endings []string, selector string) string {
	pattern := regexp.QuoteMeta(base) + "(" + strings.Join(endings, "|") + ")"
	return "{" + Matchers(model.MetricNameLabel+"=~"+Quote(pattern), selector) + "}"
}

// classicExpr gives the increases of all buckets by le, and of the sum with no
// le: two metrics in one expression without equal label sets (catalogue G-12).
func classicExpr(q WindowQuery, selector string, form shape) string {
	return fmt.Sprintf("sum by (%s) (increase(%s[%s])%s)", byList("le", q.By),
		named(q.Metric, []string{"_bucket", "_sum"}, selector), duration(q.Width), butNative(q, selector, form))
}

func classicCountExpr(q WindowQuery, selector string, form shape) string {
	return fmt.Sprintf("sum by (%s) (increase(%s[%s])%s)", byList("", q.By), Select(q.Metric+"_count", selector), duration(q.Width), butNative(q, selector, form))
}

func nativeExpr(q WindowQuery, selector string, form shape) string {
	return fmt.Sprintf("sum by (%s) (%s)", byList("", q.By), nativeSeriesExpr(q, selector, form))
}

// nativeSeriesExpr does not add up the series of an operation.
func nativeSeriesExpr(q WindowQuery, selector string, form shape) string {
	return fmt.Sprintf("increase(%s[%s])%s", Select(q.Metric, selector), duration(q.Width), butClassic(q, selector, form))
}

func nativeMedianExpr(q WindowQuery, selector string, form shape) string {
	return fmt.Sprintf("histogram_quantile(0.5, %s)", nativeExpr(q, selector, form))
}

// unmeasuredExpr counts native histograms that have no increase although there are samples enough.
func unmeasuredExpr(q WindowQuery, selector string, form shape) string {
	return fmt.Sprintf("count by (%s) (count_over_time(%s[%s]) > 1%s unless %s)", byList("", q.By), Select(q.Metric, selector), duration(q.Width),
		butClassic(q, selector, form), nativeSeriesExpr(q, selector, form))
}

// butClassic leaves out of native histograms those that were classic ones for most of the window, and butNative out of classic
// ones all but these: where some are of either form, or of both, every request is in one of them.
func butClassic(q WindowQuery, selector string, form shape) string {
	if form != nativeAndClassic {
		return ""
	}
	return " unless " + classicLonger(q, selector)
}

func butNative(q WindowQuery, selector string, form shape) string {
	if form != nativeAndClassic {
		return ""
	}
	return fmt.Sprintf(" unless ignoring (le) (count_over_time(%s[%s]) unless %s)", Select(q.Metric, selector), duration(q.Width), classicLonger(q, selector))
}

func classicLonger(q WindowQuery, selector string) string {
	return fmt.Sprintf("(count_over_time(%s[%s]) > count_over_time(%s[%s]))",
		Select(q.Metric+"_count", selector), duration(q.Width), Select(q.Metric, selector), duration(q.Width))
}

func countExpr(q WindowQuery, selector string) string {
	q.Metric += "_count"
	return overTimeExpr("increase", q, selector)
}

func nativeCountExpr(q WindowQuery, selector string, form shape) string {
	return fmt.Sprintf("sum by (%s) (histogram_count(%s))", byList("", q.By), nativeSeriesExpr(q, selector, form))
}

func sumExpr(q WindowQuery, selector string) string {
	q.Metric += "_sum"
	return overTimeExpr("increase", q, selector)
}

// summaryExpr takes the largest of several instances: quantiles cannot be averaged (catalogue G-7).
func summaryExpr(q WindowQuery, selector string) string {
	return fmt.Sprintf("max by (%s) (%s)", byList("quantile", q.By), Select(q.Metric, `quantile!=""`, selector))
}

// overTimeExpr adds up what a function of ranges gives of the series of each operation.
func overTimeExpr(function string, q WindowQuery, selector string) string {
	return fmt.Sprintf("sum by (%s) (%s(%s[%s]))", byList("", q.By), function, Select(q.Metric, selector), duration(q.Width))
}

// levelExprs count the values of a level in a window, and add them up (ofEach) or tell their mean. A mean over series weighs
// all samples alike. A sum, or the largest, is of a moment: over the whole window, what replaced another series would count
// besides it. Which series there are at a moment is told by the markers that Prometheus leaves where one ends.
func levelExprs(q WindowQuery, selector string) (count, value string, ofEach bool) {
	count = overTimeExpr("count_over_time", q, selector)
	switch {
	case q.Kind == counterKind:
		// A counter to which a program once added what is no number never has one again.
		rate := numbers(fmt.Sprintf("rate(%s[%s])", Select(q.Metric, selector), duration(q.Width)))
		return count, fmt.Sprintf("sum by (%s) (%s)", byList("", q.By), rate), false
	case q.Across == "" || q.Across == "avg":
		return count, overTimeExpr("sum_over_time", q, selector), true
	}
	together := fmt.Sprintf("(%s by (%s) (%s))%s", q.Across, byList("", q.By), numbers(Select(q.Metric, selector)), moments(q))
	return "count_over_time(" + together + ")", "avg_over_time(" + together + ")", false
}

// numbersExpr is the mean of a level over the moments of a window at which it is a number. Where that is at all of them
// levelExprs are cheaper, and exact.
func numbersExpr(q WindowQuery, selector string) string {
	of := func(function string) string {
		return fmt.Sprintf("sum by (%s) (%s((%s)%s))", byList("", q.By), function, numbers(Select(q.Metric, selector)), moments(q))
	}
	return of("sum_over_time") + " / " + of("count_over_time")
}

// numbers leaves out what is none: the ratio of nothing to nothing, or of something to it.
func numbers(expr string) string { return expr + " > -Inf < Inf" }

// moments are those of a window: as often as most are scraped, where that is no thousands of them.
func moments(q WindowQuery) string {
	const often, seldom = 15 * time.Second, time.Minute
	return fmt.Sprintf("[%s:%s]", duration(q.Width), duration(min(max(q.Width/20, often), seldom)))
}

// shapeExpr counts the native histograms of a metric (form="native") and the classic ones that are not native as well (form="classic").
func shapeExpr(metric, selector string) string {
	native := "histogram_count(" + Select(metric, selector) + ")"
	form := func(name, expr string) string {
		return fmt.Sprintf(`label_replace(count(%s), "form", %s, "", "")`, expr, Quote(name))
	}
	return form("native", native) + " or " + form("classic", Select(metric+"_count", selector)+" unless "+native)
}

func lastExpr(metric, selector string, lookback time.Duration) string {
	return fmt.Sprintf("last_over_time(%s[%s])", Select(metric, selector), duration(lookback))
}

// scrapesExpr counts the samples of a range by target and takes the best-covered series of the slowest target that was
// there for all of it, else that of all targets.
func scrapesExpr(metric, selector string, w time.Duration) string {
	series, native := Select(metric+"_count", selector), Select(metric, selector)
	samples := fmt.Sprintf("(count_over_time(%s[%s]) or count_over_time(%s[%s]))", series, duration(w), native, duration(w))
	whole := fmt.Sprintf("max by (job, instance) %s and on (job, instance) (%s offset %s or %s offset %s) and on (job, instance) (%s or %s)",
		samples, series, duration(w), native, duration(w), series, native)
	return fmt.Sprintf("topk(1, %s and on (job, instance) bottomk(1, %s)) or on () topk(1, %s)", samples, whole, samples)
}
