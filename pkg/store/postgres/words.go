package postgres

// The words that PostgreSQL has for what the store says.

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

type words struct{}

// known are the statements that were turned already: about a hundred, and those for so many rows at once.
var known sync.Map

// value is where a statement has a value: ? the next one, ?2 the second.
var value = regexp.MustCompile(`\?(\d*)`)

// Text numbers the values of a statement.
func (words) Text(statement string) string {
	if text, ok := known.Load(statement); ok {
		return text.(string)
	}
	next := 0
	text := value.ReplaceAllStringFunc(statement, func(mark string) string {
		if mark != "?" {
			return "$" + mark[1:]
		}
		next++
		return "$" + strconv.Itoa(next)
	})
	known.Store(statement, text)
	return text
}

// escape is a character that no text of ours has: it begins a byte in two hexadecimal digits.
const escape = '\x1a'

// Keep escapes what PostgreSQL's text cannot hold: the byte 0, and what is not UTF-8.
func (words) Keep(text string) string {
	if !strings.ContainsAny(text, "\x00\x1a") && utf8.ValidString(text) {
		return text
	}
	var kept strings.Builder
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		if r == 0 || r == escape || r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&kept, "%c%02x", escape, text[i])
			continue
		}
		kept.WriteRune(r)
	}
	return kept.String()
}

var escaped = regexp.MustCompile(`\x1a[0-9a-f]{2}`)

// Kept is the text as it was before Keep.
func (words) Kept(text string) string {
	if strings.IndexByte(text, escape) < 0 {
		return text
	}
	return escaped.ReplaceAllStringFunc(text, func(mark string) string {
		b, _ := strconv.ParseUint(mark[1:], 16, 8) // the pattern has two digits
		return string([]byte{byte(b)})
	})
}

func (words) Alone(tables []string) string {
	return `LOCK TABLE ` + strings.Join(tables, ", ") + ` IN EXCLUSIVE MODE`
}

func (words) LastID(table string) string {
	return `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('` + table + `', 'id')), 0)`
}

func (words) SetLastID(table string) []string {
	return []string{`SELECT setval(pg_get_serial_sequence('` + table + `', 'id'), ?)`}
}
