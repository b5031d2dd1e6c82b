package plugin

import "github.com/grafana/grafana-plugin-sdk-go/data"

// How do people read the numbers in frames? Rules compare numbers, so the words
// come with the field's configuration.

// inWords shows the numbers of a column by their words; rules still compare the numbers.
func (c column[T]) inWords(words data.ValueMapper) column[T] {
	c.words = data.ValueMappings{words}
	return c
}

// Words and colours of the numbers; colour is never alone.
var (
	tierWords = data.ValueMapper{
		"0": {Text: "normal", Color: "green", Index: 0}, "1": {Text: "info", Color: "blue", Index: 1},
		"2": {Text: "warning", Color: "orange", Index: 2}, "3": {Text: "critical", Color: "red", Index: 3},
	}
	breakerWords = data.ValueMapper{
		"0": {Text: "closed", Color: "green", Index: 0}, "1": {Text: "half-open", Color: "orange", Index: 1}, "2": {Text: "open", Color: "red", Index: 2},
	}
	healthWords = data.ValueMapper{
		"0": {Text: "0: open", Color: "red", Index: 0}, "1": {Text: "1: recovering", Color: "orange", Index: 1}, "2": {Text: "2: healthy", Color: "green", Index: 2},
	}
	yesWords = data.ValueMapper{"0": {Text: "no", Color: "green", Index: 0}, "1": {Text: "yes", Color: "red", Index: 1}}
)
