//go:build unix

package plugin

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/learn"
	"github.com/yardstick-baselines/yardstick/pkg/prometheus/promtest"
	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// handClock is a clock that a test moves by hand; who waits, waits for the end.
type handClock struct {
	mu     sync.Mutex
	now    time.Time
	passes int // that a learner ended well: it waits for the next hour then
}

// wholeNap is for how long at once a learner sleeps that has nothing to do until the next hour; one that failed tries again
// sooner, and whoever waits for the last question waits for longer.
const wholeNap = time.Minute

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}
func (c *handClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d == wholeNap {
		c.passes++
	}
	return nil
}
func (c *handClock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// onFile is a data source whose store is a file, as in a Grafana.
func onFile(t *testing.T, clock *handClock, url, path string) (*Datasource, backend.PluginContext) {
	t.Helper()
	process := newProcess(clock, func() (store.Store, error) { return openAt(path) }, documentedSystems)
	t.Cleanup(process.Close)
	settings := backend.DataSourceInstanceSettings{
		UID: "yardstick", Type: "yardstick-baselines-datasource", URL: url, JSONData: json.RawMessage(`{"systems":["kgas"],"learnDays":1}`),
	}
	instance, err := process.NewInstance(context.Background(), settings)
	require.NoError(t, err)
	return instance.(*Datasource), backend.PluginContext{
		OrgID: 1, PluginID: "yardstick-baselines-datasource", DataSourceInstanceSettings: &settings, User: &backend.User{Login: "ada", Role: "Admin"},
	}
}

// upToDate waits for so many passes of learners.
func (c *handClock) upToDate(t *testing.T, passes int) {
	t.Helper()
	require.Eventually(t, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.passes >= passes
	}, 20*time.Second, 5*time.Millisecond)
}

// learnedNow is what the store has of the last hour, operation by operation.
func learnedNow(t *testing.T, d *Datasource) map[string]any {
	t.Helper()
	ctx := context.Background()
	s, err := d.process.Store(ctx)
	require.NoError(t, err)
	all, err := s.Baselines(ctx, "1/yardstick", "", time.Time{})
	require.NoError(t, err)
	found := map[string]any{}
	for _, b := range all {
		windows, err := s.Windows(ctx, "1/yardstick", b.Operation.ID, time.Time{}, time.Time{})
		require.NoError(t, err)
		found[b.Operation.Name], found[b.Operation.Name+" windows"] = b.Record, windows
	}
	return found
}

