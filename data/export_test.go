package data

import "satchel/data/store"

// WithMigrations returns the environment of a program whose schema has these steps.
func (e Env) WithMigrations(steps []store.Migration) Env {
	e.migrations = steps
	return e
}
