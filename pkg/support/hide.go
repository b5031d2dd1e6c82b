package support

// What is told of a name, and what of a sentence? Names become hashes, always the same ones for one store; of a
// sentence only the words remain that our own messages are made of.

import (
	"crypto/hmac"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"strings"
	"unicode"
)

// vocabulary are the words of the messages of Yardstick, its drivers and Go: one or more lines, lower case.
//
//go:embed vocabulary.txt
var vocabulary string

var knownWords = func() map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(vocabulary) {
		words[word] = true
	}
	return words
}()

// Hiding says what of a person's own is told.
type Hiding struct {
	// Names are told as they are.
	Names bool
	// Key makes the hashes of one store those of no other; it is not in the bundle.
	Key string
	// Public are names that everybody knows: those of the documented systems.
	Public map[string]bool
}

// name is a name, or its hash.
func (h Hiding) name(text string) string {
	if h.Names || text == "" || h.Public[text] {
		return text
	}
	sum := hmac.New(sha256.New, []byte(h.Key))
	_, _ = sum.Write([]byte(text)) // a hash takes everything
	return "#" + hex.EncodeToString(sum.Sum(nil))[:10]
}

// mostWords bounds a sentence: an error may quote a whole page.
const mostWords = 200

// sentence keeps the words that are ours, and short numbers such as a status code; every other word is a hash. It does
// so with --names too: nobody can tell a name from a password in a sentence.
func (h Hiding) sentence(text string) string {
	h.Names = false
	words := strings.Fields(text)
	cut := len(words) > mostWords
	if cut {
		words = words[:mostWords]
	}
	for i, word := range words {
		core := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if core == "" {
			words[i] = punctuation(word)
			continue
		}
		if h.Public[core] || knownWords[strings.ToLower(core)] || isShortNumber(core) {
			at := strings.Index(word, core)
			words[i] = punctuation(word[:at]) + core + punctuation(word[at+len(core):])
			continue
		}
		words[i] = h.name(word)
	}
	if cut {
		words = append(words, "…")
	}
	return strings.Join(words, " ")
}

// punctuation keeps what sentences have.
func punctuation(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(".,:;()%-", r) {
			return r
		}
		return -1
	}, text)
}

func isShortNumber(word string) bool {
	if len(word) > 3 {
		return false
	}
	for _, r := range word {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}