// The file is damaged while Grafana runs: that is told, the file is moved away, and everything is learned again without
// anybody's doing.
func TestAStoreThatIsDamagedWhileItIsOpenIsLearnedAgain(t *testing.T) {
	server := promtest.Start(t, promtest.Options{History: history().String()})
	path := filepath.Join(t.TempDir(), "yardstick.db")
	clock := &handClock{now: noon.Add(2 * time.Minute)}
	d, pluginContext := onFile(t, clock, server.URL, path)
	require.NoError(t, d.wake(context.Background(), pluginContext))
	clock.upToDate(t, 1)
	before := learnedNow(t, d)
	require.NotEmpty(t, before)

	// All that is in the log goes into the file, and what the process has in its memory is out of date.
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	_, err = db.Exec(`INSERT INTO health (id, number) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET number = 7`)
	require.NoError(t, err)
	var busy, pages, moved int
	require.NoError(t, db.QueryRow(`PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved))
	require.Zero(t, busy)
	require.NoError(t, db.Close())
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	copy(content[16384:], bytes.Repeat([]byte{7}, len(content)))
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = file.Write(content)
	require.NoError(t, err)
	require.NoError(t, file.Close())

	found := health(t, d, pluginContext)
	require.Equal(t, backend.HealthStatusError, found.Status)
	require.Contains(t, found.Message, "the store is damaged: the file "+path)
	require.Contains(t, found.Message, "It is set aside with the next request, and everything is learned again.")

	after := health(t, d, pluginContext)
	require.Equal(t, backend.HealthStatusOk, after.Status, after.Message)
	aside, err := filepath.Glob(path + ".damaged-*Z")
	require.NoError(t, err)
	require.Len(t, aside, 1)
	require.Contains(t, after.Message, "A damaged store was set aside as "+aside[0]+": what is normal is learned again, what people decided before is in that file.")
	kept, err := os.ReadFile(aside[0])
	require.NoError(t, err)
	require.True(t, bytes.Equal(content[100:], kept[100:]), "it is kept as it was found")
	clock.upToDate(t, 2)
	require.Equal(t, before, learnedNow(t, d))
	require.NoError(t, os.Remove(aside[0]))
	require.NotContains(t, health(t, d, pluginContext).Message, "damaged", "and nothing is said any more when the file is gone")
}

const asNobody = "YARDSTICK_AS_NOBODY"

// unprivileged runs the test again as a user who may not write everywhere, where this one may.
func unprivileged(t *testing.T) (folder string, again bool) {
	t.Helper()
	const nobody = 65534
	if folder = os.Getenv(asNobody); folder != "" {
		require.NoError(t, syscall.Setgid(nobody))
		require.NoError(t, syscall.Setuid(nobody))
		return folder, false
	}
	folder, err := os.MkdirTemp("", "readonly")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if os.Getuid() != 0 {
		return folder, false
	}
	require.NoError(t, os.Chmod(folder, 0o777))
	binary, err := os.Executable()
	require.NoError(t, err)
	child := exec.Command(binary, "-test.run", "^"+t.Name()+"$")
	child.Env = append(os.Environ(), asNobody+"="+folder, "TMPDIR="+folder)
	said, err := child.CombinedOutput()
	require.NoError(t, err, string(said))
	return folder, true
}

// The disk is read-only when Grafana starts: what was learned answers, what cannot be done is told, and it is done as
// soon as the disk can be written, without a restart.
func TestAStoreOnAReadOnlyDiskAnswers(t *testing.T) {
	folder, again := unprivileged(t)
	if again {
		return
	}
	ctx := context.Background()
	place := filepath.Join(folder, "yardstick")
	path := filepath.Join(place, "yardstick.db")
	require.NoError(t, keptAt(t, path).Close())
	writable := func(may bool) {
		file, in := os.FileMode(0o400), os.FileMode(0o500)
		if may {
			file, in = 0o600, 0o700
		}
		require.NoError(t, os.Chmod(path, file))
		require.NoError(t, os.Chmod(place, in))
	}
	writable(false)
	defer writable(true)
	clock := &handClock{now: noon.Add(2 * time.Hour)} // the lease of who learned is over
	d, pluginContext := onFile(t, clock, upstream(t, prometheusWithout), path)

	answer := ask(t, d, pluginContext, `{"queryType":"baseline","system":"kgas"}`, nil)
	require.NoError(t, answer.Error)
	require.Equal(t, 2, answer.Frames[0].Rows())
	found := health(t, d, pluginContext)
	require.Contains(t, found.Message, "the store is read-only: let this process write "+path+" and its folder")
	require.Contains(t, found.Message, "Make the folder writable for the user that runs Grafana")
	require.NoError(t, d.wake(ctx, pluginContext))
	require.Eventually(t, func() bool {
		status, _ := d.process.supervisor.Status("1/yardstick")
		return status.Error != ""
	}, 20*time.Second, time.Millisecond)
	status, _ := d.process.supervisor.Status("1/yardstick")
	require.Contains(t, status.Error, "taking the lease: taking a lease: opening the store "+path+": the store is read-only")

	writable(true)
	clock.move(writableEvery)
	require.NoError(t, d.wake(ctx, pluginContext))
	s, err := d.process.Store(ctx)
	require.NoError(t, err)
	require.NoError(t, s.Check(ctx))
	require.Eventually(t, func() bool {
		status, working := d.process.supervisor.Status("1/yardstick")
		return working && status.Phase == learn.Learning && !strings.Contains(status.Error, "read-only")
	}, 20*time.Second, time.Millisecond)
	all, err := s.Baselines(ctx, "1/yardstick", "kgas", time.Time{})
	require.NoError(t, err)
	require.Len(t, all, 2)
}

// Somebody removes the file while Grafana runs, to begin anew, or puts a backup into its place, and forgets to restart it:
// what is kept from then on is kept in the file that is there.
func TestAStoreThatIsRemovedOrReplacedWhileItIsOpenIsOpenedAnew(t *testing.T) {
	for name, c := range map[string]struct {
		backup bool
		files  []string // that are removed
	}{
		"removed": {files: []string{"", "-wal", "-shm"}}, "removed without its log": {files: []string{""}}, "replaced": {true, []string{"", "-wal", "-shm"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "yardstick.db")
			clock := &handClock{now: noon.Add(2 * time.Minute)}
			d, pluginContext := onFile(t, clock, upstream(t, holdingNothing), path)
			deployed := func() (versions []string) {
				var listed struct {
					Deployments []deploymentView `json:"deployments"`
				}
				status, answer := call(t, d, pluginContext, "GET", "deployments", "")
				require.Equal(t, 200, status, answer)
				require.NoError(t, json.Unmarshal([]byte(answer), &listed))
				for _, one := range listed.Deployments {
					versions = append(versions, one.Version)
				}
				return versions
			}
			deploy := func(version string) {
				status, answer := call(t, d, pluginContext, "POST", "deployments", `{"system":"kgas","version":"`+version+`"}`)
				require.Equal(t, 200, status, answer)
				clock.move(time.Second)
			}
			deploy("1")
			require.Equal(t, []string{"1"}, deployed())
			var want []string
			copied := filepath.Join(folder, "backup.db")
			if c.backup {
				db, err := sql.Open("sqlite", path)
				require.NoError(t, err)
				_, err = db.Exec(`VACUUM INTO '` + copied + `'`)
				require.NoError(t, err)
				require.NoError(t, db.Close())
				deploy("2")
				want = append(want, "1")
			}
			for _, of := range c.files {
				require.NoError(t, os.Remove(path+of))
			}
			if c.backup {
				require.NoError(t, os.Rename(copied, path))
			}
			require.Equal(t, want, deployed())
			deploy("3")
			require.Equal(t, append(want, "3"), deployed())
			kept, err := sqlite.Open(context.Background(), path, sqlite.Options{ReadOnly: true})
			require.NoError(t, err)
			defer func() { require.NoError(t, kept.Close()) }()
			all, err := kept.Deployments(context.Background(), "1/yardstick", "kgas", time.Time{}, time.Time{})
			require.NoError(t, err)
			require.Len(t, all, len(want)+1, "it is in the file that is there")
		})
	}
}
