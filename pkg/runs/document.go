package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// This file answers in which line of a JSON document something stands, so that
// a mistake in it can be found.

// decode reads a document into a value; what is wrong is told with its line.
func (in *input) decode(doc []byte, into any) error {
	err := json.Unmarshal(doc, into)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(doc)):
		return in.faultf(lineAt(doc, syntax.Offset), "the JSON ends in the middle: the file is cut off")
	case errors.As(err, &syntax):
		return in.faultf(lineAt(doc, syntax.Offset), "this is not JSON: %w", err)
	case errors.As(err, &kind):
		return in.faultf(lineAt(doc, kind.Offset), "%s is a %s, but must be a %s", orDocument(kind.Field), kind.Value, kind.Type.Kind())
	}
	return in.faultf(0, "reading JSON: %w", err)
}

func orDocument(field string) string {
	if field == "" {
		return "the document"
	}
	return field
}

func lineAt(doc []byte, offset int64) int {
	return 1 + bytes.Count(doc[:min(max(offset-1, 0), int64(len(doc)))], []byte("\n"))
}

// lineOf is the line of the value at a path of keys and indexes; 0 where there is none.
func lineOf(doc []byte, path ...any) int {
	decoder := json.NewDecoder(bytes.NewReader(doc))
	for _, step := range path {
		if !descend(decoder, step) {
			return 0
		}
	}
	at := decoder.InputOffset()
	// The value begins after the separator that follows what was read last.
	for at < int64(len(doc)) && bytes.IndexByte([]byte(": ,\n\t"), doc[at]) >= 0 {
		at++
	}
	return lineAt(doc, at+1)
}

// descend reads up to a value within the object or list that comes next.
func descend(decoder *json.Decoder, step any) bool {
	if _, err := decoder.Token(); err != nil {
		return false
	}
	for i := 0; decoder.More(); i++ {
		if key, isKey := step.(string); isKey {
			t, err := decoder.Token()
			if err != nil {
				return false
			}
			if t == key {
				return true
			}
		} else if step == i {
			return true
		}
		var skipped json.RawMessage
		if decoder.Decode(&skipped) != nil {
			return false
		}
	}
	return false
}

// each calls visit for every JSON object of a file that may hold several, one after the other.
func (in *input) each(doc []byte, visit func(one json.RawMessage, line int) error) error {
	decoder := json.NewDecoder(bytes.NewReader(doc))
	for {
		begin := decoder.InputOffset()
		for begin < int64(len(doc)) && bytes.IndexByte([]byte(" \n\t"), doc[begin]) >= 0 {
			begin++
		}
		var one json.RawMessage
		err := decoder.Decode(&one)
		var syntax *json.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, io.ErrUnexpectedEOF):
			return in.faultf(lineAt(doc, int64(len(doc))), "the JSON ends in the middle: the file is cut off")
		case errors.As(err, &syntax):
			return in.faultf(lineAt(doc, syntax.Offset), "this is not JSON: %w", err)
		case err != nil:
			return in.faultf(0, "reading JSON: %w", err)
		}
		if err := visit(one, lineAt(doc, begin+1)); err != nil {
			return err
		}
	}
}
