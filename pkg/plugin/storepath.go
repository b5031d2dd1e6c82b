package plugin

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// This is how store_path, store_url and store_password of [plugin.yardstick-baselines-datasource] reach this process.
const (
	storePathVariable     = "GF_PLUGIN_STORE_PATH"
	storeURLVariable      = "GF_PLUGIN_STORE_URL"
	storePasswordVariable = "GF_PLUGIN_STORE_PASSWORD"
)

// sharedStore is the address and the password of the store that several replicas share; an empty address where this
// process has one of its own. Neither is a data source's setting: the store is that of all organisations.
func sharedStore() (address, password string, err error) {
	address = strings.TrimSpace(os.Getenv(storeURLVariable))
	if address != "" && strings.TrimSpace(os.Getenv(storePathVariable)) != "" {
		return "", "", errors.New("both store_path and store_url are set in the section [plugin.yardstick-baselines-datasource] of Grafana's configuration: keep one")
	}
	return address, os.Getenv(storePasswordVariable), nil
}

// storePath answers where the store is (design 4.6): where the plugin's
// section of Grafana's configuration says, else beside Grafana's plugins
// folder. Never from a data source's settings: they are a person's to edit, and
// a path there would open any file of the server.
func storePath(configured, executable string) (string, error) {
	app := appFolder(executable)
	path := strings.TrimSpace(configured)
	if path == "" {
		if app == "" {
			return "", errors.New("the store has no place: set store_path in the section [plugin.yardstick-baselines-datasource] of Grafana's configuration")
		}
		return filepath.Join(filepath.Dir(filepath.Dir(app)), "yardstick", "yardstick.db"), nil
	}
	if !filepath.IsAbs(path) {
		return "", fmt.Errorf("store_path %q is not an absolute path: give one such as /var/lib/grafana/yardstick/yardstick.db", path)
	}
	path = filepath.Clean(path)
	if app != "" && within(path, app) {
		return "", fmt.Errorf("store_path %q lies in the plugin's own folder, which an upgrade replaces: choose a folder outside of %s", path, app)
	}
	return path, nil
}

// appFolder is the folder of the app plugin, given <app>/datasource/gpx_…; empty where that is unknown.
func appFolder(executable string) string {
	if executable == "" || filepath.Base(filepath.Dir(executable)) != "datasource" {
		return ""
	}
	return filepath.Dir(filepath.Dir(executable))
}

func within(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// storePathOfProcess reads the two inputs of storePath from the running process.
func storePathOfProcess() (string, error) {
	executable, err := os.Executable()
	if err != nil {
		executable = ""
	}
	return storePath(os.Getenv(storePathVariable), executable)
}
