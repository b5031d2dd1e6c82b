package plugin

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// When does another store take the place of the one that is open? When it was found damaged, and when it was open for
// reading only and can be written again. Nobody has to restart Grafana for either.

// writableEvery is how often it is looked whether a store can be written again.
const writableEvery = 15 * time.Second

// look closes a store that cannot be gone on with. The process' lock is held.
func (p *Process) look() {
	file, is := p.store.(*sqlite.Store)
	if !is {
		return
	}
	switch why := file.Damage(); {
	case why != nil:
		to, err := file.SetAside()
		if err != nil {
			log.DefaultLogger.Error("A damaged store could not be set aside", "error", err)
		} else if to != "" {
			tellSetAside(to, why)
		}
		p.store = nil
	case file.KeptFromWriting() != nil && !p.now().Before(p.retry):
		p.reopen(file)
	}
}

// reopen takes a store that can be written in the place of one that cannot.
func (p *Process) reopen(reading *sqlite.Store) {
	p.retry = p.now().Add(writableEvery)
	again, err := p.open()
	if err != nil {
		return // what is open still answers
	}
	if file, is := again.(*sqlite.Store); is && file.KeptFromWriting() != nil {
		_ = again.Close() // no better than the one that is open
		return
	}
	_ = reading.Close() // it was only read
	p.put(again)
	log.DefaultLogger.Info("The store can be written again", "store", again.Location())
}

// put takes a store that was just opened.
func (p *Process) put(s store.Store) {
	watchStore(s)
	p.store, p.shut = s, false
	p.opened++
	if file, is := s.(*sqlite.Store); is && file.KeptFromWriting() != nil {
		p.retry = p.now().Add(writableEvery)
		log.DefaultLogger.Warn("The store can only be read; nothing is learned until it can be written", "error", file.KeptFromWriting())
	}
}

// tellSetAside is for the log of Grafana; the health check says it for as long as the file is there.
func tellSetAside(to string, why error) {
	log.DefaultLogger.Error("A damaged store was set aside, everything is learned again", "setAside", to, "error", why)
}

// asideRemark says where the damaged stores are; empty where there are none.
func asideRemark(s store.Store) string {
	file, is := s.(*sqlite.Store)
	if !is {
		return ""
	}
	all := file.Aside()
	if len(all) == 0 {
		return ""
	}
	return "A damaged store was set aside as " + all[len(all)-1] + ": what is normal is learned again, what people decided before is in that file. Remove it when nobody needs it."
}
