-- +goose Up

-- Who asks for the violations of a time wants few of those of years. One that is open ends last.
CREATE INDEX violations_by_end ON violations (coalesce(ended, 9223372036854775807));
