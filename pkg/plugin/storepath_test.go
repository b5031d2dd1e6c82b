package plugin

import (
	"bufio"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
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
