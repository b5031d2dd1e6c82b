package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store/relational"
)

// explained is a file that is asked how it would answer, beside the answer.
type explained struct {
	*database
	t     *testing.T
	plans []string
}

func (e *explained) Query(ctx context.Context, text string, values ...any) (*sql.Rows, error) {
	plan, err := e.readers.QueryContext(ctx, "EXPLAIN QUERY PLAN "+text, values...)
	require.NoError(e.t, err)
	defer func() { require.NoError(e.t, plan.Close()) }()
	var steps []string
	for plan.Next() {
		var id, of, unused int
		var step string
		require.NoError(e.t, plan.Scan(&id, &of, &unused, &step))
		steps = append(steps, step)
	}
	require.NoError(e.t, plan.Err())
	e.plans = append(e.plans, strings.Join(steps, "\n"))
	return e.database.Query(ctx, text, values...) //nolint:sqlclosecheck // whoever reads closes it
}

// Violations stay for years, and the learner asks for those of the last days for every set and span of hours: the others are
// not looked at for it.
func TestViolationsOfADayAreFoundWithoutThoseOfYears(t *testing.T) {
	d := &explained{database: opened1(t, filepath.Join(t.TempDir(), "yardstick.db"), Options{}).database, t: t}
	_, err := relational.New(d).Violations(context.Background(), "1/yardstick", "kgas", noon.Add(-24*time.Hour), noon)
	require.NoError(t, err)
	require.Len(t, d.plans, 1)
	require.Contains(t, d.plans[0], "SEARCH v USING INDEX violations_by_end")
}
