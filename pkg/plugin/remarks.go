package plugin

import (
	"net/url"
	"slices"
	"sort"
	"strings"
)

// What is to be known of an answer of the resource API as a whole?

// remarked is an answer with what is to be known of it as a whole, where the answer itself has no place for that.
type remarked struct {
	answer  any
	remarks []string
}

// remarksHeader has them as they are escaped in an address: they may be in any letters.
const remarksHeader = "X-Yardstick-Remarks"

// mostRemarks bounds that header: all of an answer's have to fit into the 4 kB that nginx has for them, or nobody gets one.
const mostRemarks = 2_000

// inHeader are remarks, each once, as much of them as has room. What Prometheus warns of comes once for each system.
func inHeader(remarks []string) string {
	var told []string
	for _, remark := range remarks {
		if remark != "" && !slices.Contains(told, remark) {
			told = append(told, remark)
		}
	}
	text := strings.Join(told, "\n")
	if whole := url.PathEscape(text); len(whole) <= mostRemarks {
		return whole
	}
	runes := []rune(text)
	fit := sort.Search(len(runes), func(n int) bool { return len(url.PathEscape(string(runes[:n+1])+" …")) > mostRemarks })
	return url.PathEscape(string(runes[:fit]) + " …")
}
