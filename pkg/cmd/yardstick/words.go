package main

// This file answers how numbers are written for a person on a terminal.

import (
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"

	"golang.org/x/term"

	"github.com/yardstick-baselines/yardstick/pkg/figure"
)

const nothing = "–"

// seenFrom explains a column that learn, baselines, check and watch share.
const seenFrom = "\n\nSEEN FROM is the smallest lasting slowdown, times normal, that is told from chance within five minutes."

// duration writes seconds in the unit in which a person says them.
func duration(seconds float64) string {
	if math.IsNaN(seconds) || seconds <= 0 {
		return nothing
	}
	return figure.Seconds(seconds)
}

// inUnitOf writes what is in the unit of an operation.
func inUnitOf(unit string, v float64) string {
	if unit == "" {
		return duration(v)
	}
	return figure.In(unit, v)
}

// knownIn writes what is in the unit of an operation, and may be unknown.
func knownIn(unit string, v *float64) string {
	if v == nil {
		return nothing
	}
	return inUnitOf(unit, *v)
}

// times writes a ratio to normal.
func times(ratio float64) string {
	if math.IsNaN(ratio) || ratio <= 0 {
		return nothing
	}
	return figure.Times(ratio)
}

// timesOr writes a ratio that may be unknown.
func timesOr(ratio *float64) string {
	if ratio == nil {
		return nothing
	}
	return times(*ratio)
}

// counted writes how many requests there were, which the engine knows in parts, as the reason beside it does.
func counted(requests float64) string { return figure.In("short", math.Round(requests)) }

// rewritable tells whether somebody looks on a screen of which lines can be taken back. A dumb terminal, such as that of an
// editor, shows the signs for that as text. NO_COLOR is none of its business: nothing here has a colour.
func rewritable(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}

// table lines up columns. Names come from files and metrics of others: what would move the cursor of a terminal, or end
// a row in the middle, is written as in a program.
type table struct{ *tabwriter.Writer }

func newTable(out io.Writer) table { return table{tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)} }

// Write takes a row or a part of one, of which only the last sign may end it.
func (t table) Write(row []byte) (int, error) {
	text, ends := strings.CutSuffix(string(row), "\n")
	cells := strings.Split(visible(text), "\t")
	for i := range cells[:len(cells)-1] {
		cells[i] = shortened(cells[i])
	}
	text = strings.Join(cells, "\t")
	if ends {
		text += "\n"
	}
	if _, err := t.Writer.Write([]byte(text)); err != nil {
		return 0, err
	}
	return len(row), nil
}

// shortened leaves out the middle of a cell that would widen its column beyond any screen; JSON has all of it.
func shortened(cell string) string {
	const most, end = 100, 30
	signs := []rune(cell)
	if len(signs) <= most {
		return cell
	}
	return string(signs[:most-end-1]) + "…" + string(signs[len(signs)-end:])
}

// visible writes control characters as in a program, but for the tab, which ends a column.
func visible(text string) string {
	var b strings.Builder
	for _, sign := range text {
		if unicode.IsControl(sign) && sign != '\t' {
			b.WriteString(strings.Trim(strconv.QuoteRune(sign), "'"))
		} else {
			b.WriteRune(sign)
		}
	}
	return b.String()
}
