package postgres

// How large the schema is.

import "context"

const sizes = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'`

// Bytes is that of all tables with their indexes; the server's logs are not ours to see.
func (d *database) Bytes(ctx context.Context) (bytes int64, err error) {
	err = d.readers.QueryRowContext(ctx, `SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint `+sizes, d.schema).Scan(&bytes)
	return bytes, err
}

func (d *database) TableBytes() (string, []any) {
	return `SELECT c.relname, pg_total_relation_size(c.oid) ` + sizes, []any{d.schema}
}
