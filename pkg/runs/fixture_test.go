package runs

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// loaded reads a file of testdata, its format found by content.
func loadedFile(t *testing.T, name string) Loaded {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	run, err := Load(t.Context(), Request{Name: name, Content: file, Now: noon})
	require.NoError(t, err)
	return run
}

func loadedText(t *testing.T, name, text string) Loaded {
	t.Helper()
	run, err := Load(t.Context(), Request{Name: name, Content: strings.NewReader(text), Now: noon})
	require.NoError(t, err)
	return run
}

// of is what a run measured of an operation; labels are pairs of name and value that it must have.
func of(t *testing.T, run Loaded, operation, quantity string, labels ...string) store.Measured {
	t.Helper()
	var found []store.Measured
	for _, m := range run.Measured {
		fits := m.Operation == operation && m.Quantity == quantity && len(m.Labels) >= len(labels)/2
		for i := 0; i < len(labels); i += 2 {
			fits = fits && m.Labels[labels[i]] == labels[i+1]
		}
		if fits {
			found = append(found, m)
		}
	}
	require.Len(t, found, 1, "%s (%s) %v in %v", operation, quantity, labels, run.Measured)
	return found[0]
}

func opened(t *testing.T) store.Store { return openedFor(t) }

func openedFor(t testing.TB) store.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "runs.db"), sqlite.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}
