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

// BenchmarkBytesOfWhatStays says what a violation, an act and a deployment take, none of which ever expires (docs/scale.md).
func BenchmarkBytesOfWhatStays(b *testing.B) {
	const rows, each = 50_000, 50 // of an operation
	ctx := context.Background()
	for b.Loop() {
		s := opened1(b, filepath.Join(b.TempDir(), "yardstick.db"), Options{})
		l := held(b, s)
		require.NoError(b, s.PutHour(ctx, l, "kgas", "operation", noon, large(rows/each, noon)))
		operations, err := s.Operations(ctx, l.Source, "kgas")
		require.NoError(b, err)
		var violations []store.Violation
		for i := range rows {
			start := noon.Add(time.Duration(i) * time.Minute)
			violations = append(violations, store.Violation{
				Operation: operations[i%len(operations)], Tier: 2, Start: start, End: start.Add(5 * time.Minute), Onset: start.Add(-time.Minute),
				Delay: time.Minute, Peak: 2.5, Verdict: "true",
			})
		}
		require.NoError(b, s.PutViolations(ctx, l, violations))
		for i := range rows / 50 {
			at := noon.Add(time.Duration(i) * time.Minute)
			require.NoError(b, s.Note(ctx, l.Source, store.Act{
				At: at, Author: "ada.lovelace", Action: "judge", System: "kgas", Operation: operations[0].Name, OperationID: operations[0].ID,
				Reason: "the database was moved, as was announced",
			}))
			require.NoError(b, s.PutDeployment(ctx, l.Source, store.Deployment{System: "kgas", At: at, Version: fmt.Sprintf("1.0.%d", i), Description: "a new search", Author: "pipeline"}))
		}
		tables, err := s.Tables(ctx)
		require.NoError(b, err)
		for _, one := range tables {
			switch one.Table {
			case "violations", "acts", "deployments":
				b.ReportMetric(float64(one.Bytes)/float64(one.Rows), "B/"+one.Table)
			}
		}
	}
}
