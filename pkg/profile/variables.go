package profile

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/prometheus/common/model"
)

// This file puts something that parses in the place of Grafana's variables,
// and the variables back afterwards.

// token finds what is not to be touched (strings) and what is (variables).
var token = regexp.MustCompile(`"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|` + "`[^`]*`" + `|\$\{[^}]+\}|\$\w+`)

// standIns replaces variables outside of strings: by a duration where one
// belongs, by a number elsewhere. Both are too odd to be in the text already.
func standIns(expr string) (parsable string, restore func(string) string) {
	var back []string
	end := 0
	var out strings.Builder
	for i, at := range token.FindAllStringIndex(expr, -1) {
		text := expr[at[0]:at[1]]
		out.WriteString(expr[end:at[0]])
		end = at[1]
		if text[0] != '$' {
			out.WriteString(text)
			continue
		}
		standIn := fmt.Sprint(7310001300 + i)
		if wantsDuration(out.String()) {
			standIn = model.Duration(time.Duration(i+1)*time.Second + 13*7*24*time.Hour + 17*time.Millisecond).String()
		}
		back = append(back, standIn, text)
		out.WriteString(standIn)
	}
	out.WriteString(expr[end:])
	return out.String(), strings.NewReplacer(back...).Replace
}

func wantsDuration(before string) bool {
	before = strings.TrimSpace(before)
	return strings.HasSuffix(before, "[") || strings.HasSuffix(before, ":") || strings.HasSuffix(before, "offset") || strings.HasSuffix(before, "offset -")
}
