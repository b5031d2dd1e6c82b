package plugin

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/yardstick-baselines/yardstick/pkg/runs"
)

// How does a file come in that is longer than one request may be? In numbered
// parts, which wait on disk until the last is there.

// uploadExpires is how long parts wait for the next one.
const uploadExpires = time.Hour

// uploadFolder is how the folders of uploads under way begin, in the system's folder for what is temporary.
const uploadFolder = "yardstick-upload-"

// uploadName keeps names out of the file system.
var uploadName = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// uploads are the files under way of all data sources of this process.
type uploads struct {
	mu  sync.Mutex
	all map[string]*upload // by source and name
}

type upload struct {
	source  string
	folder  string
	sizes   map[int]int64
	touched time.Time
	whole   bool // it was to be imported, and could not be for a reason that is not the file's
}

func (u *upload) size() (sum int64) {
	for _, n := range u.sizes {
		sum += n
	}
	return sum
}

// find is an upload of a source, begun where it is new. What nobody continued is removed on the way.
func (u *uploads) find(source, name string, now time.Time) (*upload, error) {
	if !uploadName.MatchString(name) {
		return nil, badInputf("the upload %q has no proper name: 8 to 64 letters and digits", name)
	}
	under := 0
	for key, one := range u.all {
		if now.Sub(one.touched) > uploadExpires {
			_ = os.RemoveAll(one.folder)
			delete(u.all, key)
		} else if one.source == source {
			under++
		}
	}
	key := source + "\x00" + name
	if found := u.all[key]; found != nil {
		found.touched, found.whole = now, false
		return found, nil
	}
	if under >= maxUploads && !u.dropWhole(source) {
		return nil, badInputf("%d uploads are under way: commit one of them first, or wait %s", under, uploadExpires)
	}
	removeAbandoned(now)
	folder, err := os.MkdirTemp("", uploadFolder)
	if err != nil {
		return nil, fmt.Errorf("keeping a part of an upload: %w", err)
	}
	if u.all == nil {
		u.all = map[string]*upload{}
	}
	u.all[key] = &upload{source: source, folder: folder, sizes: map[int]int64{}, touched: now}
	return u.all[key], nil
}

// dropWhole removes the upload of a source that has waited longest to be imported again; false where none does.
func (u *uploads) dropWhole(source string) bool {
	oldest := ""
	for key, one := range u.all {
		if one.source == source && one.whole && (oldest == "" || one.touched.Before(u.all[oldest].touched)) {
			oldest = key
		}
	}
	if oldest == "" {
		return false
	}
	_ = os.RemoveAll(u.all[oldest].folder)
	delete(u.all, oldest)
	return true
}

// removeAbandoned removes what a process left that ended before its uploads did. Nobody goes on with parts of that age,
// of whatever process they are.
func removeAbandoned(now time.Time) {
	folders, _ := filepath.Glob(filepath.Join(os.TempDir(), uploadFolder+"*")) // the pattern is a constant and valid
	for _, folder := range folders {
		if about, err := os.Stat(folder); err == nil && now.Sub(about.ModTime()) > uploadExpires {
			_ = os.RemoveAll(folder)
		}
	}
}

func (u *upload) path(number int) string { return filepath.Join(u.folder, strconv.Itoa(number)) }

// uploadPart keeps a part; the same number again replaces it.
func (d *Datasource) uploadPart(r *request) (any, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || number < 1 {
		return nil, badInputf("part %q: parts are numbered from 1", r.PathValue("number"))
	}
	if number > maxParts {
		return nil, badInputf("part %d: a file has at most %d parts; they may be %d MB each", number, maxParts, maxPartBytes>>20)
	}
	content, err := io.ReadAll(r.Body)
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return nil, badInputf("a part is at most %d MB: cut the file into smaller ones", maxPartBytes>>20)
	case err != nil:
		return nil, badInputf("reading the part: %w", err)
	case len(content) == 0:
		return nil, badInputf("part %d is empty", number)
	}
	all := &d.process.uploads
	all.mu.Lock()
	defer all.mu.Unlock()
	u, err := all.find(r.source, r.PathValue("upload"), d.process.now())
	if err != nil {
		return nil, err
	}
	if u.size()-u.sizes[number]+int64(len(content)) > maxUploadBytes {
		return nil, badInputf("the file is longer than %d MB: use yardstick import, which takes any length", maxUploadBytes>>20)
	}
	delete(u.sizes, number) // writing cuts off what is there: on a full disk it is neither the one nor the other
	if err := os.WriteFile(u.path(number), content, 0o600); err != nil {
		return nil, fmt.Errorf("keeping a part of an upload: %w", err)
	}
	u.sizes[number] = int64(len(content))
	return map[string]any{"part": number, "parts": len(u.sizes), "bytes": u.size()}, nil
}

// commitUpload imports the parts as one file; parameter parts says how many there are, so that none can be missing.
func (d *Datasource) commitUpload(r *request) (any, error) {
	parts, err := strconv.Atoi(r.URL.Query().Get("parts"))
	if err != nil || parts < 1 {
		return nil, badInputf("the parameter parts is missing: how many parts the file has")
	}
	u, err := d.process.uploads.take(r.source, r.PathValue("upload"), parts)
	if err != nil {
		return nil, err
	}
	answer, err := d.importParts(r, u, parts)
	if err == nil || errors.As(err, new(*runs.Fault)) || !d.process.uploads.giveBack(r.source, r.PathValue("upload"), u, d.process.now()) {
		_ = os.RemoveAll(u.folder)
	}
	return answer, err
}

func (d *Datasource) importParts(r *request, u *upload, parts int) (any, error) {
	var readers []io.Reader
	for number := range parts {
		file, err := os.Open(u.path(number + 1))
		if err != nil {
			return nil, fmt.Errorf("reading a part of an upload: %w", err)
		}
		defer file.Close()
		readers = append(readers, file)
	}
	return d.importFrom(r, io.MultiReader(readers...))
}

// giveBack lets an upload be imported again, by other parameters or when the store answers: it was sent for minutes. false
// where another one was begun under its name meanwhile.
func (u *uploads) giveBack(source, name string, one *upload, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	key := source + "\x00" + name
	if u.all[key] != nil {
		return false
	}
	one.whole, one.touched = true, now
	_ = os.Chtimes(one.folder, now, now) // else it looks abandoned sooner
	u.all[key] = one
	return true
}

// take ends an upload that is complete.
func (u *uploads) take(source, name string, parts int) (*upload, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	key := source + "\x00" + name
	one := u.all[key]
	if one == nil {
		return nil, absent{fmt.Errorf("there is no upload %q under way here", name)}
	}
	for number := 1; number <= parts; number++ {
		if one.sizes[number] == 0 {
			return nil, badInputf("part %d of %d is missing", number, parts)
		}
	}
	delete(u.all, key)
	return one, nil
}
