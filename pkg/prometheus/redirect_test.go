package prometheus

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestARedirectStaysOnTheServerThatWasAsked(t *testing.T) {
	for _, c := range []struct {
		asked, target string
		same          bool
	}{
		{"http://prom:9090/api", "http://prom:9090/new/api", true}, {"http://PROM/api", "http://prom:80/api", true}, {"http://prom/api", "https://prom/api", true},
		{"https://prom/api", "https://prom:443/x", true},
		{"http://prom:9090/api", "http://prom:22/", false}, {"http://prom:9090/api", "https://prom:9091/api", false}, {"http://prom:9090/api", "https://prom/api", false},
		{"https://prom/api", "http://prom/api", false}, {"http://prom/api", "http://prom.evil/api", false}, {"http://prom/api", "http://169.254.169.254/latest", false},
		{"http://prom/api", "file:///etc/passwd", false}, {"http://prom/api", "http://prom@evil/api", false},
	} {
		asked, err := url.Parse(c.asked)
		require.NoError(t, err)
		target, err := url.Parse(c.target)
		require.NoError(t, err)
		require.Equal(t, c.same, samePlace(asked, target), "%s to %s", c.asked, c.target)
	}
}
