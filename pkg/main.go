// The back end of Yardstick's data source; Grafana starts it.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/plugin"
)

func main() {
	process := plugin.NewProcess()
	process.StopWithParent()
	process.BoundMemory()
	err := datasource.Manage("yardstick-baselines-datasource", process.NewInstance, datasource.ManageOpts{})
	process.Close()
	if err != nil {
		log.DefaultLogger.Error("The back end of Yardstick's data source stopped", "error", err)
		os.Exit(1)
	}
}
