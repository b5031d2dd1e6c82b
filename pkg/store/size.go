package store

import "context"

// How large is a store, and what goes wrong in it? A store in a database can say.

// TableSize is one table with its rows and what it takes on the disk, its indexes included.
type TableSize struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
	Bytes int64  `json:"bytes"`
}

// Sized is a store that knows what it takes.
type Sized interface {
	// Bytes is what everything takes on the disk; it is cheap.
	Bytes(ctx context.Context) (int64, error)
	// Tables lists all tables; every page of the store is read for it.
	Tables(ctx context.Context) ([]TableSize, error)
	// SchemaVersion is the number of the last migration.
	SchemaVersion(ctx context.Context) (int64, error)
	// Sources lists whose data the store holds.
	Sources(ctx context.Context) ([]string, error)
}

// Watched is a store that tells of every error of its database.
type Watched interface {
	// OnFault is set before the store is used.
	OnFault(tell func(error))
}
