package runs

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return packed.String()
}

// widened is a text in UTF-16, with the mark that says which half comes first.
func widened(text string, littleEnd bool) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		low, high := byte(unit), byte(unit>>8)
		if littleEnd {
			low, high = high, low
		}
		out.Write([]byte{high, low})
	}
	return out.String()
}

// However a file is packed or coded, it is the same run.
func TestPackedAndWideFilesAreReadAsTheyAre(t *testing.T) {
	text := strings.ReplaceAll(ownLines, "pay", "zahlen für 🍋")
	plain := loadedText(t, "a.jsonl", text)
	for name, content := range map[string]string{
		"gzip": gzipped(t, text), "gzip in two pieces": gzipped(t, text[:100]) + gzipped(t, text[100:]),
		"UTF-16, little end first": widened(text, true), "UTF-16, big end first": widened(text, false), "both": gzipped(t, widened(text, true)),
	} {
		for _, slow := range []bool{false, true} {
			var from io.Reader = strings.NewReader(content)
			if slow {
				from = iotest.OneByteReader(from)
			}
			run, err := Load(t.Context(), Request{Name: "a.jsonl", Content: from, Now: noon})
			require.NoError(t, err, name)
			require.Equal(t, plain.Measured, run.Measured, name)
			if !strings.Contains(name, "UTF-16") && name != "both" {
				require.Equal(t, plain.ID, run.ID, name)
			}
		}
	}
	wide, again := loadedText(t, "a", widened(text, true)), loadedText(t, "b", widened(text, false))
	require.Equal(t, wide.ID, again.ID)
	require.Equal(t, plain.ID, wide.ID, "the mark of UTF-16 is none of the content")
}

func TestPackedFilesThatAreNoResults(t *testing.T) {
	whole := gzipped(t, strings.Repeat(goodLine, 1000))
	damaged := []byte(whole)
	damaged[len(damaged)-6] ^= 0xff // of the checksum
	for name, c := range map[string]struct{ text, says string }{
		"cut off":                   {whole[:len(whole)-20], "a.gz: it is packed by gzip, and cut off"},
		"cut off in its header":     {whole[:5], "a.gz: it is packed by gzip, and cut off"},
		"another checksum":          {string(damaged), "a.gz: it is packed by gzip, and damaged"},
		"no gzip behind its mark":   {"\x1f\x8bhello, this is no gzip", "a.gz: it is packed by gzip, and damaged"},
		"noise behind it":           {whole + "noise behind the end", "a.gz: it is packed by gzip, and damaged"},
		"a mistake within":          {gzipped(t, goodLine+`{"operation":"pay","system":"shop","seconds":-1}`), "a.gz, line 2: the duration -1 is negative"},
		"nothing within":            {gzipped(t, ""), "a.gz: the file is empty"},
		"a zip archive":             {"PK\x03\x04\x14\x00\x00\x00", "a.gz: this is a zip archive: unpack it first"},
		"zstd":                      {"\x28\xb5\x2f\xfd\x04\x00", "a.gz: this is packed by zstd: unpack it first"},
		"packed twice over":         {gzipped(t, whole), "a.gz: this is no result that Yardstick knows"},
		"half a character at last":  {widened(goodLine, true) + "{", "a.gz, line 2"},
		"UTF-16 without a result":   {widened("hello\n", true), "a.gz: this is no result that Yardstick knows"},
		"UTF-16 with half a letter": {widened(`{"system":"shop","operation":"`, true) + "\x3c\xd8" + widened(`","seconds":-1}`, true)[2:], "line 1: the duration -1 is negative"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, "a.gz", c.text, c.says) })
	}
	t.Run("a disk that breaks is not the file's fault", func(t *testing.T) {
		broken := errors.New("input/output error")
		_, err := Load(t.Context(), Request{Name: "a.gz", Content: io.MultiReader(strings.NewReader(whole[:50]), failing{broken}), Now: noon})
		require.ErrorIs(t, err, broken)
	})
}

// A megabyte of gzip may be a gigabyte of text. What is within the limit is whole.
func TestPackedFilesHaveALimit(t *testing.T) {
	text := strings.Repeat(" \n", 1<<20)
	packed := gzipped(t, text)
	require.Less(t, len(packed), 1<<13)
	for most, says := range map[int]string{len(text): "", len(text) - 1: "bomb.gz: it unpacks to more than 1 MB: unpack it first (gunzip)"} {
		from, err := plain("bomb.gz", strings.NewReader(packed), most)
		require.NoError(t, err)
		unpacked, err := io.ReadAll(from)
		if says == "" {
			require.NoError(t, err)
			require.Equal(t, text, string(unpacked))
			continue
		}
		require.ErrorContains(t, err, says)
		require.LessOrEqual(t, len(unpacked), most)
	}
}
