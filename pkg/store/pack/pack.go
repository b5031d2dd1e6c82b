// Package pack answers how the windows of one operation and day are kept in few
// bytes: every number comes back exactly as it was.
package pack

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/yardstick-baselines/yardstick/pkg/baseline"
)

// version is the first byte of a pack; a reader refuses those it does not know.
const version = 1

// maxUnpacked bounds what a damaged pack can make a reader allocate. A day of native windows is about 100 kB.
const maxUnpacked = 64 << 20

var (
	compressor = sync.OnceValue(func() *zstd.Encoder {
		// one goroutine each: packs are small and packed in turn
		e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(true), zstd.WithEncoderLevel(zstd.SpeedDefault))
		if err != nil {
			panic(err) // the options are constants
		}
		return e
	})
	decompressor = sync.OnceValue(func() *zstd.Decoder {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxUnpacked))
		if err != nil {
			panic(err)
		}
		return d
	})
)

// plainText is room for what a pack holds: a baseline is learned from a month of them, one after the other.
var plainText = sync.Pool{New: func() any { return new([]byte) }}

// Pack writes windows; nil for none.
func Pack(windows []baseline.Window) []byte {
	if len(windows) == 0 {
		return nil
	}
	return compressor().EncodeAll(encode(windows), []byte{version})
}

// Unpack reads what Pack wrote. Times come back in UTC; windows of one layout share their Bounds.
func Unpack(packed []byte) ([]baseline.Window, error) {
	var room baseline.Room
	err := UnpackInto(&room, packed)
	return room.Windows, err
}

// UnpackInto is Unpack behind the windows that are in a room already, whose Bounds are shared too. With an error none is left.
func UnpackInto(room *baseline.Room, packed []byte) error {
	if len(packed) == 0 {
		return nil
	}
	if packed[0] != version {
		room.Windows = nil
		return fmt.Errorf("reading packed windows: they are of version %d, this Yardstick knows %d", packed[0], version)
	}
	text := plainText.Get().(*[]byte)
	defer plainText.Put(text)
	plain, err := decompressor().DecodeAll(packed[1:], (*text)[:0])
	if err == nil {
		*text = plain
		err = decode(room, plain)
	}
	if err != nil {
		room.Windows = nil
		return fmt.Errorf("reading packed windows: %w", err)
	}
	return nil
}
