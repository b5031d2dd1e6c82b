package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// A whole set stays where nothing of it is measured any more: its system may come back. Finding that out every hour must
// not keep everybody from writing for longer than a write takes.
func TestAWholeSetThatIsGoneIsLookedThroughAtOnce(t *testing.T) {
	ctx := context.Background()
	s := opened1(t, filepath.Join(t.TempDir(), "yardstick.db"), Options{})
	l := held(t, s)
	const operations = 8_000
	versions := make([]store.Baseline, operations)
	for i := range versions {
		name := fmt.Sprintf("operation %d", i)
		versions[i] = store.Baseline{
			Operation: store.Operation{System: "kgas", Set: "operation", Name: name, Labels: map[string]string{"operation": name}},
			Author:    "learner", ValidFrom: noon.AddDate(0, -6, 0),
		}
	}
	require.NoError(t, s.PutBaselines(ctx, l, versions))

	begin := time.Now()
	require.NoError(t, s.DropGone(ctx, l, noon))
	require.Less(t, time.Since(begin), 3*time.Second)
	left, err := s.Operations(ctx, l.Source, "kgas")
	require.NoError(t, err)
	require.Len(t, left, operations)
}
