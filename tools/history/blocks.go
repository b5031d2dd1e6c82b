package main

// How the chunks of all series become finished blocks in Prometheus' folder.
// Nothing is visible to Prometheus until a block is complete: it is built under
// another name and renamed.

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/oklog/ulid/v2"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/tsdb/index"
	"github.com/prometheus/prometheus/tsdb/tombstones"
)

// series is what the index must know of one series of a block.
type series struct {
	labels labels.Labels
	chunks []chunks.Meta
}

// block is one block while it is being built.
type block struct {
	id       ulid.ULID
	folder   string // while unfinished
	from, to int    // steps

	mu      sync.Mutex
	series  []series
	samples uint64
}

// blockSet is all blocks that the columns reach into.
type blockSet struct {
	ctx    context.Context
	dir    string
	span   span
	blocks []*block
}

func newBlockSet(ctx context.Context, dir string, s span) (*blockSet, error) {
	set := &blockSet{ctx: ctx, dir: dir, span: s}
	for from := 0; from < s.Steps; {
		border := (s.at(from)/s.Block + 1) * s.Block
		to := min(s.Steps, from+int((border-s.at(from)+s.Step-1)/s.Step))
		b := &block{id: ulid.MustNew(uint64(s.at(to-1)), rand.Reader), from: from, to: to}
		// Prometheus removes folders of this suffix when it starts: a crash leaves nothing behind.
		b.folder = filepath.Join(dir, b.id.String()+".tmp-for-creation")
		set.blocks = append(set.blocks, b)
		if err := os.MkdirAll(b.folder, 0o755); err != nil {
			return nil, errors.Join(fmt.Errorf("creating a block: %w", err), set.abandon())
		}
		from = to
	}
	return set, nil
}

// add compresses a series into every block that it has samples in.
func (set *blockSet) add(lset labels.Labels, column []float64) error {
	for _, b := range set.blocks {
		metas, err := compress(column, set.span, b.from, b.to)
		if err != nil {
			return err
		}
		if len(metas) == 0 {
			continue
		}
		b.add(lset, metas)
	}
	return nil
}

func (b *block) add(lset labels.Labels, metas []chunks.Meta) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range metas {
		b.samples += uint64(c.Chunk.NumSamples())
	}
	b.series = append(b.series, series{labels: lset, chunks: metas})
}

// finish writes the indexes and makes the blocks visible.
func (set *blockSet) finish() ([]string, error) {
	var ids []string
	for _, b := range set.blocks {
		if err := set.complete(b); err != nil {
			return nil, errors.Join(fmt.Errorf("finishing block %s: %w", b.id, err), set.abandon())
		}
		ids = append(ids, b.id.String())
	}
	return ids, nil
}

func (set *blockSet) complete(b *block) error {
	// The format wants chunks in the order of the index, and that order is known only now.
	slices.SortFunc(b.series, func(a, c series) int { return labels.Compare(a.labels, c.labels) })
	if err := b.writeChunks(); err != nil {
		return err
	}
	stats, err := b.writeIndex(set.ctx)
	if err != nil {
		return err
	}
	meta := tsdb.BlockMeta{
		ULID:       b.id,
		MinTime:    set.span.at(b.from),
		MaxTime:    set.span.at(b.to-1) + 1,
		Stats:      stats,
		Compaction: tsdb.BlockMetaCompaction{Level: 1, Sources: []ulid.ULID{b.id}},
		Version:    1,
	}
	text, err := json.MarshalIndent(meta, "", "\t")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(b.folder, "meta.json"), text, 0o644); err != nil {
		return err
	}
	if _, err := tombstones.WriteFile(slog.New(slog.DiscardHandler), b.folder, tombstones.NewMemTombstones()); err != nil {
		return err
	}
	return os.Rename(b.folder, filepath.Join(set.dir, b.id.String()))
}

// writeChunks writes the samples and forgets them.
func (b *block) writeChunks() error {
	w, err := chunks.NewWriter(filepath.Join(b.folder, "chunks"))
	if err != nil {
		return err
	}
	for _, s := range b.series {
		if err := w.WriteChunks(s.chunks...); err != nil {
			return errors.Join(fmt.Errorf("writing chunks of %s: %w", s.labels, err), w.Close())
		}
		for i := range s.chunks {
			s.chunks[i].Chunk = nil
		}
	}
	return w.Close()
}

// writeIndex writes symbols and series, both sorted as the format demands.
func (b *block) writeIndex(ctx context.Context) (tsdb.BlockStats, error) {
	var stats tsdb.BlockStats
	w, err := index.NewWriter(ctx, filepath.Join(b.folder, "index"))
	if err != nil {
		return stats, err
	}
	for _, symbol := range b.symbols() {
		if err := w.AddSymbol(symbol); err != nil {
			return stats, errors.Join(err, w.Close())
		}
	}
	for i, s := range b.series {
		if err := w.AddSeries(storage.SeriesRef(i), s.labels, s.chunks...); err != nil {
			return stats, errors.Join(fmt.Errorf("indexing %s: %w", s.labels, err), w.Close())
		}
		stats.NumSeries++
		stats.NumChunks += uint64(len(s.chunks))
	}
	stats.NumSamples, stats.NumFloatSamples = b.samples, b.samples
	return stats, w.Close()
}

func (b *block) symbols() []string {
	seen := map[string]struct{}{"": {}}
	for _, s := range b.series {
		s.labels.Range(func(l labels.Label) {
			seen[l.Name] = struct{}{}
			seen[l.Value] = struct{}{}
		})
	}
	sorted := make([]string, 0, len(seen))
	for symbol := range seen {
		sorted = append(sorted, symbol)
	}
	slices.Sort(sorted)
	return sorted
}

// abandon removes what is unfinished.
func (set *blockSet) abandon() error {
	var errs []error
	for _, b := range set.blocks {
		errs = append(errs, os.RemoveAll(b.folder))
	}
	return errors.Join(errs...)
}
