package runs

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// This file answers what text a file holds that is packed or in the code of
// Windows.

// mostUnpacked bounds what a packed file may become, as parts of an upload are bounded: a megabyte of gzip can be a
// gigabyte of blanks.
const mostUnpacked = 512 << 20

// foreign are the first bytes of files that are packed in another way, and how they are called.
var foreign = []struct{ mark, name string }{
	{"PK\x03\x04", "a zip archive"}, {"BZh", "packed by bzip2"}, {"\xfd7zXZ\x00", "packed by xz"}, {"\x28\xb5\x2f\xfd", "packed by zstd"}, {"7z\xbc\xaf", "a 7z archive"},
}

// plain is the text of a file, in UTF-8: what gzip packed is unpacked, what is in UTF-16 and says so is translated.
func plain(name string, content io.Reader, most int) (io.Reader, error) {
	from := bufio.NewReader(content)
	if begins(from, "\x1f\x8b") {
		packed, err := gzip.NewReader(from)
		if err = unpacked(name, err); errors.As(err, new(*Fault)) {
			return nil, err
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		from = bufio.NewReader(&unpacking{name: name, from: packed, most: most})
	}
	for _, other := range foreign {
		if begins(from, other.mark) {
			return nil, &Fault{File: name, Err: fmt.Errorf("this is %s: unpack it first (only gzip is read as it is)", other.name)}
		}
	}
	for mark, order := range map[string]binary.ByteOrder{"\xff\xfe": binary.LittleEndian, "\xfe\xff": binary.BigEndian} {
		if begins(from, mark) {
			_, err := from.Discard(len(mark)) // no part of the text
			return &wide{from: from, order: order}, err
		}
	}
	return from, nil
}

func begins(from *bufio.Reader, mark string) bool {
	head, err := from.Peek(len(mark))
	return err == nil && bytes.Equal(head, []byte(mark))
}

// unpacking ends at a limit.
type unpacking struct {
	name string
	from io.Reader
	most int
	read int
}

func (b *unpacking) Read(to []byte) (int, error) {
	n, err := b.from.Read(to)
	if b.read += n; b.read > b.most {
		return 0, &Fault{File: b.name, Err: fmt.Errorf("it unpacks to more than %d MB: unpack it first (gunzip), and import that", b.most>>20)}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = unpacked(b.name, err)
	}
	return n, err
}

// unpacked says what is wrong with a packed file; what is wrong with reading it stays what it was.
func unpacked(name string, err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &Fault{File: name, Err: errors.New("it is packed by gzip, and cut off")}
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.As(err, &corrupt):
		return &Fault{File: name, Err: fmt.Errorf("it is packed by gzip, and damaged: %w", err)}
	}
	return err
}

// wide translates UTF-16, as PowerShell writes it, into UTF-8.
type wide struct {
	from  *bufio.Reader
	order binary.ByteOrder
	ready []byte
	high  rune // the first half of a character of two
	err   error
}

func (w *wide) Read(to []byte) (int, error) {
	if len(to) == 0 {
		return 0, nil
	}
	for len(w.ready) == 0 && w.err == nil {
		w.fill()
	}
	n := copy(to, w.ready)
	w.ready = w.ready[n:]
	if n == 0 {
		return 0, w.err
	}
	return n, nil
}

// fill translates what is at hand. A half character, also of one byte, becomes the sign for what is unreadable.
func (w *wide) fill() {
	var pair [2]byte
	for w.ready = w.ready[:0]; len(w.ready) < 4<<10 && w.err == nil; {
		n, err := io.ReadFull(w.from, pair[:])
		switch {
		case errors.Is(err, io.EOF):
			w.half()
			w.err = io.EOF
			return
		case n == 1 && errors.Is(err, io.ErrUnexpectedEOF):
			w.half()
			w.ready = utf8.AppendRune(w.ready, utf8.RuneError)
			w.err = io.EOF
			return
		case err != nil:
			w.err = err
			return
		}
		w.add(rune(w.order.Uint16(pair[:])))
	}
}

func (w *wide) half() {
	if w.high != 0 {
		w.ready, w.high = utf8.AppendRune(w.ready, utf8.RuneError), 0
	}
}

func (w *wide) add(unit rune) {
	if w.high != 0 {
		if whole := utf16.DecodeRune(w.high, unit); whole != utf8.RuneError {
			w.ready, w.high = utf8.AppendRune(w.ready, whole), 0
			return
		}
		w.half()
	}
	if utf16.IsSurrogate(unit) && unit < 0xdc00 {
		w.high = unit
		return
	}
	w.ready = utf8.AppendRune(w.ready, unit)
}
