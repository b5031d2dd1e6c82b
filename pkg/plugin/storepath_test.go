package plugin

import (
	"bufio"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

func TestStoreLiesWhereTheConfigurationSaysElseBesideThePluginsFolder(t *testing.T) {
	const executable = "/var/lib/grafana/plugins/yardstick-baselines-app/datasource/gpx_yardstick_datasource_linux_amd64"
	for _, c := range []struct{ name, configured, executable, want, wantErr string }{
		{name: "configured", configured: "/data/ys.db", executable: executable, want: "/data/ys.db"},
		{name: "beside the plugins folder", executable: executable, want: "/var/lib/grafana/yardstick/yardstick.db"},
		{name: "relative", configured: "ys.db", executable: executable, wantErr: `store_path "ys.db" is not an absolute path: give one such as /var/lib/grafana/yardstick/yardstick.db`},
		{name: "inside the plugin", configured: "/var/lib/grafana/plugins/yardstick-baselines-app/ys.db", executable: executable,
			wantErr: "lies in the plugin's own folder, which an upgrade replaces"},
		{name: "inside, by a detour", configured: "/var/lib/grafana/plugins/x/../yardstick-baselines-app/datasource/ys.db", executable: executable,
			wantErr: "lies in the plugin's own folder"},
		{name: "a neighbour with a longer name is not inside", configured: "/var/lib/grafana/plugins/yardstick-baselines-app-data/ys.db", executable: executable,
			want: "/var/lib/grafana/plugins/yardstick-baselines-app-data/ys.db"},
		{name: "nowhere", executable: "/tmp/test", wantErr: "set store_path in the section [plugin.yardstick-baselines-datasource]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, err := storePath(c.configured, c.executable)
			if c.wantErr != "" {
				require.ErrorContains(t, err, c.wantErr)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, path)
		})
	}
}

func TestAStoreInAContainersOwnLayerIsToldFromOneOnAVolume(t *testing.T) {
	const mounts = "overlay / overlay rw 0 0\nproc /proc proc rw 0 0\n/dev/vda1 /var/lib/grafana ext4 rw 0 0\ntmpfs /var/lib/grafana/my\\040run tmpfs rw 0 0\n"
	for path, kind := range map[string]string{
		"/opt/yardstick.db":                    "overlay",
		"/var/lib/grafana/yardstick.db":        "ext4",
		"/var/lib/grafana2/yardstick.db":       "overlay",
		"/var/lib/grafana/my run/yardstick.db": "tmpfs",
	} {
		require.Equal(t, kind, fileSystemOf(path, bufio.NewScanner(strings.NewReader(mounts))), path)
	}
}

func TestASharedStoreComesFromTheConfigurationAlone(t *testing.T) {
	t.Setenv(storePathVariable, "")
	t.Setenv(storeURLVariable, " postgres://yardstick@db:5432/yardstick\n")
	t.Setenv(storePasswordVariable, "secret")
	address, password, err := sharedStore()
	require.NoError(t, err)
	require.Equal(t, []string{"postgres://yardstick@db:5432/yardstick", "secret"}, []string{address, password})
	t.Setenv(storePathVariable, "/data/ys.db")
	_, _, err = sharedStore()
	require.ErrorContains(t, err, "both store_path and store_url are set")
}

// While the server of the store is away every request says so, and only one in a while waits for it; when it is back the
// next one finds it.
func TestAStoreThatIsAwayIsAskedForAgainAfterAWhile(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	tries := 0
	var answer = fmt.Errorf("opening: %w", store.ErrAway)
	p := newProcess(still{}, func() (store.Store, error) {
		tries++
		if answer != nil {
			return nil, answer
		}
		return filled(), nil
	}, documentedSystems)
	p.now = func() time.Time { return now }
	for range 10 {
		_, err := p.Store(t.Context())
		require.ErrorIs(t, err, store.ErrAway)
	}
	require.Equal(t, 1, tries)
	now = now.Add(awayFor)
	answer = store.ErrRefused
	for range 2 {
		_, err := p.Store(t.Context())
		require.ErrorIs(t, err, store.ErrRefused)
	}
	require.Equal(t, 3, tries, "what somebody may have mended is tried at once")
	answer = nil
	_, err := p.Store(t.Context())
	require.NoError(t, err)
}
