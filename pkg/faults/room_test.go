//go:build unix

package faults

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// learnWithLittleRoom learns until no file of the process may grow any more, looks what is left, and learns on with room.
func learnWithLittleRoom(ctx context.Context, path string) error {
	opened, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	log, err := os.Stat(path + "-wal")
	if err != nil {
		return err
	}
	var room syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &room); err != nil {
		return err
	}
	little := room
	little.Cur = uint64(log.Size()) + 600<<10
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &little); err != nil {
		return err
	}
	l := learn.New(opened, still{}, "learner", settings())
	err = l.CatchUp(ctx)
	if !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), "a file of this process may have 0 MB (ulimit -f, LimitFSIZE), raise that for "+path) {
		return fmt.Errorf("without room it ended with: %w", err)
	}
	if said := l.Status().Error; !strings.Contains(said, "no space left for the store") {
		return fmt.Errorf("the status says %q", said)
	}
	hours, err := opened.LearnedHours(ctx, "1/shop", "shop", "page")
	if err != nil || len(hours) == 0 || len(hours) == 24 {
		return fmt.Errorf("%d hours can be read: %w", len(hours), err)
	}
	if err := opened.Check(ctx); !errors.Is(err, store.ErrFull) {
		return fmt.Errorf("the health check says: %w", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &room); err != nil {
		return err
	}
	if err := l.CatchUp(ctx); err != nil { // as the learner does by itself, a minute later at most
		return fmt.Errorf("with room: %w", err)
	}
	return opened.Close()
}

// The disk is full, or a file may not grow: what is read answers, what cannot be written is told, and with room the
// learner goes on by itself, to the same end.
func TestALearnerWithoutRoomGoesOnWhenThereIsSome(t *testing.T) {
	t.Parallel()
	undisturbed, path := filepath.Join(t.TempDir(), "undisturbed.db"), filepath.Join(t.TempDir(), "yardstick.db")
	require.False(t, child(t, "learn", undisturbed, 0))
	migrateFirst(t, path)
	require.False(t, child(t, "learn with little room", path, 0))
	require.Equal(t, contents(t, undisturbed, "progress"), contents(t, path, "progress"))
}
