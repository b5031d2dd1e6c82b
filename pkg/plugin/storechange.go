package plugin

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/yardstick-baselines/yardstick/pkg/store"
	"github.com/yardstick-baselines/yardstick/pkg/store/sqlite"
)

// When does another store take the place of the one that is open? When it was found damaged, when its file was removed or
// replaced, and when it was open for reading only and can be written again. Nobody has to restart Grafana for any of them.

// writableEvery is how often it is looked whether a store can be written again, and opened anew at most because of its file.
const writableEvery = 15 * time.Second

// current is the store that is open; nil where none is.
func (p *Process) current() store.Store {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.store
}

// whole says that an open store can be gone on with as it is.
func whole(s store.Store) bool {
	file, is := s.(*sqlite.Store)
	return !is || file.Damage() == nil && file.KeptFromWriting() == nil && !file.Moved()
}

// usable is the store that is open; nil where none is that can be gone on with.
func (p *Process) usable() store.Store {
	s := p.current()
	file, is := s.(*sqlite.Store)
	if !is {
		return s
	}
	switch why := file.Damage(); {
	case why != nil:
		to, err := file.SetAside()
		if err != nil {
			log.DefaultLogger.Error("A damaged store could not be set aside", "error", err)
		} else if to != "" {
			tellSetAside(to, why)
		}
		p.leave()
		return nil
	case file.Moved() && !p.now().Before(p.retry):
		p.retry = p.now().Add(writableEvery)
		log.DefaultLogger.Warn("The file of the store was removed or replaced while it was open; the one at its place is used from now on, a new one where there is none",
			"store", file.Location())
		p.leave()
		_ = file.Close() // what it holds is at no place any more
		return nil
	case file.KeptFromWriting() != nil && !p.now().Before(p.retry):
		return p.reopened(file)
	}
	return s
}

// leave lets the next one who needs a store open it.
func (p *Process) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.store = nil
}

// reopened is a store that can be written in the place of one that cannot; that one where there is none yet.
func (p *Process) reopened(reading *sqlite.Store) store.Store {
	p.retry = p.now().Add(writableEvery)
	again, err := p.open()
	if err != nil {
		return reading // what is open still answers
	}
	if file, is := again.(*sqlite.Store); is && file.KeptFromWriting() != nil {
		_ = again.Close() // no better than the one that is open
		return reading
	}
	p.put(again)
	_ = reading.Close() // it was only read
	log.DefaultLogger.Info("The store can be written again", "store", again.Location())
	return again
}

// put takes a store that was just opened.
func (p *Process) put(s store.Store) {
	watchStore(s)
	if file, is := s.(*sqlite.Store); is && file.KeptFromWriting() != nil {
		p.retry = p.now().Add(writableEvery)
		log.DefaultLogger.Warn("The store can only be read; nothing is learned until it can be written", "error", file.KeptFromWriting())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.store, p.shut = s, false
	p.opened++
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
