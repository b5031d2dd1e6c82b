package main

// This file answers how a gate's verdict is written for a terminal, a pipeline
// (JUnit) and a pull request (Markdown).

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/yardstick-baselines/yardstick/pkg/compare"
	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

func printGate(out io.Writer, v runs.GateView) error {
	fmt.Fprintf(out, "%s: %s\n%s against %s\n\n", strings.ToUpper(v.Verdict), v.Reason, v.Candidate, v.Base)
	w := newTable(out)
	fmt.Fprintln(w, "OPERATION\tQUANTITY\tVERDICT\tREASON\tWOULD DECIDE")
	for _, o := range v.Operations {
		name := runs.NameOf(o.Operation, o.Labels)
		if o.Critical {
			name += " (critical)"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", name, o.Quantity, o.Verdict, o.Reason, wouldDecide(o))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(v.New) > 0 {
		fmt.Fprintf(out, "\nNew, not judged: %s\n", visible(strings.Join(v.New, ", ")))
	}
	return nil
}

// wouldDecide says how many executions would settle it.
func wouldDecide(o runs.GateOperationView) string {
	if o.Needed == nil || math.IsInf(*o.Needed, 0) {
		return nothing
	}
	return fmt.Sprintf("about %.0f executions each", *o.Needed)
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Failure *junitMessage `xml:"failure,omitempty"`
	Error   *junitMessage `xml:"error,omitempty"`
	Skipped *junitMessage `xml:"skipped,omitempty"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// printJUnit says the same as the exit code to who reads the file alone: an undecided operation is an error and not a skipped
// test, which a pipeline counts as good. What was tolerated is good, and nothing to compare is not.
func printJUnit(out io.Writer, v runs.GateView) error {
	suite := junitSuite{Name: "yardstick gate"}
	for _, o := range v.Operations {
		suite.add(runs.NameOf(o.Operation, o.Labels)+" "+o.Quantity, v.System, o, v.Verdict == string(compare.Pass))
	}
	if len(v.Operations) == 0 {
		suite.add("verdict", v.System, runs.GateOperationView{Verdict: v.Verdict, Reason: v.Reason}, false)
	}
	if _, err := io.WriteString(out, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(out)
	encoder.Indent("", "  ")
	if err := encoder.Encode(suite); err != nil {
		return err
	}
	_, err := io.WriteString(out, "\n")
	return err
}

func (s *junitSuite) add(name, class string, o runs.GateOperationView, passed bool) {
	c := junitCase{Name: name, Class: class}
	switch verdict := compare.Verdict(o.Verdict); {
	case verdict == compare.Pass:
	case passed:
		s.Skipped++
		c.Skipped = &junitMessage{Message: "tolerated: " + o.Reason, Text: measuresText(o)}
	case verdict == compare.Fail:
		s.Failures++
		c.Failure = &junitMessage{Message: o.Reason, Text: measuresText(o)}
	default:
		s.Errors++
		c.Error = &junitMessage{Message: "inconclusive: " + o.Reason, Text: measuresText(o)}
	}
	s.Cases = append(s.Cases, c)
	s.Tests = len(s.Cases)
}

func measuresText(o runs.GateOperationView) string {
	var lines []string
	for _, m := range o.Measures {
		lines = append(lines, fmt.Sprintf("%s: %s %s, margin %.3g %s", m.Measure, m.Verdict, ratioText(m.Ratio, m.Low, m.High), m.Margin, m.Reason))
	}
	return strings.Join(lines, "\n")
}

var marks = map[string]string{"pass": "✅ pass", "fail": "❌ fail", "inconclusive": "❔ inconclusive"}

func printMarkdown(out io.Writer, v runs.GateView) error {
	fmt.Fprintf(out, "### Performance gate: %s\n\n%s (%s against %s)\n\n", marks[v.Verdict], inCell(v.Reason), inCell(v.Candidate), inCell(v.Base))
	fmt.Fprintln(out, "| operation | quantity | verdict | measure | ratio | reason | would decide |\n| --- | --- | --- | --- | --- | --- | --- |")
	for _, o := range v.Operations {
		name := runs.NameOf(o.Operation, o.Labels)
		if o.Critical {
			name += " (critical)"
		}
		ratio := ratioText(o.Ratio, o.Low, o.High)
		if o.Measure == "errors" {
			ratio = nothing // its numbers are differences; they stand in the reason
		}
		if _, err := fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %s | %s |\n", inCell(name), o.Quantity, marks[o.Verdict], orNothing(o.Measure), ratio, inCell(o.Reason), wouldDecide(o)); err != nil {
			return err
		}
	}
	if len(v.New) > 0 {
		fmt.Fprintf(out, "\nNew, not judged: %s\n", inCell(strings.Join(v.New, ", ")))
	}
	return nil
}

// inCell keeps names from breaking a table or becoming markup, mentions or links.
func inCell(text string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "\n", " ", "\r", " ", "<", "&lt;", ">", "&gt;", "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "@", "@\u200b", "&", "&amp;", "~", `\~`, "#", "#\u200b", "://", ":\u200b//", "www.", "www\u200b.").Replace(text)
}
