package plugin

import (
	"os"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
)

// What becomes of the back end when Grafana is killed? Nobody tells it, and it
// would learn on, holding its leases, until it notices that nobody asks any
// more. The Grafana that comes next would wait for them.

const (
	// parentEvery is how often the parent is looked for; it costs one system call.
	parentEvery = 5 * time.Second
	// orphanPatience is how long the background work may take to end.
	orphanPatience = 10 * time.Second
)

// StopWithParent ends the process when the Grafana that started it is gone. It does nothing where somebody started it
// by hand, for a debugger. On Windows the parent of a process never changes; there the process ends with its last
// visitor, as before.
func (p *Process) StopWithParent() {
	if os.Getenv(grpcplugin.MagicCookieKey) != grpcplugin.MagicCookieValue {
		return
	}
	go p.stopWithout(os.Getppid(), parentEvery, os.Exit)
}

// stopWithout waits until another process is the parent: whoever takes in orphans.
func (p *Process) stopWithout(parent int, every time.Duration, exit func(int)) {
	for os.Getppid() == parent {
		time.Sleep(every)
	}
	log.DefaultLogger.Warn("Grafana is gone: the back end of Yardstick's data source stops")
	closed := make(chan struct{})
	go func() {
		p.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(orphanPatience):
	}
	exit(1)
}
