//go:build unix

package postgres

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/postgres/pgtest"
	"github.com/yardstick-baselines/yardstick/pkg/store/storetest"
)

// shared is the server of the whole suite.
var shared = struct {
	sync.Once
	*pgtest.Server
	err error
}{}

func server(t testing.TB) *pgtest.Server {
	t.Helper()
	if why := pgtest.Missing(); why != "" {
		t.Skip(why)
	}
	shared.Do(func() { shared.Server, shared.err = pgtest.Start("max_connections=200") })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.Server
}

// subject lets leases run out by the clock of the suite; TestLeasesRunOutByTheServersClock has the server's.
var subject = storetest.Subject{
	Open: func(ctx context.Context, address string) (store.Store, error) {
		d, err := open(ctx, address, Options{})
		if err != nil {
			return nil, err
		}
		d.clock = func(_ context.Context, _ queryer, callers time.Time) (time.Time, error) { return callers, nil }
		return d.store(), nil
	},
	Address: func(t testing.TB) string { return server(t).Empty() },
}

func TestMain(m *testing.M) {
	storetest.Main(running{m}, subject)
}

// running ends the server after the tests.
type running struct{ *testing.M }

func (r running) Run() int {
	defer func() {
		if shared.Server != nil {
			shared.Close()
		}
	}()
	return r.M.Run()
}

func TestConformance(t *testing.T) {
	server(t)
	storetest.Run(t, subject)
}
