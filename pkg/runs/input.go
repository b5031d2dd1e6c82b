package runs

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// This file answers which line of which file is being read, whatever its line
// ends are.

const (
	// longestLine bounds one line; k6 writes some hundred bytes, a report on a single line is a document and not lines.
	longestLine = 1 << 20
	// largestDocument bounds a file that has to be held as a whole: summaries. What has one line per request is streamed.
	largestDocument = 64 << 20
	// headBytes are looked at to find the format.
	headBytes = 64 << 10
)

// Fault is what is wrong with a file, and where.
type Fault struct {
	File string
	Line int // 0 where the whole file is meant
	Err  error
}

func (f *Fault) Error() string {
	if f.Line > 0 {
		return fmt.Sprintf("%s, line %d: %v", f.File, f.Line, f.Err)
	}
	return fmt.Sprintf("%s: %v", f.File, f.Err)
}

func (f *Fault) Unwrap() error { return f.Err }

// input is a file on its way in.
type input struct {
	name string
	*bufio.Reader
	line int  // of what was read last, by nextLine
	open bool // whether that line had no end
}

func newInput(name string, r io.Reader) *input {
	in := &input{name: name, Reader: bufio.NewReaderSize(&plainLines{from: r}, longestLine)}
	if mark, err := in.Peek(3); err == nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
	}
	return in
}

func (in *input) faultf(line int, format string, a ...any) error {
	return &Fault{in.name, line, fmt.Errorf(format, a...)}
}

// head is the beginning of the file, still to be read.
func (in *input) head() []byte {
	head, _ := in.Peek(headBytes)
	return head
}

// nextLine is the next line that is not blank, without its end; io.EOF after the last.
func (in *input) nextLine() ([]byte, error) {
	for {
		line, err := in.ReadSlice('\n')
		if len(line) > 0 {
			in.line++
			in.open = err != nil
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, in.faultf(in.line, "it is longer than %d bytes", longestLine)
		case err != nil && !errors.Is(err, io.EOF):
			return nil, in.faultf(in.line, "reading: %w", err)
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			return line, nil
		}
		if err != nil {
			return nil, io.EOF
		}
	}
}

// document is the whole file.
func (in *input) document() ([]byte, error) {
	all, err := io.ReadAll(io.LimitReader(in, largestDocument+1))
	if err != nil {
		return nil, in.faultf(0, "reading: %w", err)
	}
	if len(all) > largestDocument {
		return nil, in.faultf(0, "a summary of more than %d MB: import the file with one line per request instead", largestDocument>>20)
	}
	return all, nil
}

// plainLines turns the line ends of Windows and of old Macs into \n, also where a file mixes them.
type plainLines struct {
	from  io.Reader
	hadCR bool
}

func (p *plainLines) Read(to []byte) (int, error) {
	n, err := p.from.Read(to)
	if !p.hadCR && bytes.IndexByte(to[:n], '\r') < 0 {
		return n, err
	}
	kept := 0
	for _, b := range to[:n] {
		if b == '\n' && p.hadCR {
			p.hadCR = false
			continue
		}
		if p.hadCR = b == '\r'; p.hadCR {
			b = '\n'
		}
		to[kept] = b
		kept++
	}
	return kept, err
}
