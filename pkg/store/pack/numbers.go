package pack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// This file answers how a list of numbers is kept in few bytes, exactly.

// quick compresses single values: there may be millions, and they come as fast as a file is read.
var quick = sync.OnceValue(func() *zstd.Encoder {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(true), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		panic(err) // the options are constants
	}
	return e
})

// Numbers writes a list of numbers; nil for none.
func Numbers(values []float64) []byte {
	if len(values) == 0 {
		return nil
	}
	plain := make([]byte, 8*len(values))
	for i, v := range values {
		binary.LittleEndian.PutUint64(plain[8*i:], math.Float64bits(v))
	}
	return quick().EncodeAll(plain, []byte{version})
}

// AppendNumbers reads what Numbers wrote and appends it.
func AppendNumbers(to []float64, packed []byte) ([]float64, error) {
	if len(packed) == 0 {
		return to, nil
	}
	if packed[0] != version {
		return to, fmt.Errorf("reading packed numbers: they are of version %d, this Yardstick knows %d", packed[0], version)
	}
	plain, err := decompressor().DecodeAll(packed[1:], nil)
	if err != nil {
		return to, fmt.Errorf("reading packed numbers: %w", err)
	}
	if len(plain)%8 != 0 {
		return to, errors.New("reading packed numbers: the last one is cut off")
	}
	for i := 0; i < len(plain); i += 8 {
		to = append(to, math.Float64frombits(binary.LittleEndian.Uint64(plain[i:])))
	}
	return to, nil
}
