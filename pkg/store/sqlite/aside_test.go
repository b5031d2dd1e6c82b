package sqlite

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// pageSize is that of a store.
const pageSize = 16384

// stored is a closed store with an hour of many operations.
func stored(t *testing.T) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "yardstick.db")
	s := opened1(t, path, Options{})
	require.NoError(t, s.PutHour(context.Background(), held(t, s), "kgas", "operation", noon, large(500, noon)))
	require.NoError(t, s.Close())
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return path, content
}

// Whatever happened to the file, it is found as the store is opened, moved away as it is, and told of; what is
// opened in its place is a new store that works.
func TestADamagedStoreIsSetAside(t *testing.T) {
	for name, damage := range map[string]func(content []byte) []byte{
		"cut to half":                   func(c []byte) []byte { return c[:len(c)/2] },
		"cut to its first page":         func(c []byte) []byte { return c[:pageSize] },
		"cut in the header":             func(c []byte) []byte { return c[:60] },
		"cut in the first word":         func(c []byte) []byte { return c[:7] },
		"a header of noise":             func(c []byte) []byte { copy(c, bytes.Repeat([]byte{0xa5}, 100)); return c },
		"a header of zeros":             func(c []byte) []byte { clear(c[:100]); return c },
		"another word at its beginning": func(c []byte) []byte { copy(c, "sqlite"); return c },
		"its own number gone":           func(c []byte) []byte { clear(c[applicationAt : applicationAt+4]); return c },
		"a page size that is none":      func(c []byte) []byte { binary.BigEndian.PutUint16(c[16:], 3); return c },
		"all pages but the first":       func(c []byte) []byte { copy(c[pageSize:], bytes.Repeat([]byte{7}, len(c))); return c },
		"the page of its schema":        func(c []byte) []byte { copy(c[100:], bytes.Repeat([]byte{0xff}, 200)); return c },
	} {
		t.Run(name, func(t *testing.T) {
			path, content := stored(t)
			damaged := damage(content)
			require.NoError(t, os.WriteFile(path, damaged, 0o600))
			ctx := context.Background()
			_, err := Open(ctx, path, Options{})
			require.ErrorIs(t, err, store.ErrDamaged, "who does not want it moved is told")
			require.ErrorContains(t, err, path)
			require.ErrorContains(t, err, "; move it away, then Yardstick learns again")

			var told string
			s, err := Open(ctx, path, Options{SetAside: func(to string, why error) {
				require.ErrorIs(t, why, store.ErrDamaged)
				told = to
			}})
			require.NoError(t, err)
			defer func() { require.NoError(t, s.Close()) }()
			require.Equal(t, []string{told}, s.(*Store).Aside())
			kept, err := os.ReadFile(told)
			require.NoError(t, err)
			require.True(t, bytes.Equal(uncounted(damaged), uncounted(kept)), "it is kept as it was found")
			require.NoError(t, s.Check(ctx))
			operations, err := s.Operations(ctx, "1/yardstick", "")
			require.NoError(t, err)
			require.Empty(t, operations)
		})
	}
}

// uncounted is a file without the two counters in its header that opening it moves on.
func uncounted(content []byte) []byte {
	if len(content) >= 100 {
		clear(content[24:28])
		clear(content[92:96])
	}
	return content
}

// What nobody can tell from somebody else's file stays where it is.
func TestWhatMayBeAnothersIsNeverMoved(t *testing.T) {
	for name, content := range map[string][]byte{
		"only zeros": make([]byte, 3*pageSize), "text": []byte("dear diary"), "a database of another program": append([]byte(magic), make([]byte, 2000)...),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "yardstick.db")
			require.NoError(t, os.WriteFile(path, content, 0o600))
			_, err := Open(context.Background(), path, Options{SetAside: func(to string, _ error) { t.Errorf("moved to %s", to) }})
			require.ErrorIs(t, err, store.ErrNotOurs)
			entries, err := os.ReadDir(filepath.Dir(path))
			require.NoError(t, err)
			require.Len(t, entries, 1)
		})
	}
}

// A page that is only read later is found then. The store says so until another one is opened in its place.
func TestDamageThatIsFoundLater(t *testing.T) {
	ctx := context.Background()
	for name, spoil := range map[string]func(t *testing.T, path string, content []byte){
		"pages": func(t *testing.T, path string, content []byte) {
			// The tables' own pages stay: it is opened without a word.
			copy(content[20*pageSize:], bytes.Repeat([]byte{7}, len(content)))
			require.NoError(t, os.WriteFile(path, content, 0o600))
		},
		"the end cut in the middle of a page": func(t *testing.T, path string, content []byte) {
			require.NoError(t, os.WriteFile(path, content[:len(content)-pageSize/2], 0o600))
		},
		"one bit of what was measured": func(t *testing.T, path string, content []byte) {
			frame := bytes.LastIndex(content, []byte{0x28, 0xb5, 0x2f, 0xfd}) // zstd's own mark
			require.Positive(t, frame)
			content[frame+40] ^= 1
			require.NoError(t, os.WriteFile(path, content, 0o600))
		},
		"one letter of a name": func(t *testing.T, path string, content []byte) {
			at := bytes.LastIndex(content, []byte(`{"operation":"operation 7"`))
			require.Positive(t, at)
			content[at] = '<'
			require.NoError(t, os.WriteFile(path, content, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path, content := stored(t)
			spoil(t, path, content)
			opened, err := Open(ctx, path, Options{})
			require.NoError(t, err)
			s := opened.(*Store)
			require.NoError(t, s.Damage())
			all, err := s.Operations(ctx, "1/yardstick", "")
			for _, o := range all {
				if err == nil {
					_, err = s.Windows(ctx, "1/yardstick", o.ID, time.Time{}, time.Time{})
				}
			}
			require.ErrorIs(t, err, store.ErrDamaged)
			require.ErrorIs(t, s.Damage(), store.ErrDamaged)
			to, err := s.SetAside()
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(to, path+asideMark))
			fresh, err := Open(ctx, path, Options{})
			require.NoError(t, err)
			defer func() { require.NoError(t, fresh.Close()) }()
			require.NoError(t, fresh.Check(ctx))

			again, err := s.SetAside()
			require.NoError(t, err)
			require.Empty(t, again, "another process that found the same does not move the new store away")
			require.NoError(t, fresh.Check(ctx))
		})
	}
}
