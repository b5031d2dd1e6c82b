package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Windows and small containers have no table of time zones: hours of the day would be those of UTC there, and reports fail.
func TestTimeZonesComeWithTheProgram(t *testing.T) {
	for _, program := range []string{".", "./cmd/yardstick"} {
		out, err := exec.Command("go", "list", "-deps", program).Output()
		require.NoError(t, err)
		require.Contains(t, strings.Fields(string(out)), "time/tzdata", program)
	}
}
