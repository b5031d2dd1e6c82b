package support

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOfASentenceOnlyOurOwnWordsRemain(t *testing.T) {
	h := Hiding{Key: "k"}
	for given, want := range map[string]string{
		"":                                "",
		"connection refused":              "connection refused",
		"status 503, try again":           "status 503, try again",
		"no space left for the store":     "no space left for the store",
		"the user ada is unknown":         "the user " + h.name("ada") + " is unknown",
		`label "checkout" is unknown`:     "label " + h.name(`"checkout"`) + " is unknown",
		"http://ada:secret@host/ refused": h.name("http://ada:secret@host/") + " refused",
		"password=secret":                 h.name("password=secret"),
		"12345 rows":                      h.name("12345") + " rows",
		"refused: !$%^ :":                 "refused: % :",
	} {
		require.Equal(t, want, h.sentence(given), given)
	}
	require.Less(t, len(strings.Fields(h.sentence(strings.Repeat("secret ", 5000)))), mostWords+2)
}

func TestAHashIsThatOfOneStore(t *testing.T) {
	one, other := Hiding{Key: "one"}, Hiding{Key: "other"}
	require.Regexp(t, `^#[0-9a-f]{10}$`, one.name("checkout"))
	require.Equal(t, one.name("checkout"), Hiding{Key: "one"}.name("checkout"))
	require.NotEqual(t, one.name("checkout"), other.name("checkout"))
	require.Equal(t, "checkout", Hiding{Names: true}.name("checkout"))
}

func FuzzSentence(f *testing.F) {
	for _, seed := range []string{"a\x00b", "password:hunter2", "(x)", "\xff\xfe", "‹›", "connection refused"} {
		f.Add(seed)
	}
	h := Hiding{Key: "k"}
	f.Fuzz(func(t *testing.T, text string) {
		for _, word := range strings.Fields(h.sentence(text)) {
			core := strings.Trim(word, ".,:;()%-#…")
			require.True(t, core == "" || isHash(word) || knownWords[strings.ToLower(core)] || isShortNumber(core) || !strings.ContainsFunc(core, isLetterOrDigit), word)
		}
	})
}

func isHash(word string) bool { return strings.HasPrefix(word, "#") && len(word) == 11 }

func isLetterOrDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
