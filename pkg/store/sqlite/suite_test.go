package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
	"github.com/yardstick-baselines/yardstick/pkg/store/storetest"
)

var subject = storetest.Subject{
	Open: func(ctx context.Context, path string) (store.Store, error) {
		return sqlite.Open(ctx, path, sqlite.Options{})
	},
	Address: func(t testing.TB) string { return filepath.Join(t.TempDir(), "new folder", "yard?stick #1.db") },
}

func TestMain(m *testing.M) { storetest.Main(m, subject) }

func TestConformance(t *testing.T) { storetest.Run(t, subject) }
