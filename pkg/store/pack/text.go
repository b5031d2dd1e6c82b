package pack

// This file answers how a long text is kept in few bytes.

import "fmt"

// textVersion is the first byte of a packed text.
const textVersion = 1

// Text compresses a text.
func Text(text []byte) []byte {
	return compressor().EncodeAll(text, []byte{textVersion})
}

// UnpackText reads what Text wrote.
func UnpackText(packed []byte) ([]byte, error) {
	if len(packed) == 0 || packed[0] != textVersion {
		return nil, fmt.Errorf("reading a packed text: it is not of version %d", textVersion)
	}
	text, err := decompressor().DecodeAll(packed[1:], nil)
	if err != nil {
		return nil, fmt.Errorf("reading a packed text: %w", err)
	}
	return text, nil
}
